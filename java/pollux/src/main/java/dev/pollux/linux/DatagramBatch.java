package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 */
public final class DatagramBatch {
    /** UIO_MAXIOV: the kernel takes no more at once. */
    public static final int MAX_DATAGRAMS = 1024;

    private static final int MSG_TRUNC = Transfer.MSG_TRUNC;

    private final int capacity;
    private final int maxLength;

    /** First a mmsghdr for each datagram, then an iovec for each. */
    private final ByteBuffer headers;

    private final ByteBuffer payload;
    private final long headersAddress;
    private final long payloadAddress;
    private final ByteBuffer[] buffers;
    private final NativeAddress[] addresses;

    /**
     * @param capacity how many datagrams it holds, 1 to {@value #MAX_DATAGRAMS}
     * @param maxLength how many bytes each may have
     */
    public DatagramBatch(int capacity, int maxLength) {
        Linux.require();
        if (capacity < 1 || capacity > MAX_DATAGRAMS || maxLength < 1 || maxLength > Integer.MAX_VALUE / capacity) {
            throw new IllegalArgumentException(capacity + " datagrams of up to " + maxLength + " bytes");
        }
        this.capacity = capacity;
        this.maxLength = maxLength;
        headers = ByteBuffer.allocateDirect(capacity * (Message.MULTI_SIZE + Iovecs.SIZE))
                .order(ByteOrder.nativeOrder());
        headersAddress = CALLS.addressOf(headers);
        payload = ByteBuffer.allocateDirect(capacity * maxLength);
        payloadAddress = CALLS.addressOf(payload);
        buffers = new ByteBuffer[capacity];
        addresses = new NativeAddress[capacity];
        for (int i = 0; i < capacity; i++) {
            buffers[i] = payload.slice(i * maxLength, maxLength);
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
     */
    public ByteBuffer buffer(int index) {
        return buffers[index];
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

    int receive(int fd) {
        for (int i = 0; i < capacity; i++) {
            headers.putLong(iovec(i) + 8, maxLength);
            putIovecAddress(i, 0);
            putHeader(i, Sockaddr.SIZE);
        }
        int result;
        do {
            result = CALLS.recvmmsg(fd, headersAddress, capacity, 0);
        } while (result == -Errno.EINTR);
        fence();
        for (int i = 0; i < result; i++) {
            int length = headers.getInt(header(i) + Message.MULTI_LENGTH);
            buffers[i].clear().limit(Math.min(length, maxLength));
            addresses[i].setLength(headers.getInt(header(i) + Message.NAME_LENGTH));
        }
        return result;
    }

    int send(int fd, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, capacity);
        for (int i = offset; i < offset + count; i++) {
            ByteBuffer buffer = buffers[i];
            headers.putLong(iovec(i) + 8, buffer.remaining());
            putIovecAddress(i, buffer.position());
            putHeader(i, addresses[i].length());
        }
        int result;
        do {
            result = CALLS.sendmmsg(
                    fd, headersAddress + (long) offset * Message.MULTI_SIZE, count, Transfer.MSG_NOSIGNAL);
        } while (result == -Errno.EINTR);
        fence();
        return result;
    }

    private void putIovecAddress(int index, int position) {
        headers.putLong(iovec(index), payloadAddress + (long) index * maxLength + position);
    }

    private void putHeader(int index, int addressLength) {
        long address = addressLength == 0 ? 0 : addresses[index].address();
        Message.put(headers, header(index), address, addressLength, headersAddress + iovec(index), 1, 0, 0);
    }

    /** Keeps alive what the kernel was given addresses of. */
    private void fence() {
        Reference.reachabilityFence(headers);
        Reference.reachabilityFence(payload);
        Reference.reachabilityFence(addresses);
    }
}
