package dev.pollux.readiness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Sends and receives UDP datagrams, and never blocks. Direct buffers are used in place, and heap buffers are copied.
 *
 * <p>All methods may be called from any thread. At most one thread receives at a time, and at most one sends.
 *
 * <pre>{@code
 * UdpSocket socket = dispatcher.openUdpSocket();
 * socket.bind(new InetSocketAddress(5353));
 * ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
 * dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
 *     while (socket.receive(buffer.clear())) {
 *         socket.send(buffer.flip(), socket.sender());
 *     }
 * });
 * }</pre>
 */
public interface UdpSocket extends PollableSocket {
    /**
     * Takes an address.
     *
     * @param address the local address. Port 0 lets the system choose one
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws java.nio.channels.AlreadyBoundException if it has an address. Connecting and sending give it one, too
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses for another reason
     */
    void bind(InetSocketAddress address) throws IOException;

    /**
     * Sets the one peer that it sends to and receives from. Gives it an address, if it has none.
     *
     * @param remote the peer's address
     * @throws java.nio.channels.AlreadyConnectedException if it has a peer: {@link #disconnect()} first
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws java.net.SocketException if the port is 0
     * @throws IOException if the system refuses
     */
    void connect(InetSocketAddress remote) throws IOException;

    /**
     * Takes the peer away again. The socket keeps its port. Does nothing if there is no peer.
     *
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    void disconnect() throws IOException;

    /**
     * {@return the peer that it is connected to, or null}
     *
     * @throws IOException if it is closed
     */
    InetSocketAddress remoteAddress() throws IOException;

    /**
     * Receives one datagram, which may be empty. {@link #sender()} and {@link #isTruncated()} tell of it then, to the thread
     * that received it.
     *
     * @param buffer takes the datagram's bytes. What has no room is lost
     * @return false if there is none
     * @throws java.net.PortUnreachableException if the peer of a connected socket is not there
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses for another reason
     */
    boolean receive(ByteBuffer buffer) throws IOException;

    /**
     * Receives one datagram to native memory. The caller keeps the memory alive until the call returns. {@link #sender()} and {@link
     * #isTruncated()} tell of the datagram as after {@link #receive(ByteBuffer)}.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for. What has no room is lost
     * @return how many bytes were received, which may be 0. -1 if there is no datagram
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #receive(ByteBuffer)}
     */
    int receive(long address, int length) throws IOException;

    /**
     * {@return the sender of the datagram that was received last, or null before the first} On epoll, the same sender is mostly
     * the same object as before, as long as there are not more than some hundred of them. So exchanges with them make no
     * garbage.
     */
    InetSocketAddress sender();

    /**
     * {@return true if the datagram that was received last was longer than its buffer, and cut off}
     *
     * @throws UnsupportedOperationException without {@link Capability#TRUNCATION}
     */
    boolean isTruncated();

    /**
     * Sends one datagram to the peer that the socket is connected to.
     *
     * @param buffer holds the datagram
     * @return false if it would block: nothing was sent
     * @throws java.net.PortUnreachableException if an earlier datagram found nobody
     * @throws java.nio.channels.NotYetConnectedException if there is no peer
     * @throws UnsupportedOperationException on nio, if the datagram is empty: its channel would not send it
     * @throws IOException if it is too long, or the system refuses for another reason
     */
    boolean send(ByteBuffer buffer) throws IOException;

    /**
     * Sends one datagram. On epoll no garbage is made as long as the address is the same object as the last time.
     *
     * @param buffer holds the datagram
     * @param to where it goes
     * @return false if it would block: nothing was sent
     * @throws java.nio.channels.AlreadyConnectedException if it is connected to another peer
     * @throws java.net.SocketException if the port is 0
     * @throws java.nio.channels.UnresolvedAddressException if the address is a name that was not found
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is of another family than the socket
     * @throws IOException if it is too long, or the system refuses for another reason
     */
    boolean send(ByteBuffer buffer, SocketAddress to) throws IOException;

    /**
     * Sends one datagram from native memory to the peer that the socket is connected to. The caller keeps the memory alive until the
     * call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes the datagram has
     * @return false if it would block: nothing was sent
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    boolean send(long address, int length) throws IOException;

    /**
     * Sends one datagram from native memory. The caller keeps the memory alive until the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes the datagram has
     * @param to where it goes
     * @return false if it would block: nothing was sent
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws UnsupportedOperationException without {@link Capability#NATIVE_MEMORY}
     * @throws IOException as {@link #send(ByteBuffer, SocketAddress)}
     */
    boolean send(long address, int length, SocketAddress to) throws IOException;

    /**
     * {@return how many datagrams the system has dropped since the socket was opened, mostly because its receive buffer was
     * full} It counts from 0 to 2^32 - 1, and then again. On Linux this is SO_MEMINFO's counter. SO_RXQ_OVFL attaches the same
     * counter to each datagram, and tells it with the next datagram only.
     *
     * @throws UnsupportedOperationException without {@link Capability#DROPPED_DATAGRAMS}
     * @throws IOException if it is closed
     */
    long droppedDatagrams() throws IOException;

    /**
     * Joins a multicast group. A second time it does nothing.
     *
     * @param group the group's address
     * @param network the interface to join it on
     * @throws IllegalArgumentException if the address is not a group's, or IPv6 and the socket is not
     * @throws IOException if the system refuses
     */
    void join(InetAddress group, NetworkInterface network) throws IOException;

    /**
     * Leaves a multicast group.
     *
     * @param group the group's address
     * @param network the interface that it was joined on
     * @throws IllegalArgumentException if the address is not a group's
     * @throws IOException if it was not joined, or the system refuses
     */
    void leave(InetAddress group, NetworkInterface network) throws IOException;
}
