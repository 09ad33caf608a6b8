package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.LoopRegistration;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.loop.Ready;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousCloseException;

/**
 * A handle's membership of a {@link CompletionLoop}. What its channel wants, it says by the flags of epoll. It connects by an
 * operation, and its bytes are then transferred by operations. A connect that was begun otherwise is watched by the readiness port that
 * the completion port serves: with the first bytes (fast open), or on the loop that the channel had before. {@link #cancel} may be called
 * from any thread, all else only from the loop's.
 */
public final class CompletionRegistration extends LoopRegistration {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(CompletionRegistration.class);

    private final CompletionLoop loop;
    private final TransferredStream handle;
    private final Ready ready = new Ready();
    private Registration watch; // null unless it is watched
    private StreamTransfers transfers; // null unless it is connected
    private CompletionSocket connecting; // null unless it connects by an operation, or has just done so
    private boolean isConnecting;
    private boolean hasLeft;

    CompletionRegistration(CompletionLoop loop, TransferredStream handle) {
        this.loop = loop;
        this.handle = handle;
    }

    CompletionLoop loop() {
        return loop;
    }

    TransferredStream handle() {
        return handle;
    }

    /** {@return what moves the bytes, or null before it is connected} */
    StreamTransfers transfers() {
        return transfers;
    }

    @Override
    protected LoopThread thread() {
        return loop.thread();
    }

    @Override
    protected void want(int flags) throws IOException {
        if (!handle.channel().isActive()) {
            watch((flags & Epoll.OUT) != 0 && connecting == null && loop.watches());
            return;
        }
        if (transfers == null) {
            watch(false);
            transfers = new StreamTransfers(this, handle, adopted());
            handle.transferBy(transfers);
        }
        transfers.reading((flags & Epoll.IN) != 0);
    }

    private CompletionSocket adopted() throws IOException {
        CompletionSocket connected = connecting;
        connecting = null;
        return connected == null ? adopt() : connected;
    }

    private CompletionSocket adopt() throws IOException {
        CompletionSocket adopted = loop.port().adoptSocket(handle.descriptor());
        handle.channelSocket().movedTo(loop);
        return adopted;
    }

    /**
     * Connects. The channel is told of the end.
     *
     * @param to the peer's address
     * @throws IOException if the system refuses at once
     */
    public void connect(InetSocketAddress to) throws IOException {
        connecting = adopt();
        isConnecting = true;
        connecting
                .connect(to)
                .onCompletion((same, none) -> connectEnded(null))
                .onFailure((same, failure) -> connectEnded(failure))
                .submit();
    }

    private void connectEnded(IOException failure) {
        isConnecting = false;
        if (failure != null) {
            connecting = null;
        }
        if (!goesOnElsewhere(failure)) {
            handle.connectEnded(failure);
        }
        if (!isValid() && transfers == null) {
            leaveConnect();
        }
    }

    /** What was given up here has not ended the system's connect. The channel's next loop watches it. On Windows it ends. */
    private boolean goesOnElsewhere(IOException failure) {
        return !isValid() && loop.watches() && failure instanceof AsynchronousCloseException;
    }

    private void watch(boolean on) throws IOException {
        if (on && watch == null) {
            watch = loop.port()
                    .readinessPort()
                    .register(handle.descriptor(), Interest.WRITE, TriggerMode.LEVEL, this::isReady);
        } else if (!on && watch != null) {
            watch.close();
            watch = null;
        }
    }

    private void isReady(Registration current, Readiness readiness) {
        if (current != watch) {
            return;
        }
        try {
            handle.handle(this, ready.set(Epoll.OUT)); // an error is told by what finishes the connect
        } catch (Throwable e) {
            LOG.warn("{} failed to handle an event.", handle, e);
        }
        loop.servedByReadiness();
    }

    @Override
    protected void leave() {
        try {
            watch(false);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} was not watched any more.", handle, e);
        }
        if (transfers == null) {
            leaveConnect();
        } else {
            transfers.leave();
        }
    }

    /** A connect under way ends first. */
    private void leaveConnect() {
        if (connecting != null) {
            connecting.close();
        }
        if (!isConnecting && !hasLeft) {
            left();
        }
    }

    /** The last operation has ended. */
    void left() {
        hasLeft = true;
        loop.removed(this);
        handle.unregistered();
    }
}
