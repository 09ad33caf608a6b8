package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.internal.readiness.channel.ChannelHold;
import dev.pollux.readiness.Interest;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * A channel, and the ports in whose selectors it has keys. Its descriptor is given back to the system only when each of
 * them has made one select after the channel was closed. Until then a listener still takes connections.
 */
final class NioKeys extends ChannelHold {
    private static final NioPort[] NONE = {};

    private volatile NioPort[] ports = NONE; // changed under the source's lock

    NioKeys(SelectableChannel channel) {
        super(channel);
    }

    @Override
    public Backend backend() {
        return Backend.NIO;
    }

    /** The operations that an interest means to this channel now: a connecting socket becomes writable by connecting. */
    int operations(Interest interest) {
        int valid = channel().validOps();
        if ((valid & SelectionKey.OP_ACCEPT) != 0) {
            return interest.isRead() ? SelectionKey.OP_ACCEPT : 0;
        }
        boolean connecting = channel() instanceof SocketChannel socket && socket.isConnectionPending();
        int write = connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
        return valid & ((interest.isRead() ? SelectionKey.OP_READ : 0) | (interest.isWrite() ? write : 0));
    }

    /** Notes that there is a key in this port's selector from now on. */
    void add(NioPort port) {
        NioPort[] known = ports;
        if (!Arrays.asList(known).contains(port)) {
            NioPort[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = port;
            ports = more;
        }
    }

    /** Notes that there is none, after all. */
    void remove(NioPort port) {
        ports = Arrays.stream(ports).filter(each -> each != port).toArray(NioPort[]::new);
    }

    /** Closes the channel, and has the selectors let go of it. */
    @Override
    public void close() {
        Throwable thrown = null;
        try {
            channel().close();
        } catch (IOException e) {
            // The descriptor is given back whatever close(2) says.
        } catch (Throwable e) {
            thrown = e;
        }
        for (NioPort port : ports) {
            try {
                if (!port.isPollingThread()) {
                    port.wakeup();
                }
            } catch (Throwable e) {
                thrown = LoopPort.first(thrown, e);
            }
        }
        if (thrown != null) {
            LoopPort.<RuntimeException>rethrow(thrown);
        }
    }
}
