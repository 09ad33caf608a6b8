package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on the port, and TransmitFile. */
@WindowsTest
class FileTest {
    @TempDir
    Path folder;

    private static final int READ_WRITE = OverlappedFile.READ | OverlappedFile.WRITE;

    @Test
    void writesAndReadsAtItsPlace() throws Exception {
        try (Port port = new Port();
                OverlappedFile file = port.add(OverlappedFile.open(
                        folder.resolve("näme"), READ_WRITE, OverlappedFile.SHARE_ALL, OverlappedFile.CREATE_NEW, 0))) {
            assertEquals(0, file.size());
            Overlapped operation = port.acquire();
            port.expect(5, operation, file.submitWrite(operation, 100, Port.direct("hello")));
            assertEquals(105, file.size());
            ByteBuffer into = Port.direct(10);
            Overlapped read = port.acquire();
            port.expect(3, read, file.submitRead(read, 102, into));
            assertEquals("llo", Port.text(into, 3));
            Overlapped far = port.acquire(); // both halves of the offset count
            int result = file.submitRead(far, (1L << 32) + 100, Port.direct(1));
            assertEquals(
                    WinError.ERROR_HANDLE_EOF,
                    result < 0 ? -result : port.finish(far, result).error());
        }
    }

    @Test
    void theEndOfAFileIsACode() throws Exception {
        Path path = Files.write(folder.resolve("f"), new byte[10]);
        try (Port port = new Port();
                OverlappedFile file = port.add(OverlappedFile.open(path))) {
            Overlapped read = port.acquire();
            int result = file.submitRead(read, 10, Port.direct(1));
            int error = result < 0 ? -result : port.finish(read, result).error();
            assertEquals(WinError.ERROR_HANDLE_EOF, error);
            read.release();
            assertThrows(IllegalArgumentException.class, () -> file.submitRead(read, -1, Port.direct(1)));
        }
    }

    @Test
    void openingFailsAsTheJdkDoes() throws Exception {
        Path missing = folder.resolve("missing");
        assertEquals(
                missing.toString(),
                assertThrows(NoSuchFileException.class, () -> OverlappedFile.open(missing))
                        .getFile());
        Path there = Files.createFile(folder.resolve("there"));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> OverlappedFile.open(there, READ_WRITE, 0, OverlappedFile.CREATE_NEW, 0));
        OverlappedFile exclusive = OverlappedFile.open(there, READ_WRITE, 0, OverlappedFile.OPEN_EXISTING, 0);
        Failure.of(
                SystemCallException.class,
                "CreateFileW",
                WinError.ERROR_SHARING_VIOLATION,
                () -> OverlappedFile.open(there));
        exclusive.close();
        assertThrows(ClosedChannelException.class, exclusive::size);
        OverlappedFile.open(there).close();
    }

    @Test
    void longPaths() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 8; i++) {
            deep = deep.resolve("d".repeat(40));
        }
        Files.createDirectories(deep);
        Path path = Files.write(deep.resolve("f"), new byte[7]);
        try (OverlappedFile file = OverlappedFile.open(path)) {
            assertEquals(7, file.size());
        }
    }

    @Test
    void transmitFile() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("f"), content);
        try (Port port = new Port();
                OverlappedFile file = OverlappedFile.open(path)) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            int from = 1234;
            int count = 250_000;
            Overlapped transmit = port.acquire();
            int result = pair[0].submitTransmit(transmit, file, from, count);
            byte[] received = new byte[count];
            int n = 0;
            ByteBuffer into = Port.direct(64 * 1024);
            Overlapped receive = port.acquire();
            while (n < count) {
                assertEquals(Overlapped.PENDING, pair[1].submitReceive(receive, into.clear()));
                Overlapped done = port.next();
                if (done == transmit) {
                    done = port.next();
                    result = Overlapped.DONE;
                }
                assertEquals(0, done.error());
                into.get(0, received, n, done.bytes());
                n += done.bytes();
                done.reset();
            }
            port.finish(transmit, result);
            assertEquals(0, transmit.error());
            assertEquals(count, transmit.bytes());
            byte[] expected = new byte[count];
            System.arraycopy(content, from, expected, 0, count);
            assertArrayEquals(expected, received);
            transmit.release();
            for (int wrong : new int[] {0, -1, Integer.MAX_VALUE}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> pair[0].submitTransmit(port.acquire(), file, 0, wrong),
                        () -> "count " + wrong);
            }
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void notOfTheSystemsFiles() throws IOException {
        Path zip = folder.resolve("a.zip");
        try (var system = java.nio.file.FileSystems.newFileSystem(zip, java.util.Map.of("create", "true"))) {
            assertThrows(
                    java.nio.file.ProviderMismatchException.class, () -> OverlappedFile.open(system.getPath("/x")));
        }
    }
}
