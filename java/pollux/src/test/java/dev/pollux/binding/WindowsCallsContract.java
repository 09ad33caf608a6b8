package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What the tests of the calls share: the binding under test, the handles and sockets they open, which are closed after
 * each, and memory that C can reach, its offsets handed out as a test asks for them.
 */
@Timeout(60)
abstract class WindowsCallsContract {
    static final int ERROR_FILE_NOT_FOUND = 2;
    static final int ERROR_INVALID_HANDLE = 6;
    static final int ERROR_HANDLE_EOF = 38;
    static final int ERROR_INVALID_PARAMETER = 87;
    static final int ERROR_INSUFFICIENT_BUFFER = 122;
    static final int WAIT_TIMEOUT = 258;
    static final int ERROR_PIPE_CONNECTED = 535;
    static final int ERROR_OPERATION_ABORTED = 995;
    static final int ERROR_IO_PENDING = 997;
    static final int ERROR_NOT_FOUND = 1168;
    static final int WSAEFAULT = 10014;
    static final int WSAEINVAL = 10022;
    static final int WSAEWOULDBLOCK = 10035;
    static final int WSAENOTSOCK = 10038;
    static final int WSAENOPROTOOPT = 10042;
    static final int WSAESOCKTNOSUPPORT = 10044;
    static final int WSAEAFNOSUPPORT = 10047;
    static final int WSAEISCONN = 10056;
    static final int WSAENOTCONN = 10057;
    static final int WSAVERNOTSUPPORTED = 10092;

    /** A multiple of 4, as handles are, beyond all that this process opens: a closed one might be given to someone else. */
    static final long BAD_HANDLE = 0x7654320;

    static final long NEW_PORT = -1;
    static final int NOW = 0;
    static final int FOREVER = -1;

    /** Nothing interrupts a wait in Windows: a completion that never comes has to end it by its time. */
    static final int LONG_MILLIS = 20_000;

    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int OVERLAPPED_NOT_INHERITED = 0x81;
    static final int SOCKADDR_IN = 16;
    static final int PORT = 2;

    static final int OVERLAPPED = 32;
    static final int ENTRY = 32;
    static final int ENTRY_OVERLAPPED = 8;
    static final int ENTRY_STATUS = 16;
    static final int ENTRY_BYTES = 24;

    static final int ACCEPT_EX = 0xb5367df1;
    static final int GET_ACCEPT_EX_SOCKADDRS = 0xb5367df2;
    static final int TRANSMIT_FILE = 0xb5367df0;
    static final int CONNECT_EX = 0x25a207b9;
    static final int DISCONNECT_EX = 0x7fda2e11;
    static final int ADDRESS_ROOM = SOCKADDR_IN + 16; // what AcceptEx asks for

    private static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xc8000006;
    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700b;

    final ByteBuffer memory = ByteBuffer.allocateDirect(8192).order(ByteOrder.nativeOrder());
    WindowsCalls calls;

    private final Deque<Long> handles = new ArrayDeque<>();
    private final Deque<Long> sockets = new ArrayDeque<>();
    private long base;
    private int used;
    private int entries;
    private int removed;

    @BeforeEach
    final void load() {
        calls = TestBinding.windows();
        base = calls.addressOf(memory);
        assertEquals(0, calls.wsaStartup(0x202, base));
        entries = reserve(4 * ENTRY);
        removed = reserve(4);
    }

    @AfterEach
    final void closeAll() {
        while (!sockets.isEmpty()) {
            calls.closesocket(sockets.pop());
        }
        while (!handles.isEmpty()) {
            calls.closeHandle(handles.pop());
        }
    }

    /** Room in the memory, zeroed, aligned as any C type needs it. */
    final int reserve(int bytes) {
        int offset = used;
        used += (bytes + 15) & -16;
        memory.put(offset, new byte[used - offset]);
        return offset;
    }

    final long at(int offset) {
        return base + offset;
    }

    /** Text as Windows takes it: UTF-16, ended by a zero. */
    final int text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_16LE);
        int offset = reserve(bytes.length);
        memory.put(offset, bytes);
        return offset;
    }

    final int bytes(String text) {
        int offset = reserve(text.length());
        memory.put(offset, text.getBytes(StandardCharsets.US_ASCII));
        return offset;
    }

    final String bytesAt(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A handle that a call gave, closed after the test. */
    final long opened(long handle) {
        assertTrue(handle > 0, () -> "the call failed with " + handle);
        handles.push(handle);
        return handle;
    }

    /** A socket that a call gave, closed after the test. */
    final long openedSocket(long socket) {
        assertTrue(socket > 0, () -> "the call failed with " + socket);
        sockets.push(socket);
        return socket;
    }

    final long port() {
        return opened(calls.createIoCompletionPort(NEW_PORT, 0, 0, 0));
    }

    final void associate(long port, long handle, long key) {
        assertEquals(port, calls.createIoCompletionPort(handle, port, key, 0));
    }

    final int overlapped() {
        return reserve(OVERLAPPED);
    }

    /** Waits for completions, of which there must come just so many in one batch. */
    final int dequeue(long port, int expected) {
        assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entries), 4, at(removed), LONG_MILLIS, 0));
        assertEquals(expected, memory.getInt(removed));
        return entries;
    }

    /** Waits for the completion of an operation, and tells the bytes. */
    final int completed(long port, long key, int overlapped) {
        int entry = dequeue(port, 1);
        assertEquals(key, memory.getLong(entry));
        assertEquals(at(overlapped), memory.getLong(entry + ENTRY_OVERLAPPED));
        assertEquals(0, memory.getLong(overlapped), "status");
        return memory.getInt(entry + ENTRY_BYTES);
    }

    /** An overlapped call has begun, or has completed at once: a completion comes in either case. */
    static void assertBegun(int success, int result) {
        if (result != -ERROR_IO_PENDING) {
            assertEquals(success, result);
        }
    }

    final long tcp() {
        return openedSocket(calls.wsaSocket(AF_INET, SOCK_STREAM, 0, OVERLAPPED_NOT_INHERITED));
    }

    final long udp() {
        long socket = openedSocket(calls.wsaSocket(AF_INET, SOCK_DGRAM, 0, OVERLAPPED_NOT_INHERITED));
        assertEquals(0, calls.bind(socket, at(loopback()), SOCKADDR_IN));
        return socket;
    }

    final long listener() {
        long listener = tcp();
        assertEquals(0, calls.bind(listener, at(loopback()), SOCKADDR_IN));
        assertEquals(0, calls.listen(listener, 5));
        return listener;
    }

    /** A sockaddr_in of 127.0.0.1, port 0. */
    final int loopback() {
        int address = reserve(SOCKADDR_IN);
        memory.putShort(address, (short) AF_INET);
        memory.put(address + 4, new byte[] {127, 0, 0, 1});
        return address;
    }

    /** The sockaddr_in of a socket. */
    final int addressOf(long socket) {
        int address = reserve(SOCKADDR_IN);
        assertEquals(0, calls.getsockname(socket, at(address), at(length(SOCKADDR_IN))));
        return address;
    }

    /** An int whose value a call reads and writes. */
    final int length(int value) {
        int offset = reserve(4);
        memory.putInt(offset, value);
        return offset;
    }

    final int buffers(int... offsetsAndLengths) {
        int buffers = reserve(8 * offsetsAndLengths.length);
        for (int i = 0; i < offsetsAndLengths.length; i += 2) {
            memory.putInt(buffers + 8 * i, offsetsAndLengths[i + 1]);
            memory.putLong(buffers + 8 * i + 8, at(offsetsAndLengths[i]));
        }
        return buffers;
    }

    /** The address of an extension function, by the first part of its GUID. */
    final long extension(long socket, int guid) {
        int in = reserve(16);
        memory.putInt(in, guid);
        memory.put(in + 4, rest(guid));
        int out = reserve(8);
        int returned = reserve(4);
        assertEquals(
                0, calls.wsaIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, at(in), 16, at(out), 8, at(returned)));
        assertEquals(8, memory.getInt(returned));
        return memory.getLong(out);
    }

    private static byte[] rest(int guid) {
        String hex =
                switch (guid) {
                    case CONNECT_EX -> "f3dd60468ee976e58c74063e";
                    case DISCONNECT_EX -> "30866f43a031f536a6eec157";
                    default -> "accbcf1195ca00805f48a192";
                };
        return HexFormat.of().parseHex(hex);
    }

    /** Two connected sockets: the connecting one, and the accepted one. */
    final long[] pair() {
        long port = port();
        long listener = listener();
        associate(port, listener, 1);
        long accepted = tcp();
        long client = tcp();
        int overlapped = overlapped();
        assertBegun(1, accept(listener, accepted, reserve(2 * ADDRESS_ROOM), 0, overlapped));
        assertEquals(0, calls.connect(client, at(addressOf(listener)), SOCKADDR_IN));
        assertEquals(0, completed(port, 1, overlapped));
        updateAccepted(listener, accepted);
        return new long[] {client, accepted};
    }

    final int accept(long listener, long accepted, int output, int receiveLength, int overlapped) {
        return calls.acceptEx(
                extension(listener, ACCEPT_EX),
                listener,
                accepted,
                at(output),
                receiveLength,
                ADDRESS_ROOM,
                ADDRESS_ROOM,
                at(reserve(4)),
                at(overlapped));
    }

    final void updateAccepted(long listener, long accepted) {
        int value = reserve(8);
        memory.putLong(value, listener);
        assertEquals(0, calls.setsockopt(accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, at(value), 8));
    }
}
