package dev.pollux.netty.internal.socket;

import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;

/**
 * The system's socket of a channel, which has it before it has a loop: so its options and addresses are the system's, and not kept
 * until later. May be called from any thread.
 */
public interface ChannelSocket {
    /** {@return what an event port takes} */
    OpenDescriptor descriptor();

    boolean isOpen();

    /** Closes it. Never blocks. A second call does nothing. */
    void close();

    /** {@return true if a duplicate may keep it in an epoll instance after its close} */
    boolean isShared();

    void bind(SocketAddress address) throws IOException;

    SocketAddress localAddress() throws IOException;

    <T> void setOption(SocketOption<T> option, T value) throws IOException;

    <T> T getOption(SocketOption<T> option) throws IOException;

    /**
     * Checks whether a loop on a completion port can have it.
     *
     * @param loop the loop's port
     * @throws UnsupportedOperationException if the system lets it no more leave the one that it has
     */
    default void checkCanMoveTo(Object loop) {}

    /** A completion port has it from now on. */
    default void movedTo(Object loop) {}

    /** A connection, or what will be one. */
    interface Stream extends ChannelSocket {
        SocketAddress remoteAddress() throws IOException;

        void shutdownInput() throws IOException;

        void shutdownOutput() throws IOException;
    }

    /** What accepts connections. */
    interface Listener extends ChannelSocket {
        void listen(int backlog) throws IOException;
    }
}
