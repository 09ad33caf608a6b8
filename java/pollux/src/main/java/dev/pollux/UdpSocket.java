package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.util.Objects;

/**
 * A UDP socket that never blocks. Direct buffers are used in place, heap buffers copied.
 *
 * <p>One thread at a time receives, one sends; any may close.
 */
public abstract sealed class UdpSocket extends PollableSocket permits EpollDatagramSocket, NioDatagramSocket {
    UdpSocket() {}

    /**
     * Takes an address.
     *
     * @param address the local address; port 0 lets the system choose one
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws AlreadyBoundException if it has an address, which connecting and sending give it, too
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses for another reason
     */
    public final void bind(InetSocketAddress address) throws IOException {
        checkAddress(address);
        synchronized (lock) {
            if (localAddress() != null) {
                throw Refusals.alreadyBound(this);
            }
            bindTo(address);
        }
    }

    abstract void bindTo(InetSocketAddress address) throws IOException;

    /**
     * Sets the one peer that it sends to and receives from. Gives it an address, if it has none.
     *
     * @param remote the peer's address
     * @throws AlreadyConnectedException if it has a peer: {@link #disconnect()} first
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws SocketException if the port is 0
     * @throws IOException if the system refuses
     */
    public final void connect(InetSocketAddress remote) throws IOException {
        checkTarget(remote);
        synchronized (lock) {
            if (remoteAddress() != null) {
                throw new AlreadyConnectedException();
            }
            connectTo(remote);
        }
    }

    abstract void connectTo(InetSocketAddress remote) throws IOException;

    static void checkTarget(SocketAddress to) throws SocketException {
        checkAddress(to);
        if (!(to instanceof InetSocketAddress inet)) {
            throw Refusals.unsupported("a datagram can't be sent to " + to + ": a host and a port are needed");
        }
        if (inet.getPort() == 0) {
            throw new SocketException("nobody is at port 0: " + to);
        }
    }

    /**
     * Takes the peer away again. It keeps its port. Does nothing if there is no peer.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    public final void disconnect() throws IOException {
        synchronized (lock) {
            if (remoteAddress() != null) { // which tells if it is closed
                disconnectFromPeer();
            }
        }
    }

    abstract void disconnectFromPeer() throws IOException;

    /**
     * {@return the peer that it is connected to, or null}
     *
     * @throws IOException if it is closed
     */
    public abstract InetSocketAddress remoteAddress() throws IOException;

    /**
     * Receives one datagram, which may be empty. Sender and truncation are told after it, to the thread that received it.
     *
     * @param buffer takes the datagram's bytes; what has no room is lost
     * @return false if there is none
     * @throws java.net.PortUnreachableException if the peer of a connected socket is not there
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses for another reason
     */
    public abstract boolean receive(ByteBuffer buffer) throws IOException;

    /**
     * {@return the sender of the datagram that was received last, or null before the first} On epoll, senders that come again
     * are mostly the same object as before, while they are not more than some hundred: exchanges with them make no garbage.
     */
    public abstract InetSocketAddress sender();

    /**
     * {@return true if the datagram that was received last was longer than its buffer, and cut off}
     *
     * @throws UnsupportedOperationException without {@link Capability#TRUNCATION}
     */
    public abstract boolean isTruncated();

    /**
     * Sends one datagram to the peer that it is connected to.
     *
     * @param buffer holds the datagram
     * @return false if it would block: nothing was sent
     * @throws java.net.PortUnreachableException if an earlier datagram found nobody
     * @throws java.nio.channels.NotYetConnectedException if there is no peer
     * @throws UnsupportedOperationException on nio, if the datagram is empty: its channel would not send it
     * @throws IOException if it is too long, and what else the system refuses for
     */
    public abstract boolean send(ByteBuffer buffer) throws IOException;

    /**
     * Sends one datagram. On epoll no garbage is made while the address is the same object as the
     * last time.
     *
     * @param buffer holds the datagram
     * @param to where it goes
     * @return false if it would block: nothing was sent
     * @throws AlreadyConnectedException if it is connected to another peer
     * @throws SocketException if the port is 0
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is of another family than the socket
     * @throws IOException if it is too long, and what else the system refuses for
     */
    public abstract boolean send(ByteBuffer buffer, SocketAddress to) throws IOException;

    /**
     * {@return how many datagrams the system has dropped since the socket was opened, for a full receive buffer mostly; from 0
     * to 2^32 - 1, and then again} On Linux this is SO_MEMINFO's counter: the one that SO_RXQ_OVFL attaches to each datagram,
     * but to be had when it is asked for, and not only with the next datagram.
     *
     * @throws UnsupportedOperationException without {@link Capability#DROPPED_DATAGRAMS}
     * @throws IOException if it is closed
     */
    public abstract long droppedDatagrams() throws IOException;

    /**
     * Joins a multicast group. A second time it does nothing.
     *
     * @param group the group's address
     * @param network the interface to join it on
     * @throws IllegalArgumentException if the address is not a group's, or IPv6 and the socket is not
     * @throws IOException if the system refuses
     */
    public final void join(InetAddress group, NetworkInterface network) throws IOException {
        checkGroup(group, network);
        checkOpen();
        joinGroup(group, network);
    }

    abstract void joinGroup(InetAddress group, NetworkInterface network) throws IOException;

    private static void checkGroup(InetAddress group, NetworkInterface network) {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(network, "network");
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not a multicast address: " + group);
        }
    }

    /**
     * Leaves a multicast group.
     *
     * @param group the group's address
     * @param network the interface that it was joined on
     * @throws IllegalArgumentException if the address is not a group's
     * @throws IOException if it was not joined, or the system refuses
     */
    public final void leave(InetAddress group, NetworkInterface network) throws IOException {
        checkGroup(group, network);
        checkOpen();
        leaveGroup(group, network);
    }

    abstract void leaveGroup(InetAddress group, NetworkInterface network) throws IOException;

    static IOException notJoined(InetAddress group, NetworkInterface network) {
        return new IOException("not joined: " + group + " on " + network);
    }
}
