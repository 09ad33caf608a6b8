package dev.pollux.linux;

import dev.pollux.internal.memory.BufferChecks;
import java.nio.ByteBuffer;

/** The operations of sockets. */
abstract sealed class SocketEntry extends FileEntry permits SubmissionEntry {
    private static final int OP_SENDMSG = 9;
    private static final int OP_RECVMSG = 10;
    private static final int OP_ACCEPT = 13;
    private static final int OP_CONNECT = 16;
    private static final int OP_SEND = 26;
    private static final int OP_RECV = 27;
    private static final int OP_SHUTDOWN = 34;
    private static final int OP_SOCKET = 45;
    private static final int OP_SEND_ZC = 47;
    private static final int OP_SENDMSG_ZC = 48;
    private static final int OP_BIND = 56;
    private static final int OP_LISTEN = 57;

    private static final int ACCEPT_MULTISHOT = 1;
    private static final int RECV_MULTISHOT = 1 << 1;
    private static final int FIXED_BUFFER = 1 << 2;
    private static final int REPORT_USAGE = 1 << 3;
    private static final int POLL_FIRST = 1;
    private static final int BUNDLE = 1 << 4;

    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int SOCKADDR_MAX = 128; // struct sockaddr_storage

    SocketEntry(ByteBuffer memory, RingRegistrations registrations) {
        super(memory, registrations);
    }

    /**
     * Accepts one connection: accept4(2), IORING_OP_ACCEPT (5.5).
     *
     * @param fd the listening socket
     * @param peer takes the peer's address, and has to live until the completion. May be null
     * @param flags those of accept4(2)
     * @return this
     */
    public final SubmissionEntry accept(int fd, NativeAddress peer, int flags) {
        long length = peer == null ? 0 : peer.prepare();
        return put(OP_ACCEPT, Linux.checkDescriptor(fd), length, peer == null ? 0 : peer.address(), 0, flags);
    }

    /**
     * Accepts connections until it is cancelled or fails, each a completion (5.19).
     *
     * @param fd the listening socket
     * @param flags those of accept4(2)
     * @return this
     */
    public final SubmissionEntry acceptMultishot(int fd, int flags) {
        return put(OP_ACCEPT, Linux.checkDescriptor(fd), 0, 0, 0, flags).priority(ACCEPT_MULTISHOT);
    }

    /**
     * Connects: connect(2), IORING_OP_CONNECT (5.5).
     *
     * @param fd the socket
     * @param peer the address, which has to live until the entry is submitted
     * @return this
     */
    public final SubmissionEntry connect(int fd, NativeAddress peer) {
        return put(OP_CONNECT, Linux.checkDescriptor(fd), peer.length(), peer.address(), 0, 0);
    }

    /**
     * Connects to an address of any memory.
     *
     * @param fd the socket
     * @param address where the {@code struct sockaddr} is
     * @param length how long it is
     * @return this
     */
    public final SubmissionEntry connect(int fd, long address, int length) {
        RingRegistrations.check("bytes of an address", length, 1, SOCKADDR_MAX);
        BufferChecks.checkMemory(address, length);
        return put(OP_CONNECT, Linux.checkDescriptor(fd), length, address, 0, 0);
    }

    /**
     * Receives: recv(2), IORING_OP_RECV (5.6).
     *
     * @param fd the socket
     * @param address where to
     * @param length how many bytes there is room for
     * @param flags those of recv(2)
     * @return this
     */
    public final SubmissionEntry recv(int fd, long address, int length, int flags) {
        return memory(OP_RECV, fd, 0, address, length, flags);
    }

    /**
     * Receives into a provided buffer, taken when data is there.
     *
     * @param fd the socket
     * @param buffers the group to take one from
     * @param length the most to receive, 0 for the buffer's length
     * @param flags those of recv(2)
     * @return this
     */
    public final SubmissionEntry recv(int fd, ProvidedBuffers buffers, int length, int flags) {
        if (length < 0) {
            throw new IllegalArgumentException(length + " bytes");
        }
        return put(OP_RECV, Linux.checkDescriptor(fd), 0, 0, length, flags).select(buffers);
    }

    /**
     * Receives until it is cancelled, fails, or the stream ends, each time into a provided buffer (6.0). The last completion has no
     * {@link CompletionQueue#F_MORE}. ENOBUFS says that no buffer is left.
     *
     * @param fd the socket
     * @param buffers the group to take them from
     * @param flags those of recv(2)
     * @return this
     */
    public final SubmissionEntry recvMultishot(int fd, ProvidedBuffers buffers, int flags) {
        return put(OP_RECV, Linux.checkDescriptor(fd), 0, 0, 0, flags)
                .select(buffers)
                .priority(RECV_MULTISHOT);
    }

    /**
     * Sends: send(2), IORING_OP_SEND (5.6). MSG_NOSIGNAL is added.
     *
     * @param fd the socket
     * @param address where from
     * @param length how many bytes
     * @param flags those of send(2). With {@link SubmissionEntry#MSG_WAITALL} a partial transfer goes on (5.19)
     * @return this
     */
    public final SubmissionEntry send(int fd, long address, int length, int flags) {
        return memory(OP_SEND, fd, 0, address, length, flags | MSG_NOSIGNAL);
    }

    /**
     * Sends without a copy: IORING_OP_SEND_ZC (6.0). It has two completions: the first is the result, and the second, with {@link
     * CompletionQueue#F_NOTIF}, says that the memory is free again.
     *
     * @param fd the socket
     * @param address where from
     * @param length how many bytes
     * @param flags those of send(2)
     * @return this
     */
    public final SubmissionEntry sendZeroCopy(int fd, long address, int length, int flags) {
        return memory(OP_SEND_ZC, fd, 0, address, length, flags | MSG_NOSIGNAL);
    }

    /**
     * Sends without a copy from a registered buffer, as {@link #sendZeroCopy(int, long, int, int)}.
     *
     * @param fd the socket
     * @param address where from, within the buffer
     * @param length how many bytes
     * @param flags those of send(2)
     * @param buffer the slot of {@link RingRegistrations#buffers}
     * @return this
     */
    public final SubmissionEntry sendZeroCopyFixed(int fd, long address, int length, int flags, int buffer) {
        if (buffer < 0 || buffer >= registrations.buffers()) {
            throw new IllegalArgumentException("buffer " + buffer + " of a table of " + registrations.buffers());
        }
        return sendZeroCopy(fd, address, length, flags).bufferIndex(buffer).priority(FIXED_BUFFER);
    }

    /**
     * The completion that frees the memory of a send without a copy tells whether it was one: IORING_SEND_ZC_REPORT_USAGE (6.2).
     *
     * @return this
     */
    public final SubmissionEntry reportUsage() {
        return priority(REPORT_USAGE);
    }

    /**
     * Sends a message: sendmsg(2), IORING_OP_SENDMSG (5.3). MSG_NOSIGNAL is added.
     *
     * @param fd the socket
     * @param message the address of a {@code struct msghdr}, which has to live until the entry is submitted
     * @param flags those of sendmsg(2)
     * @return this
     */
    public final SubmissionEntry sendmsg(int fd, long message, int flags) {
        return message(OP_SENDMSG, fd, message, flags | MSG_NOSIGNAL);
    }

    /**
     * Sends a message without a copy: IORING_OP_SENDMSG_ZC (6.1), as {@link #sendZeroCopy(int, long, int, int)}.
     *
     * @param fd the socket
     * @param message as {@link #sendmsg}
     * @param flags those of sendmsg(2)
     * @return this
     */
    public final SubmissionEntry sendmsgZeroCopy(int fd, long message, int flags) {
        return message(OP_SENDMSG_ZC, fd, message, flags | MSG_NOSIGNAL);
    }

    /**
     * Receives a message: recvmsg(2), IORING_OP_RECVMSG (5.3).
     *
     * @param fd the socket
     * @param message the address of a {@code struct msghdr}, which has to live until the completion: the kernel writes to it
     * @param flags those of recvmsg(2)
     * @return this
     */
    public final SubmissionEntry recvmsg(int fd, long message, int flags) {
        return message(OP_RECVMSG, fd, message, flags);
    }

    /**
     * Receives messages until it is cancelled or fails, each into a provided buffer (6.0). There, before the name, the control data
     * and the payload, stands a {@code struct io_uring_recvmsg_out}: their lengths, and the message's flags, of 4 bytes each. An
     * empty datagram ends it, too: its completion has no {@link CompletionQueue#F_MORE}.
     *
     * @param fd the socket
     * @param message the address of a {@code struct msghdr}: how much room name and control data have. It has to live until the
     *     entry is submitted
     * @param buffers the group to take them from
     * @param flags those of recvmsg(2)
     * @return this
     */
    public final SubmissionEntry recvmsgMultishot(int fd, long message, ProvidedBuffers buffers, int flags) {
        return message(OP_RECVMSG, fd, message, flags).select(buffers).priority(RECV_MULTISHOT);
    }

    private SubmissionEntry message(int operation, int fd, long message, int flags) {
        return memory(operation, fd, 0, message, 1, flags);
    }

    /**
     * Of a receive or send: waits until the socket is ready before the first try (5.19). It saves a try that is known to be in vain.
     *
     * @return this
     */
    public final SubmissionEntry pollFirst() {
        return priority(POLL_FIRST);
    }

    /**
     * Of a receive or send with provided buffers: takes as many as there is data for (6.10). They follow one another in the group's
     * order, from that which the completion names.
     *
     * @return this
     */
    public final SubmissionEntry bundle() {
        return priority(BUNDLE);
    }

    /**
     * Sends the next provided buffers of a group (6.10), in their order.
     *
     * @param fd the socket
     * @param buffers the group to take them from
     * @param length the most to send, 0 for the buffer's length
     * @param flags those of send(2)
     * @return this
     */
    public final SubmissionEntry send(int fd, ProvidedBuffers buffers, int length, int flags) {
        if (length < 0) {
            throw new IllegalArgumentException(length + " bytes");
        }
        return put(OP_SEND, Linux.checkDescriptor(fd), 0, 0, length, flags | MSG_NOSIGNAL)
                .select(buffers);
    }

    /**
     * Shuts a connection's halves: shutdown(2), IORING_OP_SHUTDOWN (5.11).
     *
     * @param fd the socket
     * @param how 0 for reading, 1 for writing, 2 for both
     * @return this
     */
    public final SubmissionEntry shutdown(int fd, int how) {
        RingRegistrations.check("is no half", how, 0, 2);
        return put(OP_SHUTDOWN, Linux.checkDescriptor(fd), 0, 0, how, 0);
    }

    /**
     * Makes a socket: socket(2), IORING_OP_SOCKET (5.19). The result is the descriptor, or with {@link #directDescriptor()} its slot.
     *
     * @param domain as socket(2)
     * @param type as socket(2), with its flags
     * @param protocol as socket(2)
     * @return this
     */
    public final SubmissionEntry socket(int domain, int type, int protocol) {
        return put(OP_SOCKET, domain, type, 0, protocol, 0);
    }

    /**
     * Gives a socket its address: bind(2), IORING_OP_BIND (6.11).
     *
     * @param fd the socket
     * @param local the address, which has to live until the entry is submitted
     * @return this
     */
    public final SubmissionEntry bind(int fd, NativeAddress local) {
        return put(OP_BIND, Linux.checkDescriptor(fd), local.length(), local.address(), 0, 0);
    }

    /**
     * Makes a socket listen: listen(2), IORING_OP_LISTEN (6.11).
     *
     * @param fd the socket
     * @param backlog as listen(2)
     * @return this
     */
    public final SubmissionEntry listen(int fd, int backlog) {
        return put(OP_LISTEN, Linux.checkDescriptor(fd), 0, 0, backlog, 0);
    }
}
