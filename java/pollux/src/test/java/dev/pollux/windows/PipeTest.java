package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.system.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Named pipes on the port. */
@WindowsTest
class PipeTest {
    private final String name = NamedPipe.PREFIX + "pollux-" + UUID.randomUUID();

    private NamedPipe server(Port port, NamedPipe.Mode mode) throws Exception {
        return port.add(NamedPipe.create(name, mode, true, 2, 4096));
    }

    private static void write(Port port, NamedPipe pipe, String text) throws Exception {
        Overlapped write = port.acquire();
        port.expect(text.length(), write, pipe.submitWrite(write, Port.direct(text)));
    }

    private static String read(Port port, NamedPipe pipe) throws Exception {
        Overlapped read = port.acquire();
        ByteBuffer into = Port.direct(100);
        port.finish(read, pipe.submitRead(read, into));
        assertEquals(0, read.error());
        String text = Port.text(into, read.bytes());
        read.release();
        return text;
    }

    @Test
    void aClientThatComesLater() throws Exception {
        try (Port port = new Port();
                NamedPipe server = server(port, NamedPipe.Mode.BYTE)) {
            Overlapped connect = port.acquire();
            assertEquals(Overlapped.PENDING, server.submitConnect(connect));
            try (NamedPipe client = port.add(NamedPipe.open(name))) {
                port.expect(0, connect, Overlapped.PENDING);
                write(port, client, "ping");
                assertEquals("ping", read(port, server));
                write(port, server, "pong");
                assertEquals("pong", read(port, client));
            }
            Overlapped read = port.acquire();
            int result = server.submitRead(read, Port.direct(1));
            assertEquals(
                    WinError.ERROR_BROKEN_PIPE,
                    result < 0 ? -result : port.finish(read, result).error());
            read.release();
            server.disconnect();
            Overlapped again = port.acquire();
            assertEquals(Overlapped.PENDING, server.submitConnect(again));
            assertTrue(server.cancel(again));
            port.finish(again, Overlapped.PENDING);
            assertEquals(WinError.ERROR_OPERATION_ABORTED, again.error());
        }
    }

    @Test
    void aClientThatIsThereAlready() throws Exception {
        try (Port port = new Port();
                NamedPipe server = server(port, NamedPipe.Mode.BYTE);
                NamedPipe client = port.add(NamedPipe.open(name))) {
            Overlapped connect = port.acquire();
            assertEquals(Overlapped.DONE, server.submitConnect(connect));
            assertTrue(connect.isCompleted());
            assertEquals(0, connect.error());
            connect.release();
            port.expectNothing();
            write(port, client, "x");
            assertEquals("x", read(port, server));
        }
    }

    @Test
    void messagesStayWhole() throws Exception {
        try (Port port = new Port();
                NamedPipe server = server(port, NamedPipe.Mode.MESSAGE);
                NamedPipe client = port.add(NamedPipe.open(name))) {
            write(port, client, "one");
            write(port, client, "twotwo");
            assertEquals("one", read(port, server));
            Overlapped read = port.acquire();
            ByteBuffer into = Port.direct(4);
            port.finish(read, server.submitRead(read, into));
            assertTrue(read.isTruncated(), () -> WinError.name(read.error()));
            assertEquals(WinError.ERROR_MORE_DATA, read.error());
            assertEquals("twot", Port.text(into, read.bytes()));
            read.release();
            assertEquals("wo", read(port, server));
            port.expectNothing();
        }
    }

    @Test
    @NotOnWine("it takes no notice of FILE_FLAG_FIRST_PIPE_INSTANCE")
    void aNameIsTakenOnce() throws Exception {
        try (Port port = new Port();
                NamedPipe first = server(port, NamedPipe.Mode.BYTE)) {
            Failure.of(
                    SystemCallException.class,
                    "CreateNamedPipeW",
                    WinError.ERROR_ACCESS_DENIED,
                    () -> NamedPipe.create(first.name(), NamedPipe.Mode.BYTE, true, 2, 0));
        }
    }

    @Test
    void namesAndInstances() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> NamedPipe.open("C:\\x"));
        assertThrows(NoSuchFileException.class, () -> NamedPipe.open(name));
        try (Port port = new Port();
                NamedPipe first = server(port, NamedPipe.Mode.BYTE)) {
            NamedPipe second = NamedPipe.create(name, NamedPipe.Mode.BYTE, false, 2, 0);
            Failure.of(
                    SystemCallException.class,
                    "CreateNamedPipeW",
                    WinError.ERROR_PIPE_BUSY,
                    () -> NamedPipe.create(name, NamedPipe.Mode.BYTE, false, 2, 0));
            second.close();
            assertFalse(second.isOpen());
            assertEquals(name, first.name());
        }
    }
}
