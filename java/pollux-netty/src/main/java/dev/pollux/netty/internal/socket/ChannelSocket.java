package dev.pollux.netty.internal.socket;

import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
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

    /** What sends and receives datagrams. What is told of multicast has other numbers on each system. */
    interface Datagrams extends ChannelSocket {
        /** Sets the one peer that it sends to and receives from. */
        void connect(SocketAddress to) throws IOException;

        /** Takes the peer away again. */
        void disconnect() throws IOException;

        /** {@return how many hops a multicast goes} */
        SocketOption<Integer> timeToLive();

        /** {@return whether a multicast comes back to this machine} */
        SocketOption<Boolean> loop();

        /** {@return whether it is told where a datagram was sent to, or null if the system has not that} */
        SocketOption<Boolean> destinations();

        /** Has multicasts go out by this interface. */
        void multicastBy(NetworkInterface network) throws IOException;

        /** Joins a group: what all send to it, or what one source does, unless that is null. */
        void join(InetAddress group, NetworkInterface network, InetAddress source) throws IOException;

        /** Leaves what {@link #join} has joined. */
        void leave(InetAddress group, NetworkInterface network, InetAddress source) throws IOException;

        /** Hears no more of what one source sends to a group that was joined for all. */
        void block(InetAddress group, NetworkInterface network, InetAddress source) throws IOException;
    }

    /** What accepts connections. */
    interface Listener extends ChannelSocket {
        void listen(int backlog) throws IOException;
    }
}
