package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** The calls of socket.c. */
class LinuxSocketCallsTest extends LinuxCallsContract {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int SHUT_WR = 1;
    private static final int PORT = 2;

    private int tcp() {
        return opened(calls.socket(AF_INET, SOCK_STREAM | O_CLOEXEC, 0));
    }

    @Test
    void connectionIsAccepted() {
        int address = loopback();
        int length = length(SOCKADDR_IN);
        int listener = tcp();
        assertEquals(0, calls.bind(listener, at(address), SOCKADDR_IN));
        assertEquals(-EINVAL, calls.bind(listener, at(address), SOCKADDR_IN));
        assertEquals(0, calls.listen(listener, 1));
        assertEquals(0, calls.getsockname(listener, at(address), at(length)));
        assertNotEquals(0, memory.getShort(address + PORT));

        int client = tcp();
        int peer = loopback();
        assertEquals(-ENOTCONN, calls.getpeername(client, at(peer), at(length)));
        assertEquals(0, calls.connect(client, at(address), SOCKADDR_IN));
        assertEquals(-EISCONN, calls.connect(client, at(address), SOCKADDR_IN));
        assertEquals(0, calls.getpeername(client, at(peer), at(length)));
        assertEquals(memory.getShort(address + PORT), memory.getShort(peer + PORT));

        int from = reserve(SOCKADDR_IN);
        int server = opened(calls.accept4(listener, at(from), at(length), O_NONBLOCK | O_CLOEXEC));
        assertEquals(SOCKADDR_IN, memory.getInt(length));
        assertEquals(0, calls.getsockname(client, at(address), at(length)));
        assertEquals(memory.getShort(address + PORT), memory.getShort(from + PORT));
        assertEquals(-EAGAIN, calls.recv(server, at(from), 1, 0));
        assertEquals(0, calls.shutdown(server, SHUT_WR));
        assertEquals(0, calls.recv(client, at(from), 1, 0));
        assertEquals(-EINVAL, calls.shutdown(client, 17));
    }

    @Test
    void optionIsSetAndRead() {
        int fd = tcp();
        int value = reserve(4);
        int length = length(4);
        memory.putInt(value, 1);
        assertEquals(0, calls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, at(value), 4));
        memory.putInt(value, 0);
        assertEquals(0, calls.getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, at(value), at(length)));
        assertEquals(1, memory.getInt(value));
        assertEquals(-EINVAL, calls.setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, at(value), 1));
        assertEquals(-ENOPROTOOPT, calls.getsockopt(fd, IPPROTO_TCP, 9999, at(value), at(length)));
    }

    @Test
    void pairIsConnected() {
        int[] fds = pair(SOCK_STREAM);
        int received = reserve(1);
        assertEquals(1, calls.write(fds[0], at(text("x")), 1));
        assertEquals(1, calls.read(fds[1], at(received), 1));
        assertEquals("x", textAt(received, 1));
        assertEquals(-EOPNOTSUPP, calls.socketpair(AF_INET, SOCK_STREAM, 0, at(reserve(8))));
    }

    @Test
    void errorsAreNegativeCodes() {
        int address = loopback();
        int length = length(SOCKADDR_IN);
        assertEquals(-EAFNOSUPPORT, calls.socket(-1, SOCK_STREAM, 0));
        assertEquals(-EBADF, calls.bind(BAD_FD, at(address), SOCKADDR_IN));
        assertEquals(-EBADF, calls.listen(BAD_FD, 1));
        assertEquals(-EBADF, calls.accept4(BAD_FD, 0, 0, 0));
        assertEquals(-EINVAL, calls.accept4(tcp(), 0, 0, -1));
        assertEquals(-EBADF, calls.connect(BAD_FD, at(address), SOCKADDR_IN));
        assertEquals(-EBADF, calls.getsockname(BAD_FD, at(address), at(length)));
        assertEquals(-EBADF, calls.getpeername(BAD_FD, at(address), at(length)));
        assertEquals(-EBADF, calls.shutdown(BAD_FD, SHUT_WR));
    }
}
