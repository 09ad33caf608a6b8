package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The calls of transfer.c. */
class WindowsTransferCallsTest extends WindowsCallsContract {
    private static final long SENDER = 0x8000000000000001L;
    private static final long RECEIVER = 0x7fffffffffffffffL;
    private static final int MSG_PEEK = 2;
    private static final int ERROR_MORE_DATA = 234;

    @Test
    void bytesAreSentAndReceived() {
        long[] pair = pair();
        int buffer = reserve(16);
        assertEquals(3, calls.send(pair[0], at(bytes("abc")), 3, 0));
        assertEquals(2, calls.recv(pair[1], at(buffer), 2, MSG_PEEK));
        assertEquals(3, calls.recv(pair[1], at(buffer), 16, 0));
        assertEquals("abc", bytesAt(buffer, 3));
    }

    @Test
    void buffersAreGatheredAndScattered() {
        long[] pair = pair();
        long port = port();
        long other = port();
        associate(port, pair[0], SENDER);
        associate(other, pair[1], RECEIVER);
        int receive = overlapped();
        int first = reserve(16);
        int second = reserve(16);
        assertEquals(
                -ERROR_IO_PENDING,
                calls.wsaRecv(pair[1], at(buffers(first, 4, second, 16)), 2, at(reserve(4)), at(receive)));
        int send = overlapped();
        int buffers = buffers(bytes("012"), 3, bytes("3456"), 4, bytes("beyond"), 6);
        assertBegun(0, calls.wsaSend(pair[0], at(buffers), 2, 0, at(send)));
        assertEquals(7, completed(port, SENDER, send));
        assertEquals(7, completed(other, RECEIVER, receive));
        assertEquals("0123", bytesAt(first, 4));
        assertEquals("456", bytesAt(second, 3));
    }

    @Test
    void flagsAreTaken() {
        long[] pair = pair();
        long port = port();
        associate(port, pair[1], RECEIVER);
        int buffer = reserve(16);
        assertEquals(3, calls.send(pair[0], at(bytes("abc")), 3, 0));
        for (int flags : new int[] {MSG_PEEK, 0}) {
            int overlapped = overlapped();
            assertBegun(0, calls.wsaRecv(pair[1], at(buffers(buffer, 16)), 1, at(length(flags)), at(overlapped)));
            assertEquals(3, completed(port, RECEIVER, overlapped)); // the second time as well
        }
    }

    @Test
    void datagramComesWithItsSender() {
        long sender = udp();
        long receiver = udp();
        long port = port();
        long other = port();
        associate(port, sender, SENDER);
        associate(other, receiver, RECEIVER);
        int receive = overlapped();
        int buffer = reserve(16);
        int from = reserve(SOCKADDR_IN);
        int fromLength = length(SOCKADDR_IN);
        assertEquals(
                -ERROR_IO_PENDING,
                calls.wsaRecvFrom(
                        receiver, at(buffers(buffer, 16)), 1, at(reserve(4)), at(from), at(fromLength), at(receive)));
        int send = overlapped();
        int to = addressOf(receiver);
        assertBegun(0, calls.wsaSendTo(sender, at(buffers(bytes("hello"), 5)), 1, 0, at(to), SOCKADDR_IN, at(send)));
        assertEquals(5, completed(port, SENDER, send));
        assertEquals(5, completed(other, RECEIVER, receive));
        assertEquals("hello", bytesAt(buffer, 5));
        assertEquals(SOCKADDR_IN, memory.getInt(fromLength));
        assertEquals(memory.getLong(addressOf(sender)), memory.getLong(from)); // family, port and address
    }

    @Test
    void datagramThatIsTooLongIsAnError() {
        long sender = udp();
        long receiver = udp();
        long port = port();
        associate(port, receiver, RECEIVER);
        int receive = overlapped();
        int buffer = reserve(16);
        assertEquals(
                -ERROR_IO_PENDING,
                calls.wsaRecvFrom(receiver, at(buffers(buffer, 2)), 1, at(reserve(4)), 0, 0, at(receive)));
        int send = overlapped();
        int to = addressOf(receiver);
        assertBegun(0, calls.wsaSendTo(sender, at(buffers(bytes("hello"), 5)), 1, 0, at(to), SOCKADDR_IN, at(send)));
        dequeue(port, 1);
        assertEquals(ERROR_MORE_DATA, calls.rtlNtStatusToDosError((int) memory.getLong(receive)));
        assertEquals("he", bytesAt(buffer, 2));
    }

    @Test
    void errorsAreNegativeCodes() {
        int buffer = reserve(16);
        int buffers = buffers(buffer, 16);
        int flags = reserve(4);
        int address = loopback();
        int length = length(SOCKADDR_IN);
        int overlapped = overlapped();
        assertEquals(-WSAENOTSOCK, calls.recv(BAD_HANDLE, at(buffer), 1, 0));
        assertEquals(-WSAENOTSOCK, calls.send(BAD_HANDLE, at(buffer), 1, 0));
        assertEquals(-WSAENOTSOCK, calls.wsaRecv(BAD_HANDLE, at(buffers), 1, at(flags), at(overlapped)));
        assertEquals(-WSAENOTSOCK, calls.wsaSend(BAD_HANDLE, at(buffers), 1, 0, at(overlapped)));
        assertEquals(
                -WSAENOTSOCK,
                calls.wsaRecvFrom(BAD_HANDLE, at(buffers), 1, at(flags), at(address), at(length), at(overlapped)));
        assertEquals(
                -WSAENOTSOCK, calls.wsaSendTo(BAD_HANDLE, at(buffers), 1, 0, at(address), SOCKADDR_IN, at(overlapped)));
        assertEquals(-WSAENOTCONN, calls.recv(tcp(), at(buffer), 1, 0));
        assertEquals(-WSAENOTCONN, calls.wsaRecv(tcp(), at(buffers), 1, at(flags), at(overlapped)));
    }
}
