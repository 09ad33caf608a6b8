package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of transfer.c. */
class LinuxTransferCallsTest extends LinuxCallsContract {
    private static final int MSG_PEEK = 2;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSGHDR = 56;
    private static final int MMSGHDR = 64;

    private void message(int header, int iovecs, int count) {
        memory.putLong(header + 16, at(iovecs)).putLong(header + 24, count);
    }

    @Test
    void bytesArrive() {
        int[] fds = pair(SOCK_STREAM);
        int received = reserve(8);
        assertEquals(-EAGAIN, calls.recv(fds[0], at(received), 8, 0));
        assertEquals(4, calls.send(fds[1], at(text("abcd")), 4, MSG_NOSIGNAL));
        assertEquals(2, calls.recv(fds[0], at(received), 2, MSG_PEEK));
        assertEquals(4, calls.recv(fds[0], at(received), 8, 0));
        assertEquals("abcd", textAt(received, 4));
        assertEquals(0, calls.shutdown(fds[1], 2));
        assertEquals(0, calls.recv(fds[0], at(received), 8, 0));
        assertEquals(-EPIPE, calls.send(fds[0], at(received), 1, MSG_NOSIGNAL));
    }

    @Test
    void datagramCarriesItsSender() {
        int fd = opened(calls.socket(AF_INET, SOCK_DGRAM | O_NONBLOCK | O_CLOEXEC, 0));
        int address = loopback();
        int from = reserve(SOCKADDR_IN);
        int length = length(SOCKADDR_IN);
        int received = reserve(8);
        assertEquals(0, calls.bind(fd, at(address), SOCKADDR_IN));
        assertEquals(0, calls.getsockname(fd, at(address), at(length)));
        assertEquals(3, calls.sendto(fd, at(text("udp")), 3, 0, at(address), SOCKADDR_IN));
        assertEquals(3, calls.recvfrom(fd, at(received), 8, 0, at(from), at(length)));
        assertEquals("udp", textAt(received, 3));
        assertEquals(memory.getLong(address), memory.getLong(from)); // family, port, host
        assertEquals(-EAGAIN, calls.recvfrom(fd, at(received), 8, 0, 0, 0));
        assertEquals(-EDESTADDRREQ, calls.sendto(fd, at(received), 3, 0, 0, 0));
    }

    @Test
    void vectorsGatherAndScatter() {
        int[] fds = pair(SOCK_STREAM);
        int first = reserve(2);
        int second = reserve(3);
        assertEquals(5, calls.writev(fds[0], at(iovecs(text("ab"), 2, text("cde"), 3)), 2));
        assertEquals(5, calls.readv(fds[1], at(iovecs(first, 2, second, 3)), 2));
        assertEquals("ab", textAt(first, 2));
        assertEquals("cde", textAt(second, 3));
        assertEquals(-EAGAIN, calls.readv(fds[1], at(iovecs(first, 2)), 1));
        assertEquals(-EINVAL, calls.writev(fds[0], at(iovecs(first, 2)), -1));
    }

    @Test
    void messageArrives() {
        int[] fds = pair(SOCK_DGRAM);
        int header = reserve(MSGHDR);
        int received = reserve(8);
        message(header, iovecs(text("ab"), 2, text("cde"), 3), 2);
        assertEquals(5, calls.sendmsg(fds[0], at(header), MSG_NOSIGNAL));
        message(header, iovecs(received, 8), 1);
        assertEquals(5, calls.recvmsg(fds[1], at(header), 0));
        assertEquals("abcde", textAt(received, 5));
        assertEquals(-EAGAIN, calls.recvmsg(fds[1], at(header), 0));
        assertEquals(-EBADF, calls.sendmsg(BAD_FD, at(header), 0));
    }

    @Test
    void manyMessagesArriveInOneCall() {
        int[] fds = pair(SOCK_DGRAM);
        int headers = reserve(3 * MMSGHDR);
        int[] received = {reserve(8), reserve(8), reserve(8)};
        for (int i = 0; i < 3; i++) {
            message(headers + i * MMSGHDR, iovecs(text("xyz"), i + 1), 1);
        }
        assertEquals(3, calls.sendmmsg(fds[0], at(headers), 3, MSG_NOSIGNAL));
        for (int i = 0; i < 3; i++) {
            message(headers + i * MMSGHDR, iovecs(received[i], 8), 1);
            memory.putInt(headers + i * MMSGHDR + MSGHDR, 0);
        }
        assertEquals(3, calls.recvmmsg(fds[1], at(headers), 3, 0));
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1, memory.getInt(headers + i * MMSGHDR + MSGHDR));
            assertEquals("xyz".substring(0, i + 1), textAt(received[i], i + 1));
        }
        assertEquals(-EAGAIN, calls.recvmmsg(fds[1], at(headers), 3, 0));
        assertEquals(-EBADF, calls.sendmmsg(BAD_FD, at(headers), 3, 0));
    }

    @Test
    void fileIsSent(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "pollux");
        int in = opened(calls.open(at(text(file.toString())), O_CLOEXEC, 0));
        int[] fds = pair(SOCK_STREAM);
        int offset = reserve(8);
        int received = reserve(8);
        memory.putLong(offset, 2);
        assertEquals(3, calls.sendfile(fds[0], in, at(offset), 3));
        assertEquals(5, memory.getLong(offset));
        assertEquals(3, calls.recv(fds[1], at(received), 8, 0));
        assertEquals("llu", textAt(received, 3));
        assertEquals(6, calls.sendfile(fds[0], in, 0, 100));
        assertEquals(0, calls.sendfile(fds[0], in, 0, 100));
        assertEquals(-EBADF, calls.sendfile(fds[0], BAD_FD, 0, 1));
    }

    @Test
    void errorsAreNegativeCodes() {
        int buffer = reserve(8);
        assertEquals(-EBADF, calls.recv(BAD_FD, at(buffer), 8, 0));
        assertEquals(-EBADF, calls.send(BAD_FD, at(buffer), 8, 0));
        assertEquals(-EBADF, calls.recvfrom(BAD_FD, at(buffer), 8, 0, 0, 0));
        assertEquals(-EBADF, calls.readv(BAD_FD, at(iovecs(buffer, 8)), 1));
    }
}
