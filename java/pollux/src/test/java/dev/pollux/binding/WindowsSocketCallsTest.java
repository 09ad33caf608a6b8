package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** The calls of socket.c. */
class WindowsSocketCallsTest extends WindowsCallsContract {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int SD_SEND = 1;
    private static final int FIONBIO = 0x8004667e;
    private static final int FIONREAD = 0x4004667f;
    private static final int SIO_BASE_HANDLE = 0x48000022;
    private static final int SIO_KEEPALIVE_VALS = 0x98000004;

    @Test
    void startupTellsItsCodeAsItsResult() {
        int data = reserve(512);
        assertEquals(0, calls.wsaStartup(0x202, at(data)));
        assertEquals(0x202, memory.getShort(data));
        assertEquals(-WSAVERNOTSUPPORTED, calls.wsaStartup(0, at(data)));
        assertEquals(-WSAEFAULT, calls.wsaStartup(0x202, 0));
    }

    @Test
    void connectionHasTwoNames() {
        int address = loopback();
        int length = length(SOCKADDR_IN);
        long listener = tcp();
        assertEquals(0, calls.bind(listener, at(address), SOCKADDR_IN));
        assertEquals(-WSAEINVAL, calls.bind(listener, at(address), SOCKADDR_IN));
        assertEquals(0, calls.listen(listener, 1));
        assertEquals(0, calls.getsockname(listener, at(address), at(length)));
        assertEquals(SOCKADDR_IN, memory.getInt(length));
        assertNotEquals(0, memory.getShort(address + PORT));

        long client = tcp();
        int peer = loopback();
        assertEquals(-WSAENOTCONN, calls.getpeername(client, at(peer), at(length)));
        assertEquals(0, calls.connect(client, at(address), SOCKADDR_IN));
        assertEquals(-WSAEISCONN, calls.connect(client, at(address), SOCKADDR_IN));
        assertEquals(0, calls.getpeername(client, at(peer), at(length)));
        assertEquals(memory.getShort(address + PORT), memory.getShort(peer + PORT));
        assertEquals(-WSAEFAULT, calls.getsockname(client, at(peer), at(length(1))));
    }

    @Test
    void endIsShutDown() {
        long[] pair = pair();
        int buffer = reserve(16);
        assertEquals(0, calls.shutdown(pair[0], SD_SEND));
        assertEquals(0, calls.recv(pair[1], at(buffer), 16, 0));
        assertEquals(-10058, calls.send(pair[0], at(buffer), 1, 0)); // WSAESHUTDOWN
        assertEquals(-WSAEINVAL, calls.shutdown(pair[1], 17));
    }

    @Test
    void socketIsMadeNonBlocking() {
        long[] pair = pair();
        int buffer = reserve(16);
        int argument = length(1);
        assertEquals(0, calls.ioctlsocket(pair[0], FIONBIO, at(argument)));
        assertEquals(-WSAEWOULDBLOCK, calls.recv(pair[0], at(buffer), 16, 0));
        assertEquals(3, calls.send(pair[0], at(bytes("abc")), 3, 0));
        assertEquals(3, calls.recv(pair[1], at(buffer), 16, 2)); // MSG_PEEK: waits for them
        assertEquals(0, calls.ioctlsocket(pair[1], FIONREAD, at(argument)));
        assertEquals(3, memory.getInt(argument));
    }

    @Test
    void optionIsSetAndRead() {
        long socket = tcp();
        int value = length(1);
        int length = length(4);
        assertEquals(0, calls.setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, at(value), 4));
        memory.putInt(value, 0);
        assertEquals(0, calls.getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, at(value), at(length)));
        assertEquals(1, memory.getInt(value));
        assertEquals(-WSAENOPROTOOPT, calls.getsockopt(socket, IPPROTO_TCP, 9999, at(value), at(length(4))));
        assertEquals(-WSAENOPROTOOPT, calls.setsockopt(socket, IPPROTO_TCP, 9999, at(value), 4));
    }

    @Test
    void ioctlReturnsItsBytes() {
        long socket = tcp();
        int base = reserve(8);
        int returned = reserve(4);
        assertEquals(0, calls.wsaIoctl(socket, SIO_BASE_HANDLE, 0, 0, at(base), 8, at(returned)));
        assertEquals(socket, memory.getLong(base));
        assertEquals(8, memory.getInt(returned));
    }

    @Test
    void closedSocketIsGone() {
        long socket = calls.wsaSocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, OVERLAPPED_NOT_INHERITED);
        assertEquals(0, calls.closesocket(socket));
        assertEquals(-WSAENOTSOCK, calls.listen(socket, 1));
    }

    @Test
    void errorsAreNegativeCodes() {
        int address = loopback();
        int length = length(SOCKADDR_IN);
        assertEquals(-WSAEAFNOSUPPORT, calls.wsaSocket(99, SOCK_STREAM, IPPROTO_TCP, OVERLAPPED_NOT_INHERITED));
        assertEquals(-WSAESOCKTNOSUPPORT, calls.wsaSocket(AF_INET, 77, 0, OVERLAPPED_NOT_INHERITED));
        assertEquals(-WSAENOTSOCK, calls.closesocket(BAD_HANDLE));
        assertEquals(-WSAENOTSOCK, calls.bind(BAD_HANDLE, at(address), SOCKADDR_IN));
        assertEquals(-WSAENOTSOCK, calls.listen(BAD_HANDLE, 1));
        assertEquals(-WSAENOTSOCK, calls.connect(BAD_HANDLE, at(address), SOCKADDR_IN));
        assertEquals(-WSAENOTSOCK, calls.getsockname(BAD_HANDLE, at(address), at(length)));
        assertEquals(-WSAENOTSOCK, calls.getpeername(BAD_HANDLE, at(address), at(length)));
        assertEquals(-WSAENOTSOCK, calls.getsockopt(BAD_HANDLE, IPPROTO_TCP, TCP_NODELAY, at(address), at(length)));
        assertEquals(-WSAENOTSOCK, calls.setsockopt(BAD_HANDLE, IPPROTO_TCP, TCP_NODELAY, at(address), 4));
        assertEquals(-WSAENOTSOCK, calls.shutdown(BAD_HANDLE, SD_SEND));
        assertEquals(-WSAENOTSOCK, calls.ioctlsocket(BAD_HANDLE, FIONBIO, at(length)));
        assertEquals(-WSAENOTSOCK, calls.wsaIoctl(BAD_HANDLE, SIO_KEEPALIVE_VALS, at(address), 12, 0, 0, at(length)));
    }
}
