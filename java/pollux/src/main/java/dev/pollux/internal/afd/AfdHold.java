package dev.pollux.internal.afd;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.channel.ChannelHold;
import dev.pollux.readiness.Interest;
import dev.pollux.windows.AfdDevice;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/** A channel and the socket beneath it, which is asked for when it is registered first. */
final class AfdHold extends ChannelHold {
    private static final int READ = AfdDevice.RECEIVE | AfdDevice.ACCEPT | AfdDevice.DISCONNECT | AfdDevice.ABORT;
    private static final int WRITE = AfdDevice.SEND | AfdDevice.CONNECT_FAIL | AfdDevice.ABORT;
    private static final int READ_OPERATIONS = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private long socket; // 0 before it was asked for; guarded by the source's lock

    AfdHold(SelectableChannel channel) {
        super(channel);
    }

    @Override
    public Backend backend() {
        return Backend.AFD;
    }

    /** {@return what the driver knows it by} */
    long socket() throws IOException {
        if (socket == 0) {
            socket = AfdDevice.baseSocket(ChannelSocketNumber.of(channel()));
        }
        return socket;
    }

    /** {@return the events that an interest means to this channel, or 0 for none} */
    int events(Interest interest) {
        int valid = channel().validOps();
        int events = interest.isRead() && (valid & READ_OPERATIONS) != 0 ? READ : 0;
        if (interest.isWrite() && (valid & SelectionKey.OP_WRITE) != 0) {
            events |= WRITE;
        }
        return events == 0 ? 0 : events | AfdDevice.LOCAL_CLOSE;
    }

    /** {@return true if one of the events means that a read would not block} */
    static boolean isReadable(int events) {
        return (events & READ) != 0;
    }

    /** {@return true if one of the events means that a write would not block} */
    static boolean isWritable(int events) {
        return (events & WRITE) != 0;
    }

    @Override
    public void close() {
        try {
            channel().close();
        } catch (IOException e) {
            // The socket is given back whatever closesocket says.
        }
    }
}
