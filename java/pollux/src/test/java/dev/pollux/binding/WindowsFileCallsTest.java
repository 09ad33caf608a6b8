package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of file.c. */
class WindowsFileCallsTest extends WindowsCallsContract {
    private static final int GENERIC_READ = 0x80000000;
    private static final int GENERIC_WRITE = 0x40000000;
    private static final int SHARE_ALL = 7;
    private static final int CREATE_NEW = 1;
    private static final int OPEN_EXISTING = 3;
    private static final int FILE_FLAG_OVERLAPPED = 0x40000000;
    private static final int ERROR_FILE_EXISTS = 80;
    private static final int ERROR_INVALID_NAME = 123;
    private static final int PIPE_ACCESS_DUPLEX = 3;
    private static final int OVERLAPPED_OFFSET = 16;
    private static final long KEY = 0xf000000000000001L;

    @TempDir
    Path directory;

    private long open(String name, int access, int disposition) {
        return calls.createFile(at(text(name)), access, SHARE_ALL, 0, disposition, FILE_FLAG_OVERLAPPED);
    }

    @Test
    void fileIsWrittenAndReadThroughAPort() throws IOException {
        Path path = directory.resolve("file");
        long port = port();
        long file = opened(open(path.toString(), GENERIC_READ | GENERIC_WRITE, CREATE_NEW));
        associate(port, file, KEY);
        int write = overlapped();
        memory.putInt(write + OVERLAPPED_OFFSET, 3);
        assertBegun(1, calls.writeFile(file, at(bytes("hello")), 5, at(write)));
        assertEquals(5, completed(port, KEY, write));
        assertEquals("\0\0\0hello", Files.readString(path));
        int size = reserve(8);
        assertEquals(1, calls.getFileSizeEx(file, at(size)));
        assertEquals(8, memory.getLong(size));

        int read = overlapped();
        int buffer = reserve(16);
        memory.putInt(read + OVERLAPPED_OFFSET, 4);
        assertBegun(1, calls.readFile(file, at(buffer), 16, at(read)));
        assertEquals(4, completed(port, KEY, read));
        assertEquals("ello", bytesAt(buffer, 4));
    }

    @Test
    void sizeIsSixtyFourBits() throws IOException {
        long port = port();
        long file = opened(open(directory.resolve("sparse").toString(), GENERIC_WRITE, CREATE_NEW));
        associate(port, file, KEY);
        int write = overlapped();
        memory.putLong(write + OVERLAPPED_OFFSET, 0x1_2345_6789L);
        assertBegun(1, calls.writeFile(file, at(bytes("x")), 1, at(write)));
        assertEquals(1, completed(port, KEY, write));
        int size = reserve(8);
        assertEquals(1, calls.getFileSizeEx(file, at(size)));
        assertEquals(0x1_2345_678aL, memory.getLong(size));
    }

    @Test
    void aFileIsFlushedAndCut() throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "pollux");
        long file = opened(open(path.toString(), GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING));
        assertEquals(1, calls.getFileType(file)); // FILE_TYPE_DISK
        assertEquals(1, calls.flushFileBuffers(file));
        int size = reserve(8);
        memory.putLong(size, 3);
        int endOfFile = 6; // FileEndOfFileInfo
        assertEquals(1, calls.setFileInformationByHandle(file, endOfFile, at(size), 8));
        assertEquals("pol", Files.readString(path));
        memory.putLong(size, 0x1_2345_6789L);
        assertEquals(1, calls.setFileInformationByHandle(file, endOfFile, at(size), 8));
        assertEquals(0x1_2345_6789L, Files.size(path));
    }

    @Test
    void nameIsUtf16() {
        String name = directory.resolve("p\u00f6llux-\u65e5\u672c").toString();
        opened(open(name, GENERIC_WRITE, CREATE_NEW));
        assertEquals(-ERROR_FILE_EXISTS, open(name, GENERIC_WRITE, CREATE_NEW));
        opened(open(name, GENERIC_READ, OPEN_EXISTING));
        String other = directory.resolve("p\u00f6llux-\u65e5\u672d").toString();
        assertEquals(-ERROR_FILE_NOT_FOUND, open(other, GENERIC_READ, OPEN_EXISTING));
    }

    @Test
    void pipeCarriesBytesBothWays() {
        String name = "\\\\.\\pipe\\pollux-\u00e4-" + UUID.randomUUID();
        long port = port();
        long server = opened(pipe(name, 1));
        associate(port, server, KEY);
        int connect = overlapped();
        assertEquals(-ERROR_IO_PENDING, calls.connectNamedPipe(server, at(connect)));
        long client = opened(open(name, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING));
        assertEquals(0, completed(port, KEY, connect));
        assertEquals(-ERROR_PIPE_CONNECTED, calls.connectNamedPipe(server, at(connect)));
        associate(port, client, KEY + 1);

        int read = overlapped();
        int buffer = reserve(16);
        assertEquals(-ERROR_IO_PENDING, calls.readFile(server, at(buffer), 16, at(read)));
        int write = overlapped();
        assertBegun(1, calls.writeFile(client, at(bytes("ping")), 4, at(write)));
        int[] bytes = new int[2];
        for (int i = 0; i < 2; ) {
            int count = 0;
            int entries = reserve(2 * ENTRY);
            int removed = reserve(4);
            assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entries), 2, at(removed), LONG_MILLIS, 0));
            for (; count < memory.getInt(removed); count++, i++) {
                int entry = entries + count * ENTRY;
                bytes[(int) (memory.getLong(entry) - KEY)] = memory.getInt(entry + ENTRY_BYTES);
            }
        }
        assertEquals(4, bytes[0]);
        assertEquals(4, bytes[1]);
        assertEquals("ping", bytesAt(buffer, 4));
        assertEquals(1, calls.disconnectNamedPipe(server));
        assertTrue(calls.readFile(client, at(buffer), 16, at(overlapped())) < 0);
    }

    private long pipe(String name, int maxInstances) {
        return calls.createNamedPipe(
                at(text(name)), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, maxInstances, 512, 256, 1000, 0);
    }

    @Test
    void pipeHasAsManyInstancesAsItWasMadeFor() {
        String name = "\\\\.\\pipe\\pollux-" + UUID.randomUUID();
        opened(pipe(name, 2));
        opened(pipe(name, 2));
        assertEquals(-231, pipe(name, 2)); // ERROR_PIPE_BUSY
    }

    @Test
    void errorsAreNegativeCodes() {
        int overlapped = overlapped();
        int buffer = reserve(16);
        assertEquals(-ERROR_FILE_NOT_FOUND, open(directory.resolve("none").toString(), GENERIC_READ, OPEN_EXISTING));
        assertEquals(-ERROR_INVALID_NAME, pipe("no-pipe", 1));
        assertEquals(-ERROR_INVALID_HANDLE, calls.getFileSizeEx(BAD_HANDLE, at(buffer)));
        assertEquals(0, calls.getFileType(BAD_HANDLE));
        assertEquals(-ERROR_INVALID_HANDLE, calls.setFileInformationByHandle(BAD_HANDLE, 6, at(buffer), 8));
        assertEquals(-ERROR_INVALID_HANDLE, calls.flushFileBuffers(BAD_HANDLE));
        assertEquals(-ERROR_INVALID_HANDLE, calls.readFile(BAD_HANDLE, at(buffer), 1, at(overlapped)));
        assertEquals(-ERROR_INVALID_HANDLE, calls.writeFile(BAD_HANDLE, at(buffer), 1, at(overlapped)));
        assertEquals(-ERROR_INVALID_HANDLE, calls.connectNamedPipe(BAD_HANDLE, at(overlapped)));
        assertEquals(-ERROR_INVALID_HANDLE, calls.disconnectNamedPipe(BAD_HANDLE));
    }
}
