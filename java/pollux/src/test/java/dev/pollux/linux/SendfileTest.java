package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.Await;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LinuxTest
class SendfileTest {
    @TempDir
    Path folder;

    private Path path;
    private LinuxStreamSocket here;
    private LinuxStreamSocket peer;

    @BeforeEach
    void open() throws IOException {
        path = Files.writeString(folder.resolve("größe"), "0123456789");
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        here = pair[0];
        peer = pair[1];
    }

    @AfterEach
    void close() {
        here.close();
        peer.close();
    }

    @Test
    void sendsARange() throws IOException {
        try (LinuxFile file = LinuxFile.open(path)) {
            assertEquals(path, file.path());
            assertEquals(10, file.size());
            assertEquals(4, here.send(file, 3, 4));
            assertEquals(2, here.send(file, 0, 2), "the file's own position plays no part");
            assertEquals(3, here.send(file, 7, Long.MAX_VALUE));
            assertEquals(0, here.send(file, 10, 1));
            assertEquals(0, here.send(file, 1L << 40, 5), "past the end");
            assertEquals(0, here.send(file, 0, 0));
            Streams.assertReceives("345601789", peer);
            assertThrows(IllegalArgumentException.class, () -> here.send(file, -1, 1));
            assertThrows(IllegalArgumentException.class, () -> here.send(file, 0, -1));
        }
    }

    @Test
    void fileThatShrinks() throws IOException {
        try (LinuxFile file = LinuxFile.open(path)) {
            assertEquals(5, here.send(file, 0, 5));
            try (RandomAccessFile writer = new RandomAccessFile(path.toFile(), "rw")) {
                writer.setLength(6);
            }
            assertEquals(6, file.size());
            assertEquals(1, here.send(file, 5, 5));
            assertEquals(0, here.send(file, 6, 4));
            Streams.assertReceives("012345", peer);
        }
    }

    @Test
    void fullSocketWouldBlock() throws IOException {
        try (LinuxFile file = LinuxFile.open(path)) {
            // The system may move bytes to the peer's buffer between two calls: then there is room again, but not for
            // ever.
            Await.until("it would block", () -> {
                Streams.fill(here);
                return here.send(file, 0, 10) == 0;
            });
        }
    }

    @Test
    void brokenPipeIsAnError() throws IOException {
        try (LinuxFile file = LinuxFile.open(path)) {
            here.shutdownOutput();
            Failure.of(SocketException.class, "sendfile", Errno.EPIPE, "", () -> here.send(file, 0, 1));
        }
    }

    @Test
    void whatHasNoPagesIsRefused() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        try (LinuxFile file = LinuxFile.open(fifo)) {
            Failure.of("lseek", 29 /* ESPIPE */, fifo.toString(), file::size);
            assertThrows(SystemCallException.class, () -> here.send(file, 0, 1));
        }
        try (LinuxFile file = LinuxFile.open(folder)) {
            Failure.of("sendfile", Errno.EINVAL, "", () -> here.send(file, 0, 1));
        }
    }

    @Test
    void openRefusals() throws IOException {
        Path missing = folder.resolve("missing");
        Failure.of(NoSuchFileException.class, "open", Errno.ENOENT, missing.toString(), () -> LinuxFile.open(missing));
        Failure.of("open", Errno.ENOTDIR, "", () -> LinuxFile.open(path.resolve("below")));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Failure.of(
                java.nio.file.FileSystemLoopException.class,
                "open",
                Errno.ELOOP,
                loop.toString(),
                () -> LinuxFile.open(loop));
        LinuxFile file = LinuxFile.open(path);
        assertEquals(0x80000, OpenDescriptors.flags(file.fd()) & 0x80000, "CLOEXEC");
        file.close();
        assertThrows(ClosedChannelException.class, file::size);
        assertThrows(ClosedChannelException.class, () -> here.send(file, 0, 1));
        Streams.sendAll(here, "goes on");
        Streams.assertReceives("goes on", peer);
    }
}
