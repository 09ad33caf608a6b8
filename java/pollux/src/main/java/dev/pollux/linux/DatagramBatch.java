package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Datagrams that are received or sent in one call (recvmmsg(2), sendmmsg(2)): their bytes, lengths and addresses, in
 * the kernel's own layout, reusable. Only one thread at a time may use it.
 *
 * <pre>{@code
 * DatagramBatch batch = new DatagramBatch(64, 1500);
 * int count = socket.receive(batch);
 * for (int i = 0; i < count; i++) {
 *     handle(batch.address(i), batch.buffer(i));
 * }
 * }</pre>
 *
 * <p>A program that manages memory itself tells where each datagram lies:
 *
 * <pre>{@code
 * long memory = allocate(64 * 2048); // native memory, by its address
 * DatagramBatch batch = new DatagramBatch(64);
 * for (int i = 0; i < 64; i++) {
 *     batch.place(i, memory + i * 2048L, 2048);
 * }
 * int count = socket.receive(batch); // batch.length(i) bytes each
 * }</pre>
 */
public final class DatagramBatch {
    /** UIO_MAXIOV: the kernel takes no more at once. */
    public static final int MAX_DATAGRAMS = 1024;

    private static final int MSG_TRUNC = Transfer.MSG_TRUNC;

    private final int capacity;
    private final int maxLength;

    /** First a mmsghdr for each datagram, then an iovec for each, then room for the control messages of each. */
    private final ByteBuffer headers;

    private final ByteBuffer payload; // null if the datagrams lie in the caller's memory
    private final long headersAddress;
    private final long payloadAddress;
    private final ByteBuffer[] buffers;
    private final NativeAddress[] addresses;
    private char[] segments; // the size that each is cut into when it is sent. Null if none ever was

    /**
     * @param capacity how many datagrams it holds, 1 to {@value #MAX_DATAGRAMS}
     * @param maxLength how many bytes each may have
     */
    public DatagramBatch(int capacity, int maxLength) {
        this(capacity, maxLength, true);
    }

    /**
     * A batch of datagrams that lie in native memory of the caller's: {@link #place} tells where. The caller keeps the memory alive
     * during each receive and send.
     *
     * @param capacity how many datagrams it holds, 1 to {@value #MAX_DATAGRAMS}
     */
    public DatagramBatch(int capacity) {
        this(capacity, 1, false);
    }

    private DatagramBatch(int capacity, int maxLength, boolean own) {
        Linux.require();
        if (capacity < 1 || capacity > MAX_DATAGRAMS || maxLength < 1 || maxLength > Integer.MAX_VALUE / capacity) {
            throw new IllegalArgumentException(capacity + " datagrams of up to " + maxLength + " bytes");
        }
        this.capacity = capacity;
        this.maxLength = maxLength;
        headers = ByteBuffer.allocateDirect(capacity * (Message.MULTI_SIZE + Iovecs.SIZE + Message.CONTROL_ROOM))
                .order(ByteOrder.nativeOrder());
        headersAddress = CALLS.addressOf(headers);
        payload = own ? ByteBuffer.allocateDirect(capacity * maxLength) : null;
        payloadAddress = own ? CALLS.addressOf(payload) : 0;
        buffers = own ? new ByteBuffer[capacity] : null;
        addresses = new NativeAddress[capacity];
        for (int i = 0; i < capacity; i++) {
            if (own) {
                buffers[i] = payload.slice(i * maxLength, maxLength);
            }
            addresses[i] = new NativeAddress();
        }
    }

    /** {@return how many datagrams it holds} */
    public int capacity() {
        return capacity;
    }

    /**
     * {@return a datagram's bytes: after a receive from its position to its limit, which are also what is sent}
     *
     * @param index from 0 to {@link #capacity()} - 1
     * @throws IllegalStateException if the datagrams lie in the caller's memory
     */
    public ByteBuffer buffer(int index) {
        if (buffers == null) {
            throw new IllegalStateException(
                    "the datagrams of this batch lie in the caller's memory: there is no buffer");
        }
        return buffers[index];
    }

    /**
     * Tells where a datagram lies: what is sent, or the room for what is received. It stays so until the next call.
     *
     * @param index from 0 to {@link #capacity()} - 1
     * @param address where the memory begins
     * @param length how many bytes the datagram has, or how many there is room for
     * @throws IllegalArgumentException if the length is negative, or the address is 0 with a length above 0
     * @throws IllegalStateException if the batch has memory of its own
     */
    public void place(int index, long address, int length) {
        BufferChecks.checkMemory(address, length);
        if (payload != null) {
            throw new IllegalStateException("this batch has memory of its own: buffer(" + index + ") is there");
        }
        int iovec = iovec(Objects.checkIndex(index, capacity));
        headers.putLong(iovec, address).putLong(iovec + 8, length);
    }

    /**
     * {@return how many bytes of a datagram were received}
     *
     * @param index from 0 to {@link #capacity()} - 1
     */
    public int length(int index) {
        return headers.getInt(header(index) + Message.MULTI_LENGTH);
    }

    /**
     * Has the kernel cut what is sent at an index into datagrams of this size: UDP_SEGMENT in a control message (udp(7)). It takes 64
     * of them at most (128 since kernel 6.9). It stays so until the next call, and a receive ends it.
     *
     * @param index from 0 to {@link #capacity()} - 1
     * @param bytes the size, 1 to 65 535, or 0 to send one datagram
     * @throws IllegalArgumentException if the size is out of range
     */
    public void setSegmentSize(int index, int bytes) {
        Objects.checkIndex(index, capacity);
        if (bytes < 0 || bytes > 0xFFFF) {
            throw new IllegalArgumentException("datagrams of " + bytes + " bytes");
        }
        if (segments == null && bytes > 0) {
            segments = new char[capacity];
        }
        if (segments != null) {
            segments[index] = (char) bytes;
        }
    }

    /**
     * {@return the size of the datagrams that were received as one, of which the last may be shorter, or 0 if it is one
     * datagram} There is more than one only with {@link LinuxSocketOptions#UDP_GRO}.
     *
     * @param index from 0 to {@link #capacity()} - 1
     */
    public int segmentSize(int index) {
        return Message.segmentSize(headers, control(index), controlLength(index));
    }

    /**
     * Tells which address a received datagram was sent to. Only with {@link LinuxSocketOptions#IP_RECVORIGDSTADDR} or {@link
     * LinuxSocketOptions#IPV6_RECVORIGDSTADDR}.
     *
     * @param index from 0 to {@link #capacity()} - 1
     * @param destination takes the address, or empty if the kernel did not tell
     */
    public void destination(int index, NativeAddress destination) {
        Message.destination(headers, control(index), controlLength(index), destination);
    }

    /**
     * {@return the address that a datagram came from or goes to. If it is empty, the datagram goes to the peer that the socket is
     * connected to}
     *
     * @param index from 0 to {@link #capacity()} - 1
     */
    public NativeAddress address(int index) {
        return addresses[index];
    }

    /**
     * {@return true if a received datagram was longer than its buffer, and cut off}
     *
     * @param index from 0 to {@link #capacity()} - 1
     */
    public boolean isTruncated(int index) {
        return (headers.getInt(header(index) + Message.FLAGS) & MSG_TRUNC) != 0;
    }

    private int header(int index) {
        return Objects.checkIndex(index, capacity) * Message.MULTI_SIZE;
    }

    private int iovec(int index) {
        return capacity * Message.MULTI_SIZE + index * Iovecs.SIZE;
    }

    private int control(int index) {
        return capacity * (Message.MULTI_SIZE + Iovecs.SIZE) + index * Message.CONTROL_ROOM;
    }

    private int controlLength(int index) {
        return (int) headers.getLong(header(index) + Message.CONTROL_LENGTH);
    }

    int receive(int fd, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, capacity);
        for (int i = offset; i < offset + count; i++) {
            if (payload != null) {
                putIovec(i, 0, maxLength);
            }
            putHeader(i, Sockaddr.SIZE, Message.CONTROL_ROOM);
        }
        int result;
        do {
            result = CALLS.recvmmsg(fd, headersAddress + (long) offset * Message.MULTI_SIZE, count, 0);
        } while (result == -Errno.EINTR);
        fence();
        for (int i = offset; i < offset + Math.max(0, result); i++) {
            if (payload != null) {
                buffers[i].clear().limit(length(i));
            }
            addresses[i].setLength(headers.getInt(header(i) + Message.NAME_LENGTH));
        }
        for (int i = offset + Math.max(0, result); i < offset + count; i++) {
            headers.putLong(header(i) + Message.CONTROL_LENGTH, 0); // what stands there is of an earlier datagram
        }
        if (segments != null) {
            Arrays.fill(segments, offset, offset + count, '\0');
        }
        return result;
    }

    int send(int fd, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, capacity);
        for (int i = offset; i < offset + count; i++) {
            if (payload != null) {
                putIovec(i, buffers[i].position(), buffers[i].remaining());
            }
            putHeader(i, addresses[i].length(), toSend(i));
        }
        int result;
        do {
            result = CALLS.sendmmsg(
                    fd, headersAddress + (long) offset * Message.MULTI_SIZE, count, Transfer.MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        fence();
        return result;
    }

    /** Writes the control message that goes with a datagram. Returns its length, 0 if there is none */
    private int toSend(int index) {
        return segments == null || segments[index] == 0
                ? 0
                : Message.putSegmentSize(headers, control(index), segments[index]);
    }

    private void putIovec(int index, int position, int length) {
        int iovec = iovec(index);
        headers.putLong(iovec, payloadAddress + (long) index * maxLength + position)
                .putLong(iovec + 8, length);
    }

    private void putHeader(int index, int addressLength, int controlLength) {
        long address = addressLength == 0 ? 0 : addresses[index].address();
        long control = controlLength == 0 ? 0 : headersAddress + control(index);
        Message.put(
                headers,
                header(index),
                address,
                addressLength,
                headersAddress + iovec(index),
                1,
                control,
                controlLength);
    }

    /** Keeps alive what the kernel was given addresses of. */
    private void fence() {
        Reference.reachabilityFence(headers);
        Reference.reachabilityFence(payload);
        Reference.reachabilityFence(addresses);
    }
}
