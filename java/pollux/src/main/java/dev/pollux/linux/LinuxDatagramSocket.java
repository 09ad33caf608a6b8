package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NotYetConnectedException;

/**
 * A datagram socket: UDP over IPv4 or IPv6 (udp(7)), or Unix (unix(7)). It never blocks.
 *
 * <p>Direct buffers are used in place and must not be views of memory that another thread frees meanwhile. Heap buffers
 * are copied.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * LinuxDatagramSocket socket = LinuxDatagramSocket.open(Family.INET6);
 * socket.bind(new InetSocketAddress(7000));
 * NativeAddress peer = new NativeAddress();
 * socket.receive(buffer.clear(), peer);
 * if (!peer.isEmpty()) { // empty if there was no datagram
 *     socket.send(buffer.flip(), peer);
 * }
 * }</pre>
 */
public final class LinuxDatagramSocket extends LinuxSocket {
    private static final int AF_UNSPEC = 0;
    private static final int IPPROTO_IP = 0;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int IP_DROP_MEMBERSHIP = 36;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_LEAVE_GROUP = 21;

    private LinuxDatagramSocket(int fd, Family family) {
        super(fd, family);
    }

    /**
     * Opens a socket: socket(2).
     *
     * @param family its address family
     * @return the socket
     * @throws IOException if too many descriptors are open, or the system lacks the family
     */
    public static LinuxDatagramSocket open(Family family) throws IOException {
        return owner(open(family, SOCK_DGRAM), fd -> new LinuxDatagramSocket(fd, family));
    }

    /**
     * Takes over a descriptor that came from elsewhere: one that was passed, or inherited. It is made non-blocking.
     *
     * @param fd the descriptor of a datagram socket, which is this object's from now on, unless this method fails
     * @return the socket
     * @throws IllegalArgumentException if it is another kind of socket
     * @throws IOException EBADF, ENOTSOCK
     */
    public static LinuxDatagramSocket adopt(int fd) throws IOException {
        Family family = SolSocket.adopt(fd, SOCK_DGRAM, false, "a datagram socket");
        LinuxDatagramSocket socket = new LinuxDatagramSocket(fd, family);
        socket.markShared();
        return socket;
    }

    /**
     * Sets the one peer that it sends to and receives from: connect(2).
     *
     * @param remote the peer's address
     * @throws IOException if the system refuses
     */
    public void connect(SocketAddress remote) throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, remote, family());
            int result = CALLS.connect(fd, Scratch.at(scratch, Scratch.ADDRESS), length);
            if (result < 0) {
                throw Errors.of("connect", result, "descriptor " + fd + ", to " + remote);
            }
        } finally {
            release();
        }
    }

    /**
     * Takes the peer away again: connect(2) with AF_UNSPEC.
     *
     * @throws IOException if the system refuses
     */
    public void disconnect() throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putLong(Scratch.ADDRESS, AF_UNSPEC).putLong(Scratch.ADDRESS + 8, 0);
            int result = CALLS.connect(fd, Scratch.at(scratch, Scratch.ADDRESS), 16);
            if (result < 0) {
                throw Errors.of("connect", result, fd);
            }
        } finally {
            release();
        }
    }

    /**
     * {@return the peer that it is connected to, or null: getpeername(2)}
     *
     * @throws IOException if the socket is closed
     */
    public SocketAddress remoteAddress() throws IOException {
        return peerAddress();
    }

    /**
     * Receives one datagram: recvfrom(2).
     *
     * @param buffer takes the datagram's bytes. What has no room is lost
     * @param from takes the sender's address, or empty if there was no datagram
     * @return the datagram's whole length, so more than the buffer's room if it was cut off, or 0 if it would block, or for
     *     an empty datagram: {@code from} tells them apart
     * @throws PortUnreachableException if the peer of a connected socket is not there
     * @throws IOException if the system refuses for another reason
     */
    public int receive(ByteBuffer buffer, NativeAddress from) throws IOException {
        BufferChecks.checkWritable(buffer);
        int fd = acquire();
        try {
            return (int) received(receive(fd, buffer, from), from, fd);
        } finally {
            release();
        }
    }

    /**
     * Receives one datagram: recv(2).
     *
     * @param buffer takes the datagram's bytes. What has no room is lost
     * @return the datagram's whole length, so more than the buffer's room if it was cut off, or 0 if it would block, or for
     *     an empty datagram
     * @throws PortUnreachableException if the peer of a connected socket is not there
     * @throws IOException if the system refuses for another reason
     */
    public int receive(ByteBuffer buffer) throws IOException {
        BufferChecks.checkWritable(buffer);
        int fd = acquire();
        try {
            return (int) checked("recv", receive(fd, buffer, null), fd);
        } finally {
            release();
        }
    }

    /**
     * Receives one datagram to native memory: recvfrom(2). The memory is the caller's to keep alive until the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes there is room for. What has no room is lost
     * @param from takes the sender's address, or empty if there was no datagram
     * @return as {@link #receive(ByteBuffer, NativeAddress)}
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IOException as {@link #receive(ByteBuffer, NativeAddress)}
     */
    public int receive(long address, int length, NativeAddress from) throws IOException {
        BufferChecks.checkMemory(address, length);
        int fd = acquire();
        try {
            return (int) received(Transfer.receive(fd, address, length, Transfer.MSG_TRUNC, from), from, fd);
        } finally {
            release();
        }
    }

    private long received(long result, NativeAddress from, int fd) throws IOException {
        if (result < 0) {
            from.clear();
        } else if (from.isEmpty()) {
            from.setUnnamed();
        }
        return checked("recvfrom", result, fd);
    }

    private static long receive(int fd, ByteBuffer buffer, NativeAddress from) {
        // With MSG_TRUNC given, the result is the datagram's length even if that is more than the room (recv(2)).
        if (buffer.isDirect() || buffer.remaining() <= Scratch.MAX_COPY) {
            return Transfer.receive(fd, buffer, Transfer.MSG_TRUNC, from);
        }
        ByteBuffer whole = ByteBuffer.allocateDirect(buffer.remaining()); // a Unix datagram may be that long
        long result = Transfer.receive(fd, whole, Transfer.MSG_TRUNC, from);
        buffer.put(whole.flip());
        return result;
    }

    /**
     * Sends one datagram to the peer that it is connected to: send(2).
     *
     * @param buffer holds the datagram
     * @return false if it would block: nothing was sent
     * @throws PortUnreachableException if an earlier datagram found nobody
     * @throws NotYetConnectedException if there is no peer
     * @throws IOException EMSGSIZE if it is too long, and what else the system refuses for
     */
    public boolean send(ByteBuffer buffer) throws IOException {
        return send("send", buffer, 0, 0);
    }

    /**
     * Sends one datagram: sendto(2).
     *
     * @param buffer holds the datagram
     * @param to where it goes
     * @return false if it would block: nothing was sent
     * @throws IOException EMSGSIZE if it is too long, and what else the system refuses for
     */
    public boolean send(ByteBuffer buffer, NativeAddress to) throws IOException {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("the address is empty");
        }
        boolean sent = send("sendto", buffer, to.address(), to.length());
        Reference.reachabilityFence(to);
        return sent;
    }

    /**
     * Sends one datagram: sendto(2). Needs some objects for the address: {@link #send(ByteBuffer, NativeAddress)} doesn't.
     *
     * @param buffer holds the datagram
     * @param to where it goes
     * @return false if it would block: nothing was sent
     * @throws IOException EMSGSIZE if it is too long, and what else the system refuses for
     */
    public boolean send(ByteBuffer buffer, SocketAddress to) throws IOException {
        ByteBuffer scratch = Scratch.get();
        int length = Sockaddr.put(scratch, Scratch.ADDRESS, to, family());
        return send("sendto", buffer, Scratch.at(scratch, Scratch.ADDRESS), length);
    }

    /**
     * Sends one datagram from native memory: send(2), or sendto(2) with an address. The memory is the caller's to keep alive until
     * the call returns.
     *
     * @param address where the memory begins
     * @param length how many bytes the datagram has
     * @param to where it goes, or null for the peer that it is connected to
     * @return false if it would block: nothing was sent
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IOException as {@link #send(ByteBuffer)}
     */
    public boolean send(long address, int length, NativeAddress to) throws IOException {
        BufferChecks.checkMemory(address, length);
        int fd = acquire();
        try {
            long toAddress = to == null ? 0 : to.address();
            int toLength = to == null ? 0 : to.length();
            long result = Transfer.send(fd, address, length, 0, toAddress, toLength);
            Reference.reachabilityFence(to);
            checked(to == null ? "send" : "sendto", result, fd);
            return result >= 0;
        } finally {
            release();
        }
    }

    private boolean send(String call, ByteBuffer buffer, long address, int addressLength) throws IOException {
        int fd = acquire();
        try {
            long result;
            if (buffer.isDirect() || buffer.remaining() <= Scratch.MAX_COPY) {
                result = Transfer.send(fd, buffer, 0, address, addressLength);
            } else { // a Unix datagram may be that long
                ByteBuffer whole = ByteBuffer.allocateDirect(buffer.remaining()).put(buffer.duplicate());
                result = Transfer.send(fd, whole.flip(), 0, address, addressLength);
                buffer.position(buffer.position() + (int) Math.max(0, result));
            }
            checked(call, result, fd);
            return result >= 0;
        } finally {
            release();
        }
    }

    /**
     * Receives several datagrams: recvmmsg(2).
     *
     * @param batch takes the datagrams, from its first on
     * @return how many, or 0 if it would block
     * @throws IOException as {@link #receive(ByteBuffer)}
     */
    public int receive(DatagramBatch batch) throws IOException {
        return receive(batch, 0, batch.capacity());
    }

    /**
     * Receives several datagrams to a part of a batch: recvmmsg(2).
     *
     * @param batch takes the datagrams
     * @param offset where in it the first one goes
     * @param count how many to receive at most
     * @return how many, or 0 if it would block
     * @throws IOException as {@link #receive(ByteBuffer)}
     */
    public int receive(DatagramBatch batch, int offset, int count) throws IOException {
        int fd = acquire();
        try {
            return (int) checked("recvmmsg", batch.receive(fd, offset, count), fd);
        } finally {
            release();
        }
    }

    /**
     * Sends several datagrams: sendmmsg(2).
     *
     * @param batch holds the datagrams
     * @param offset the first to send
     * @param count how many to send
     * @return how many were sent. The rest would block, or the next call tells what is wrong with them
     * @throws IOException what the system says of the first of them
     */
    public int send(DatagramBatch batch, int offset, int count) throws IOException {
        int fd = acquire();
        try {
            return (int) checked("sendmmsg", batch.send(fd, offset, count), fd);
        } finally {
            release();
        }
    }

    /**
     * {@return how many datagrams were dropped since the socket was opened, for a full buffer mostly: SO_MEMINFO (kernel
     * 4.12)} It counts from 0 to 2^32 - 1 and then again. {@link LinuxSocketOptions#SO_RXQ_OVFL} tells the same counter, but
     * with a later datagram only, at the cost of a control message each.
     *
     * @throws UnsupportedOperationException if this kernel's SO_MEMINFO does not have this counter yet
     * @throws IOException if the system refuses: ENOPROTOOPT of a kernel without SO_MEMINFO
     */
    public long droppedDatagrams() throws IOException {
        return droppedDatagrams((SolSocket.MEMINFO_DROPS + 1) * 4);
    }

    /** {@code room} is how many bytes are asked for. */
    long droppedDatagrams(int room) throws IOException {
        int length = get("SO_MEMINFO", SolSocket.LEVEL, SolSocket.MEMINFO, Scratch.CONTROL, room);
        if (length < (SolSocket.MEMINFO_DROPS + 1) * 4) {
            throw new UnsupportedOperationException("this kernel does not count dropped datagrams: its SO_MEMINFO has "
                    + length + " bytes; SO_RXQ_OVFL with a received message tells them");
        }
        return Scratch.get().getInt(Scratch.CONTROL + SolSocket.MEMINFO_DROPS * 4) & 0xFFFF_FFFFL;
    }

    /**
     * Joins a multicast group: IP_ADD_MEMBERSHIP (ip(7)), IPV6_JOIN_GROUP (ipv6(7)).
     *
     * @param group the group's address
     * @param network the interface to join it on
     * @throws IllegalArgumentException if the address is not a group's
     * @throws IOException EADDRINUSE if it is joined already, and what else the system refuses for
     */
    public void join(InetAddress group, NetworkInterface network) throws IOException {
        membership(group, network, IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP);
    }

    /**
     * Leaves a multicast group: IP_DROP_MEMBERSHIP (ip(7)), IPV6_LEAVE_GROUP (ipv6(7)).
     *
     * @param group the group's address
     * @param network the interface that it was joined on
     * @throws IOException EADDRNOTAVAIL if it was not joined, and what else the system refuses for
     */
    public void leave(InetAddress group, NetworkInterface network) throws IOException {
        membership(group, network, IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP);
    }

    private void membership(InetAddress group, NetworkInterface network, int inet, int inet6) throws IOException {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not a multicast address: " + group);
        }
        ByteBuffer request =
                ByteBuffer.allocate(20).order(ByteOrder.nativeOrder()).put(group.getAddress());
        if (group instanceof Inet4Address) { // struct ip_mreqn: group, local address, index
            setRawOption(
                    IPPROTO_IP,
                    inet,
                    request.putInt(0).putInt(network.getIndex()).flip());
        } else { // struct ipv6_mreq: group, index
            setRawOption(IPPROTO_IPV6, inet6, request.putInt(network.getIndex()).flip());
        }
    }

    /** {@return the result, 0 if the call would block} */
    private long checked(String call, long result, int fd) throws IOException {
        if (result >= 0) {
            return result;
        }
        if (result == -Errno.EAGAIN) {
            return 0;
        }
        if (result == -Errno.EDESTADDRREQ || result == -Errno.ENOTCONN) {
            throw new NotYetConnectedException();
        }
        if (result == -Errno.ECONNREFUSED && family() != Family.UNIX) {
            throw Errors.unreachable(call, fd);
        }
        throw Errors.of(call, result, fd);
    }
}
