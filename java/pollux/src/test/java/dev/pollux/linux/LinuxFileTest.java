package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files at positions, with buffers of every kind. */
@LinuxTest
class LinuxFileTest {
    @TempDir
    Path directory;

    private LinuxFile open(int flags) throws IOException {
        return LinuxFile.open(directory.resolve("file"), flags, 0640);
    }

    private static ByteBuffer heap(String text) {
        return ByteBuffer.wrap(text.getBytes());
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(text.getBytes()).flip();
    }

    private static String text(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return new String(bytes);
    }

    @Test
    void buffersOfEveryKindAtPositions() throws IOException {
        try (LinuxFile file = open(LinuxFile.READ_WRITE | LinuxFile.CREATE)) {
            long far = 5L << 30;
            assertEquals(3, file.write(heap("pol"), far));
            assertEquals(3, file.write(direct("lux"), far + 3));
            assertEquals(6, file.write(new ByteBuffer[] {heap("abc"), direct("def")}, 0, 2, far + 6));
            assertEquals(far + 12, file.size());
            for (ByteBuffer each : new ByteBuffer[] {ByteBuffer.allocate(20), ByteBuffer.allocateDirect(20)}) {
                assertEquals(12, file.read(each, far));
                assertEquals("polluxabcdef", text(each));
                assertEquals(-1, file.read(each, far + 12));
                assertEquals(0, file.read(each.limit(each.position()), far));
            }
            ByteBuffer[] several = {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(20)};
            assertEquals(12, file.read(several, 0, 2, far));
            assertEquals("poll", text(several[0]));
            assertEquals("uxabcdef", text(several[1]));
            assertEquals(-1, file.read(several, 1, 1, far + 12));
        }
    }

    @Test
    void memoryByItsAddress() throws IOException {
        try (LinuxFile file = open(LinuxFile.READ_WRITE | LinuxFile.CREATE)) {
            ByteBuffer memory = direct("pollux");
            long address = Linux.CALLS.addressOf(memory);
            assertEquals(6, file.write(address, 6, 1));
            assertArrayEquals("\0pollux".getBytes(), Files.readAllBytes(directory.resolve("file")));
            assertEquals(4, file.read(address, 6, 3));
            assertEquals("lluxux", text(memory.position(6)));
            assertEquals(-1, file.read(address, 6, 7));
            assertThrows(IllegalArgumentException.class, () -> file.read(0, 1, 0));
            assertThrows(IllegalArgumentException.class, () -> file.write(address, -1, 0));
        }
    }

    @Test
    void isOpenedWithFlagsAndMode() throws IOException {
        Path path = directory.resolve("file");
        assertThrows(NoSuchFileException.class, () -> open(LinuxFile.WRITE_ONLY));
        try (LinuxFile file = open(LinuxFile.WRITE_ONLY | LinuxFile.CREATE | LinuxFile.EXCLUSIVE)) {
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            file.write(heap("pollux"), 0);
            SystemCallException notToRead =
                    assertThrows(SystemCallException.class, () -> file.read(ByteBuffer.allocate(1), 0));
            assertEquals(Errno.EBADF, notToRead.code());
            assertTrue(notToRead.getMessage().endsWith("; " + path), notToRead::getMessage);
        }
        assertThrows(
                FileAlreadyExistsException.class,
                () -> open(LinuxFile.WRITE_ONLY | LinuxFile.CREATE | LinuxFile.EXCLUSIVE));
        try (LinuxFile file = open(LinuxFile.READ_WRITE | LinuxFile.TRUNCATE | LinuxFile.SYNC)) {
            assertEquals(0, file.size());
        }
        assertThrows(IllegalArgumentException.class, () -> open(3));
        assertThrows(IllegalArgumentException.class, () -> open(1 << 30));
        assertThrows(IllegalArgumentException.class, () -> LinuxFile.open(path, 0, 1 << 12));
    }

    @Test
    void isSyncedAndTruncated() throws IOException {
        try (LinuxFile file = open(LinuxFile.READ_WRITE | LinuxFile.CREATE)) {
            file.write(heap("pollux"), 0);
            file.sync();
            file.syncData();
            file.truncate(3);
            assertEquals("pol", Files.readString(directory.resolve("file")));
            file.truncate(6L << 30);
            assertEquals(6L << 30, file.size());
            assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
        }
    }

    @Test
    void whatIsWrongIsRefused() throws IOException {
        LinuxFile file = open(LinuxFile.READ_WRITE | LinuxFile.CREATE);
        try (file) {
            assertThrows(IllegalArgumentException.class, () -> file.read(ByteBuffer.allocate(1), -1));
            assertThrows(IllegalArgumentException.class, () -> file.write(ByteBuffer.allocate(1), -1));
            assertThrows(
                    ReadOnlyBufferException.class,
                    () -> file.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0));
            assertThrows(IndexOutOfBoundsException.class, () -> file.write(new ByteBuffer[] {heap("a")}, 1, 1, 0));
        }
        assertThrows(ClosedChannelException.class, () -> file.read(ByteBuffer.allocate(1), 0));
        assertThrows(ClosedChannelException.class, () -> file.write(ByteBuffer.allocate(1), 0));
        assertThrows(ClosedChannelException.class, file::sync);
        assertThrows(ClosedChannelException.class, file::syncData);
        assertThrows(ClosedChannelException.class, () -> file.truncate(0));
    }
}
