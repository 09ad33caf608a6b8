package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.FileSource;
import dev.pollux.NotOnWine;
import dev.pollux.OnPurpose;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accept, connect, read, write, send-file and the end of the output: what they transfer and what they tell. */
@CompletionTest
@SuppressWarnings("try") // threads that are only waited for
class CompletionTransferTest extends CompletionFixture {

    @Test
    void acceptedAndConnectedSocketsKnowBothAddresses() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        Outcome accepted = new Outcome();
        Outcome connected = new Outcome();
        AcceptOperation accept = listener.accept((operation, result) -> accepted.completed(result));
        ConnectOperation connect =
                port.connect(listener.localAddress(), (operation, result) -> connected.completed(result));
        assertNull(accept.socket());
        accept.submit();
        assertTrue(accept.isPending());
        connect.submit();
        turnUntil("both ends", () -> accepted.isOver() && connected.isOver());
        assertFalse(accept.isPending());
        assertEquals(1, accepted.completions);
        assertEquals(1, connected.completions);
        assertEquals(listener.localAddress(), connect.socket().remoteAddress());
        assertEquals(connect.socket().localAddress(), accept.socket().remoteAddress());
        assertEquals(connect.socket().remoteAddress(), accept.socket().localAddress());
        connect.socket().shutdownOutput();
        Outcome read = new Outcome();
        accept.socket()
                .read(direct(16), (operation, bytes) -> read.completed(bytes))
                .submit();
        turnUntil("the end of the stream", read::isOver);
        assertEquals(-1, read.result);
        accept.socket().shutdownOutput(); // fails without SO_UPDATE_ACCEPT_CONTEXT
    }

    @Test
    void aReadTakesWhatComesFirstAndMovesItsBuffer() throws Exception {
        Accepted connection = accept();
        ByteBuffer buffer = direct(16);
        buffer.position(2).limit(10);
        List<Long> results = new ArrayList<>();
        ReadOperation read = connection.socket.read(buffer, (operation, bytes) -> results.add(bytes));
        read.submit();
        assertEquals(0, port.poll(0));
        writeFully(connection.peer, ByteBuffer.wrap("hello".getBytes()));
        turnUntil("the read", () -> results.size() == 1);
        assertEquals(List.of(5L), results);
        assertEquals(7, buffer.position());
        assertEquals(10, buffer.limit());
        writeFully(connection.peer, ByteBuffer.wrap("there".getBytes()));
        read.submit();
        turnUntil("the second read", () -> results.size() == 2);
        assertEquals(List.of(5L, 3L), results, "no more than there is room for");
        assertEquals("hellothe", text(buffer.flip().position(2)));
        read.buffer(direct(8)).submit();
        turnUntil("the rest", () -> results.size() == 3);
        assertEquals(2, results.get(2));
    }

    @Test
    void aReadWithoutRoomWaitsForSomethingToRead() throws Exception {
        Accepted connection = accept();
        Outcome ready = new Outcome();
        ReadOperation wait = connection.socket.read(direct(0), (operation, bytes) -> ready.completed(bytes));
        wait.submit();
        assertEquals(0, port.poll(0));
        writeFully(connection.peer, ByteBuffer.wrap(new byte[5]));
        turnUntil("readable", ready::isOver);
        assertEquals(0, ready.result);
        Outcome read = new Outcome();
        connection
                .socket
                .read(direct(8), (operation, bytes) -> read.completed(bytes))
                .submit();
        turnUntil("the read", read::isOver);
        assertEquals(5, read.result);
    }

    @Test
    void aWriteGoesOutWholeAndAReaderThatWaitsGetsIt() throws Exception {
        Accepted connection = accept();
        int size = 8 << 20;
        ByteBuffer buffer = direct(size).put(pattern(size)).flip();
        Outcome written = new Outcome();
        connection
                .socket
                .write(buffer, (operation, bytes) -> written.completed(bytes))
                .submit();
        try (Background reader = Background.run(
                () -> assertPattern(readFully(connection.peer, size).array()))) {
            turnUntil("the write", written::isOver);
        }
        assertEquals(size, written.result);
        assertFalse(buffer.hasRemaining());
        assertEquals(1, written.completions);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 1_025, 4_000})
    void gatherAndScatterOverMoreBuffersThanOneCallTakes(int count) throws Exception {
        Accepted connection = accept();
        ByteBuffer[] out = new ByteBuffer[count];
        ByteBuffer[] in = new ByteBuffer[count];
        byte[] all = pattern(count * 10);
        for (int i = 0; i < count; i++) {
            out[i] = direct(10).put(all, i * 10, 10).flip();
            in[i] = direct(i % 3 == 0 ? 20 : 5); // 20 + 5 + 5, 20 + 5 + 5 ...
        }
        Outcome written = new Outcome();
        connection
                .socket
                .write(out, (operation, bytes) -> written.completed(bytes))
                .submit();
        turnUntil("the write", written::isOver);
        assertEquals(all.length, written.result);
        writeFully(connection.peer, readFully(connection.peer, all.length));
        long[] read = new long[1];
        connection
                .socket
                .read(in, (operation, bytes) -> {
                    read[0] += bytes;
                    if (read[0] < all.length) {
                        operation.submit();
                    }
                })
                .submit();
        turnUntil("all of it", () -> read[0] == all.length);
        ByteBuffer joined = ByteBuffer.allocate(all.length);
        for (ByteBuffer buffer : in) {
            joined.put(buffer.flip());
        }
        assertPattern(joined.array());
    }

    /** The peer does not read before they wait beside each other: each is woken when there is room. */
    @Test
    void writesPendingAtOnceKeepTheirOrder() throws Exception {
        Accepted connection = accept();
        connection.socket.setOption(StandardSocketOptions.SO_SNDBUF, 16 << 10);
        int count = 64;
        int size = 64 << 10;
        byte[] all = pattern(count * size);
        int[] done = new int[1];
        for (int i = 0; i < count; i++) {
            ByteBuffer[] parts = new ByteBuffer[1 + i % 2]; // every second one gathers
            for (int j = 0, part = size / parts.length; j < parts.length; j++) {
                parts[j] = direct(part).put(all, i * size + j * part, part).flip();
            }
            connection.socket.write(parts, (operation, bytes) -> done[0]++).submit();
        }
        port.poll(0);
        assertTrue(done[0] < count, "they are to wait");
        try (Background reader = Background.run(
                () -> assertPattern(readFully(connection.peer, all.length).array()))) {
            turnUntil("all writes", () -> done[0] == count);
        }
    }

    @Test
    void bothDirectionsAtOnce() throws Exception {
        Accepted connection = accept();
        Outcome read = new Outcome();
        Outcome written = new Outcome();
        ByteBuffer in = direct(16);
        connection.socket.read(in, (operation, bytes) -> read.completed(bytes)).submit();
        connection
                .socket
                .write(direct("ping"), (operation, bytes) -> written.completed(bytes))
                .submit();
        turnUntil("the write", written::isOver);
        assertFalse(read.isOver());
        assertEquals("ping", text(readFully(connection.peer, 4)));
        writeFully(connection.peer, ByteBuffer.wrap("pong".getBytes()));
        turnUntil("the read", read::isOver);
        assertEquals("pong", text(in.flip()));
    }

    /** A synchronous success skips the port: then it is told once, after the callback that submitted it, not within. */
    @Test
    void whatIsDoneAtOnceIsToldOnceAndNotWithinTheSubmit() throws Exception {
        Accepted connection = accept();
        int rounds = 20_000;
        writeFully(connection.peer, ByteBuffer.wrap(new byte[rounds]));
        int[] counts = new int[2];
        boolean[] inSubmit = new boolean[1];
        ByteBuffer one = direct(1);
        ReadOperation read = connection.socket.read(one, (operation, bytes) -> {
            assertFalse(inSubmit[0], "called within the submit");
            assertEquals(1, bytes);
            counts[0]++;
            counts[1] = Math.max(counts[1], depth());
            if (counts[0] < rounds) {
                one.clear();
                inSubmit[0] = true;
                operation.submit();
                inSubmit[0] = false;
            }
        });
        inSubmit[0] = true;
        read.submit();
        inSubmit[0] = false;
        Await.until("all of them", () -> counts[0] == rounds, () -> {
            int told = port.poll(TURN_NANOS);
            assertTrue(told < 1000, () -> told + " in one turn, which leave the others waiting");
        });
        assertEquals(0, port.poll(0));
        assertEquals(rounds, counts[0]);
        assertTrue(counts[1] < 200, "the stack was " + counts[1] + " deep");
    }

    private static int depth() {
        return StackWalker.getInstance().walk(frames -> (int) frames.count());
    }

    /** A reader that always finds something must not keep the others from their turn. */
    @Test
    void whatIsAlwaysDoneAtOnceStarvesNobody() throws Exception {
        Accepted flooded = accept();
        Accepted quiet = accept();
        ByteBuffer one = direct(1);
        boolean[] over = new boolean[1];
        int[] inTurn = new int[1];
        int tooMany = 100_000;
        flooded.socket
                .read(one, (operation, bytes) -> {
                    if (bytes > 0 && !over[0] && ++inTurn[0] < tooMany) { // or this turn might never end
                        one.clear();
                        operation.submit();
                    }
                })
                .submit();
        Outcome heard = new Outcome();
        quiet.socket
                .read(direct(1), (operation, bytes) -> heard.completed(bytes))
                .submit();
        try (Background flood = Background.run(() -> {
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
            try {
                while (!over[0] && flooded.peer.write(bytes.clear()) > 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                assertTrue(over[0], e::toString); // reset at the end, with bytes unread
            }
        })) {
            for (int i = 0; i < 50; i++) {
                inTurn[0] = 0;
                port.poll(TURN_NANOS);
                assertTrue(inTurn[0] < tooMany, "a turn without end");
            }
            writeFully(quiet.peer, ByteBuffer.wrap(new byte[1]));
            Await.until("the quiet one is heard", heard::isOver, () -> {
                inTurn[0] = 0;
                port.poll(TURN_NANOS);
            });
            over[0] = true;
            flooded.socket.close();
            port.poll(0); // a Windows JVM's selector lets go of a closed channel with its next wait
        }
    }

    @Test
    void anOperationIsSubmittedOnceAtATimeAndKeepsItsBufferMeanwhile() throws Exception {
        Accepted connection = accept();
        ReadOperation read = connection.socket.read(direct(1), (operation, bytes) -> {});
        read.submit();
        assertThrows(IllegalStateException.class, read::submit);
        assertThrows(IllegalStateException.class, () -> read.buffer(direct(1)));
        assertThrows(
                IllegalArgumentException.class, () -> connection.socket.read(ByteBuffer.allocate(1), (o, n) -> {}));
        assertThrows(
                ReadOnlyBufferException.class,
                () -> connection.socket.read(direct(1).asReadOnlyBuffer(), (o, n) -> {}));
        writeFully(connection.peer, ByteBuffer.wrap(new byte[1]));
        turnUntil("the read", () -> !read.isPending());
    }

    @Test
    void aWriteTellsTheBytesOfItsOwnSubmission() throws Exception {
        Accepted connection = accept();
        Outcome written = new Outcome();
        WriteOperation write = connection.socket.write(direct(5), (operation, bytes) -> written.completed(bytes));
        for (int size : new int[] {5, 3, 0}) {
            int before = written.completions;
            write.buffer(direct(size)).submit();
            turnUntil("the write", () -> written.completions > before);
            assertEquals(size, written.result);
        }
    }

    @Test
    void whatIsPendingCantBeChanged(@TempDir Path folder) throws Exception {
        Accepted connection = accept();
        PostOperation packet = port.post((operation, data) -> {});
        packet.submit();
        assertThrows(IllegalStateException.class, () -> packet.data(1));
        WriteOperation write = connection.socket.write(direct(1), (operation, n) -> {});
        write.submit(); // done at once, and not told
        assertThrows(IllegalStateException.class, () -> write.buffer(direct(1)));
        CompletionUdpSocket socket = port.openUdpSocket(loopback());
        ReceiveOperation receive = socket.receive(direct(1), (operation, n) -> {});
        receive.submit();
        assertThrows(IllegalStateException.class, () -> receive.buffer(direct(1)));
        SendOperation send = socket.send(direct(1), (operation, n) -> {});
        assertThrows(IllegalStateException.class, () -> send.target(receive), "the other one is pending");
        send.target(socket.localAddress()).submit();
        assertThrows(IllegalStateException.class, () -> send.target(socket.localAddress()));
        assertThrows(IllegalStateException.class, () -> send.buffer(direct(1)));
        turnUntil("the datagram", () -> !receive.isPending() && !send.isPending());
        receive.submit();
        assertThrows(IllegalStateException.class, () -> send.target(receive));
        try (FileSource file = port.openFile(Files.write(folder.resolve("file"), new byte[1]))) {
            SendFileOperation sendFile =
                    connection.socket.sendFile(file, (operation, n) -> {}).range(0, 1);
            sendFile.submit();
            assertThrows(IllegalStateException.class, () -> sendFile.range(0, 1));
            turnUntil("the file", () -> !sendFile.isPending());
        }
        ByteBuffer[] several = {direct(1), direct(1)};
        WriteOperation gather = connection.socket.write(several, (operation, n) -> {});
        assertThrows(IllegalStateException.class, () -> gather.buffer(direct(1)), "it keeps its two");
        assertThrows(IllegalArgumentException.class, () -> write.buffer(ByteBuffer.allocate(1)));
    }

    @Test
    void connectedToAPlainServer() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(loopback())) {
            Outcome outcome = new Outcome();
            ConnectOperation connect = port.connect(
                    (InetSocketAddress) server.getLocalAddress(), (operation, result) -> outcome.completed(result));
            connect.submit();
            turnUntil("the connect", outcome::isOver);
            try (SocketChannel peer = server.accept()) {
                Outcome written = new Outcome();
                connect.socket()
                        .write(direct("hello"), (operation, bytes) -> written.completed(bytes))
                        .submit();
                assertEquals("hello", text(readFully(peer, 5)));
                turnUntil("the write", written::isOver);
                connect.socket().shutdownOutput();
                assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
            }
        }
    }

    @Test
    @NotOnWine("DisconnectEx says that it is pending, and has completed without a packet where success skips the port")
    void theOutputsEndEndsTheStream() throws Exception {
        Accepted connection = accept();
        Outcome ended = new Outcome();
        connection
                .socket
                .shutdownOutputOperation((operation, result) -> ended.completed(result))
                .submit();
        assertEquals(-1, connection.peer.read(ByteBuffer.allocate(1)));
        connection.peer.close(); // it may wait for the peer's end, too
        turnUntil("the end of the output", ended::isOver);
        assertEquals(0, ended.result);
    }

    @Test
    void aFileIsSentFromAnyPlaceInIt(@TempDir Path folder) throws Exception {
        Accepted connection = accept();
        int size = 3 << 20;
        Path path = Files.write(folder.resolve("päckchen"), pattern(size));
        try (FileSource file = port.openFile(path)) {
            assertEquals(size, file.size());
            Outcome sent = new Outcome();
            SendFileOperation send = connection.socket.sendFile(file, (operation, bytes) -> sent.completed(bytes));
            send.range(0, size).submit();
            try (Background reader = Background.run(
                    () -> assertPattern(readFully(connection.peer, size).array()))) {
                turnUntil("the file", sent::isOver);
            }
            assertEquals(size, sent.result);
            send.range(1_000_003, 10).submit();
            byte[] ten = new byte[10];
            readFully(connection.peer, 10).get(ten);
            for (int i = 0; i < 10; i++) {
                assertEquals(pattern(size)[1_000_003 + i], ten[i]);
            }
            turnUntil("the part", () -> sent.completions == 2);
            send.range(size - 5, 100).submit();
            readFully(connection.peer, 5);
            turnUntil("the end", () -> sent.completions == 3);
            assertEquals(5, sent.result, "a file that ends before");
        }
        assertThrows(java.nio.file.NoSuchFileException.class, () -> port.openFile(folder.resolve("nothing")));
    }

    @Test
    void listenTakesConnectionAfterConnection() throws Exception {
        List<CompletionSocket> sockets = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), sockets::add);
        int count = 100;
        for (int i = 0; i < count; i++) {
            opened(SocketChannel.open(listener.localAddress()));
        }
        turnUntil("all of them", () -> sockets.size() == count);
        for (CompletionSocket socket : sockets) {
            assertNotNull(socket.remoteAddress());
        }
        listener.close();
        turnUntil("its accepts end", () -> port.pendingOperations() == 0);
    }

    @Test
    void anAcceptStreamNeedsAnAddress() throws Exception {
        CompletionListener listener = port.openListener();
        assertThrows(NotYetBoundException.class, () -> listener.acceptStream((stream, socket) -> {})
                .submit());
    }

    @Test
    void aConnectIsSetUpBeforeItConnects() throws Exception {
        CompletionListener listener = port.listen(loopback(), socket -> {});
        Outcome outcome = new Outcome();
        ConnectOperation connect = failing(
                        port.connect(listener.localAddress(), (operation, none) -> outcome.completed(none)), outcome)
                .setup(socket -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true));
        connect.submit();
        turnUntil("the connect", outcome::isOver);
        assertTrue(connect.socket().getOption(StandardSocketOptions.TCP_NODELAY));
        connect.setup(socket -> {
                    throw new OnPurpose();
                })
                .submit();
        turnUntil("the other", () -> outcome.failures == 1);
        assertInstanceOf(OnPurpose.class, outcome.failure.getCause());
    }

    /** The second must not come between what one call takes of the first, and the rest. */
    @Test
    void aGatherOfManyBuffersGoesOutBeforeTheNextWrite() throws Exception {
        Accepted connection = accept();
        int count = 40;
        byte[] all = pattern(count * 10 + 10);
        ByteBuffer[] first = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            first[i] = direct(10).put(all, i * 10, 10).flip();
        }
        int[] done = new int[1];
        connection.socket.write(first, (operation, bytes) -> done[0]++).submit();
        connection
                .socket
                .write(direct(10).put(all, count * 10, 10).flip(), (operation, bytes) -> done[0]++)
                .submit();
        turnUntil("both", () -> done[0] == 2);
        assertPattern(readFully(connection.peer, all.length).array());
    }

    @Test
    void packetsCarryTheirData() throws Exception {
        List<Long> seen = new ArrayList<>();
        PostOperation packet = port.post((operation, data) -> {
            seen.add(data);
            if (data > 0) {
                operation.data(data - 1).submit();
            }
        });
        packet.data(Long.MIN_VALUE + 5).submit();
        turnUntil("the packet", () -> seen.size() == 1);
        assertEquals(Long.MIN_VALUE + 5, seen.get(0));
        packet.data(3).submit();
        turnUntil("the others", () -> seen.size() == 5);
        assertEquals(List.of(3L, 2L, 1L, 0L), seen.subList(1, 5));
    }
}
