package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.FileSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The callback of an operation is set after the operation was made, for operations that name each other. */
@CompletionTest
class CompletionCallbackTest extends CompletionFixture {
    @TempDir
    Path directory;

    @Test
    void twoThatNameEachOther() throws Exception {
        Accepted connection = accept();
        ByteBuffer buffer = direct(16);
        ReadOperation read = connection.socket.read(buffer);
        WriteOperation write = connection.socket.write(buffer);
        int[] written = new int[1];
        read.onCompletion((operation, count) -> {
            if (count >= 0) {
                buffer.flip();
                write.submit();
            }
        });
        write.onCompletion((operation, count) -> {
            written[0]++;
            buffer.clear();
            read.submit();
        });
        read.submit();
        for (int i = 1; i <= 3; i++) {
            writeFully(connection.peer, ByteBuffer.wrap(new byte[] {(byte) i}));
            int count = i;
            turnUntil("it was sent back", () -> written[0] == count);
            assertEquals(i, readFully(connection.peer, 1).get(0));
        }
        connection.peer.close();
        turnUntil("the end", () -> !read.isPending());
        connection.socket.close();
    }

    @Test
    void withoutOneNothingIsSubmitted() throws Exception {
        Accepted connection = accept();
        CompletionListener listener = opened(port.openListener());
        listener.bind(loopback(), 8);
        CompletionUdpSocket datagrams = opened(port.openUdpSocket(loopback()));
        FileSource file = opened(port.openFile(Files.createFile(directory.resolve("empty"))));
        List<Operation<?>> all = new ArrayList<>(List.of(
                connection.socket.read(direct(1)),
                connection.socket.read(new ByteBuffer[] {direct(1)}),
                connection.socket.write(direct(1)),
                connection.socket.write(new ByteBuffer[] {direct(1)}),
                connection.socket.sendFile(file),
                connection.socket.shutdownOutputOperation(),
                datagrams.receive(direct(1)),
                datagrams.send(direct(1)),
                listener.accept(),
                port.connect(listener.localAddress()),
                port.post()));
        for (Operation<?> each : all) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, each::submit);
            assertTrue(refusal.getMessage().contains("onCompletion"), refusal::getMessage);
            assertFalse(each.isPending());
            assertThrows(NullPointerException.class, () -> each.onCompletion(null));
        }
        assertEquals(0, port.pendingOperations());
        connection.socket.close();
    }

    @Test
    void whilePendingItStays() throws Exception {
        Accepted connection = accept();
        List<String> told = new ArrayList<>();
        ReadOperation read = connection.socket.read(direct(2));
        read.onCompletion((operation, count) -> {
            told.add("first");
            operation.onCompletion((same, n) -> told.add("second")); // from the next submission on
            operation.submit();
        });
        read.submit();
        assertThrows(IllegalStateException.class, () -> read.onCompletion((operation, count) -> told.add("wrong")));
        writeFully(connection.peer, direct("a"));
        turnUntil("the first", () -> told.size() == 1);
        writeFully(connection.peer, direct("b"));
        turnUntil("the second", () -> told.size() == 2);
        assertEquals(List.of("first", "second"), told);
        connection.socket.close();
    }
}
