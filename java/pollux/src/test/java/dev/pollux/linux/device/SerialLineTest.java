package dev.pollux.linux.device;

import static dev.pollux.linux.Streams.bytes;
import static dev.pollux.linux.Streams.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxTest;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.Ready;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** A file that has no positions, as a serial line is one. */
@LinuxTest
class SerialLineTest {
    private static LinuxFile open(Terminal terminal) throws IOException {
        return LinuxFile.open(terminal.line(), LinuxFile.READ_WRITE | LinuxFile.NO_TERMINAL, 0);
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        try (Terminal terminal = new Terminal();
                LinuxFile line = open(terminal)) {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            assertEquals(0, line.receive(buffer), "it would block");
            assertEquals(4, terminal.master().send(bytes("one\n")));
            assertEquals(Epoll.IN, Ready.await(line, Epoll.IN));
            assertEquals(4, line.receive(buffer));
            assertEquals("one\n", text(buffer.flip()));
            assertEquals(
                    4, terminal.master().receive(buffer.clear()) - 1, "the echo of the line, as terminals have it");
            assertEquals(3, line.send(bytes("two")));
            assertEquals(Epoll.IN, Ready.await(terminal.master(), Epoll.IN));
            assertEquals(3, terminal.master().receive(buffer.clear()));
            assertEquals("two", text(buffer.flip()));
            assertEquals(0x80800, OpenDescriptors.flags(line.fd()) & 0x80800, "CLOEXEC and NONBLOCK");
        }
    }

    @Test
    void aLineThatHungUpIsAtItsEnd() throws IOException {
        try (Terminal terminal = new Terminal();
                LinuxFile line = open(terminal)) {
            terminal.master().close();
            assertTrue((Ready.await(line, Epoll.IN) & Epoll.HUP) != 0);
            assertEquals(-1, line.receive(ByteBuffer.allocate(1)));
            SystemCallException failure = assertThrows(SystemCallException.class, () -> line.send(bytes("x")));
            assertEquals(Errno.EIO, failure.code());
        }
    }

    @Test
    void aLineThatIsGoneFailsItsMaster() throws IOException {
        try (Terminal terminal = new Terminal()) {
            open(terminal).close();
            SystemCallException failure = assertThrows(
                    SystemCallException.class, () -> terminal.master().receive(ByteBuffer.allocate(1)));
            assertEquals(Errno.EIO, failure.code());
        }
    }

    @Test
    void aClosedOneRefuses() throws IOException {
        try (Terminal terminal = new Terminal()) {
            LinuxFile line = open(terminal);
            line.close();
            line.close();
            assertThrows(ClosedChannelException.class, () -> line.receive(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, () -> line.send(bytes("x")));
        }
    }
}
