package dev.pollux.netty.internal.completion;

import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.LoopRegistration;
import dev.pollux.netty.internal.loop.LoopThread;
import java.io.IOException;

/**
 * The membership of a datagram channel in a {@link CompletionLoop} whose port takes its socket. {@link #cancel} may be called from any
 * thread, all else only from the loop's.
 */
final class DatagramRegistration extends LoopRegistration {
    private final CompletionLoop loop;
    private final TransferredDatagrams handle;
    private DatagramTransfers transfers; // null until it wants something

    DatagramRegistration(CompletionLoop loop, TransferredDatagrams handle) {
        this.loop = loop;
        this.handle = handle;
    }

    CompletionLoop loop() {
        return loop;
    }

    TransferredDatagrams handle() {
        return handle;
    }

    @Override
    protected LoopThread thread() {
        return loop.thread();
    }

    @Override
    protected void want(int flags) throws IOException {
        if (transfers == null) {
            transfers = new DatagramTransfers(this, handle, loop.port().adoptUdpSocket(handle.descriptor()));
            handle.channelSocket().movedTo(loop);
            handle.transferBy(transfers);
        }
        transfers.reading((flags & Epoll.IN) != 0);
    }

    @Override
    protected void leave() {
        if (transfers == null) {
            left();
        } else {
            transfers.leave();
        }
    }

    /** The last operation has ended. */
    void left() {
        loop.removed(this);
        handle.unregistered();
    }
}
