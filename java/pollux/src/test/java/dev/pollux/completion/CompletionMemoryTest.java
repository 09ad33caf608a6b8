package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another library's event loop brings along: native memory by its address, and sockets that exist. */
@CompletionTest
@SuppressWarnings("try") // threads that are only waited for
class CompletionMemoryTest extends CompletionFixture {
    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int OVERLAPPED = 1;

    @BeforeEach
    void require() {
        assumeTrue(CompletionKind.HAS_BINDING, "native memory by its address is not available on backend nio");
    }

    private static byte[] bytes(NativeMemory memory, int count) {
        byte[] bytes = new byte[count];
        memory.buffer.get(0, bytes);
        return bytes;
    }

    private static String text(NativeMemory memory, int count) {
        return new String(bytes(memory, count), java.nio.charset.StandardCharsets.UTF_8);
    }

    private <O extends Operation<O>> long end(O operation) {
        Outcome outcome = new Outcome();
        failing(operation.onCompletion((same, result) -> outcome.completed(result)), outcome)
                .submit();
        turnUntil("the end of " + operation, outcome::isOver);
        assertEquals(null, outcome.failure);
        return outcome.result;
    }

    @Test
    void eachReadBeginsWhereTheMemoryBegins() throws Exception {
        Accepted connection = accept();
        NativeMemory memory = NativeMemory.of(direct(64));
        ReadOperation read = memory.read(connection.socket);
        writeFully(connection.peer, direct("first"));
        assertEquals(5, end(read));
        assertEquals("first", text(memory, 5));
        writeFully(connection.peer, direct("second"));
        assertEquals(6, end(read));
        assertEquals("second", text(memory, 6));
        assertEquals(0, memory.buffer.position());
    }

    @Test
    void eachWriteWritesTheMemoryWhole() throws Exception {
        Accepted connection = accept();
        int size = 1 << 20;
        NativeMemory memory = NativeMemory.of(direct(size).put(pattern(size)).flip());
        WriteOperation write = memory.write(connection.socket);
        for (int i = 0; i < 2; i++) {
            try (Background reading = Background.run(
                    () -> assertPattern(readFully(connection.peer, size).array()))) {
                assertFalse(write.isPending());
                assertEquals(size, end(write));
            }
        }
    }

    @Test
    void anOperationTakesBuffersAndMemoryInTurn() throws Exception {
        Accepted connection = accept();
        NativeMemory memory = NativeMemory.of(direct("memory"));
        ByteBuffer buffer = direct("buffer");
        WriteOperation write = connection.socket.write(buffer);
        assertEquals(6, end(write));
        assertEquals(3, end(write.memory(memory.address, 3)));
        assertEquals(4, end(write.memory(memory.address + 2, 4)));
        assertEquals(6, end(write.buffer(buffer.flip())));
        assertEquals("buffermemmorybuffer", text(readFully(connection.peer, 19)));
        assertThrows(IllegalArgumentException.class, () -> write.memory(0, 1));
        assertThrows(IllegalArgumentException.class, () -> write.memory(memory.address, -1));
        WriteOperation several = connection.socket.write(new ByteBuffer[] {direct("a"), direct("b")});
        assertThrows(IllegalStateException.class, () -> several.memory(memory.address, 1));
    }

    /** One call of the system takes 1 024. */
    @ParameterizedTest
    @ValueSource(ints = {1_024, 1_025, 4_000})
    void piecesAreWrittenOneAfterTheOtherHoweverManyTheyAre(int count) throws Exception {
        Accepted connection = accept();
        long[] addresses = new long[count + 2];
        int[] lengths = new int[count + 2];
        ByteBuffer expected = ByteBuffer.allocate(count * 1000);
        NativeMemory memory =
                NativeMemory.of(direct(1 << 20).put(pattern(1 << 20)).flip());
        for (int i = 1; i <= count; i++) {
            int at = i * 7919 % (1 << 19);
            lengths[i] = i % 5 == 0 ? 0 : i * 31 % 1000;
            addresses[i] = i % 10 == 0 ? 0 : memory.address + at; // of a piece without a byte, nobody asks the address
            expected.put(memory.buffer.slice(at, lengths[i]));
        }
        int size = expected.position();
        WriteOperation write = connection.socket.write(0, 0).memory(addresses, lengths, 1, count);
        addresses[1] = 1; // it has a copy
        for (int i = 0; i < 2; i++) {
            try (Background reading = Background.run(() -> assertEquals(
                    expected.slice(0, size), readFully(connection.peer, size).rewind()))) {
                assertFalse(write.isPending());
                assertEquals(size, end(write));
            }
        }
    }

    @Test
    void anOperationTakesPiecesAndBuffersAndMemoryInTurn() throws Exception {
        Accepted connection = accept();
        NativeMemory memory = NativeMemory.of(direct("memory"));
        long[] addresses = {memory.address + 4, memory.address};
        int[] lengths = {2, 3};
        WriteOperation write = connection.socket.write(direct("buffer"));
        assertEquals(5, end(write.memory(addresses, lengths, 0, 2)));
        assertEquals(3, end(write.memory(memory.address, 3)));
        assertEquals(3, end(write.memory(addresses, lengths, 1, 1)));
        assertEquals(6, end(write.buffer(direct("BUFFER"))));
        assertEquals(5, end(write.memory(addresses, lengths, 0, 2)));
        assertEquals(0, end(write.memory(addresses, lengths, 2, 0)));
        assertEquals("rymemmemmemBUFFERrymem", text(readFully(connection.peer, 22)));
        assertThrows(IndexOutOfBoundsException.class, () -> write.memory(addresses, lengths, 1, 2));
        assertThrows(IllegalArgumentException.class, () -> write.memory(new long[1], new int[] {1}, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> write.memory(addresses, new int[] {1, -1}, 0, 2));
        int most = Integer.MAX_VALUE;
        assertThrows(IllegalArgumentException.class, () -> write.memory(addresses, new int[] {most, most}, 0, 2));
        WriteOperation several = connection.socket.write(new ByteBuffer[] {direct("a"), direct("b")});
        assertThrows(IllegalStateException.class, () -> several.memory(addresses, lengths, 0, 2));
    }

    @Test
    void aReadWithoutRoomWaitsUntilThereIsSomething() throws Exception {
        Accepted connection = accept();
        writeFully(connection.peer, direct("x"));
        assertEquals(0, end(connection.socket.read(0, 0)));
    }

    @Test
    void datagramsComeAndGo() throws Exception {
        CompletionUdpSocket one = opened(port.openUdpSocket(loopback()));
        CompletionUdpSocket two = opened(port.openUdpSocket(loopback()));
        NativeMemory sent = NativeMemory.of(direct("datagram"));
        NativeMemory received = NativeMemory.of(direct(64));
        assertEquals(8, end(sent.send(one).target(two.localAddress())));
        ReceiveOperation receive = received.receive(two);
        assertEquals(8, end(receive));
        assertEquals("datagram", text(received, 8));
        assertEquals(one.localAddress(), receive.sender());
        assertEquals(8, end(received.send(two).memory(received.address, 8).target(receive)));
        assertEquals(4, end(one.receive(received.address, 4)));
    }

    private static long socket(int type) {
        long socket = CompletionKind.IS_WINDOWS
                ? TestBinding.windows().wsaSocket(AF_INET, type, 0, OVERLAPPED)
                : TestBinding.linux().socket(AF_INET, type, 0);
        assertFalse(socket < 0, () -> "socket: " + -socket);
        return socket;
    }

    private static void connect(long socket, int number) {
        ByteBuffer address = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) AF_INET);
        address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) number).putInt(4, 0x7F00_0001);
        long at = NativeMemory.of(address).address;
        int result = CompletionKind.IS_WINDOWS
                ? TestBinding.windows().connect(socket, at, 16)
                : TestBinding.linux().connect((int) socket, at, 16);
        assertEquals(0, result);
    }

    private static int close(long socket) {
        return CompletionKind.IS_WINDOWS
                ? TestBinding.windows().closesocket(socket)
                : TestBinding.linux().close((int) socket);
    }

    @Test
    void aSocketThatExistsIsTakenOver() throws Exception {
        port.openListener().close(); // starts Winsock
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            long socket = socket(SOCK_STREAM);
            connect(socket, ((InetSocketAddress) listener.getLocalAddress()).getPort());
            SocketChannel peer = opened(listener.accept());
            CompletionSocket adopted = port.adoptSocket(socket);
            assertEquals(peer.getLocalAddress(), adopted.remoteAddress());
            writeFully(peer, direct("abc"));
            assertEquals(3, end(adopted.read(direct(8))));
            assertEquals(2, end(adopted.write(direct("de"))));
            assertEquals("de", text(readFully(peer, 2)));
            port.close();
            assertFalse(adopted.isOpen());
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
        }
    }

    /** A connection of the program's own, on the direct floor, and its peer. */
    private LinuxStreamSocket connected(List<SocketChannel> peers) throws IOException {
        assumeFalse(CompletionKind.IS_WINDOWS, "a handle never leaves its completion port");
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET);
            socket.connect(listener.getLocalAddress());
            peers.add(opened(listener.accept()));
            assertTrue(socket.finishConnect());
            return socket;
        }
    }

    @Test
    void aSocketThatIsGivenUpGoesOnElsewhere() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        try (LinuxStreamSocket mine = connected(peers);
                CompletionPort other = kind.open()) {
            SocketChannel peer = peers.get(0);
            CompletionSocket here = port.adoptSocket(mine);
            writeFully(peer, direct("abc"));
            assertEquals(3, end(here.read(direct(8))));
            Outcome pending = new Outcome();
            failing(here.read(direct(8), (same, count) -> pending.completed(count)), pending)
                    .submit();
            here.close();
            turnUntil("the end of the read", pending::isOver);
            assertInstanceOf(AsynchronousCloseException.class, pending.failure);
            assertTrue(mine.isOpen());
            CompletionSocket there = other.adoptSocket(mine);
            Outcome read = new Outcome();
            ByteBuffer buffer = direct(8);
            failing(there.read(buffer, (same, count) -> read.completed(count)), read)
                    .submit();
            writeFully(peer, direct("defg"));
            Await.until("the read", read::isOver, () -> other.poll(1_000_000));
            assertEquals(4, read.result);
            assertEquals(2, end(port.adoptSocket(mine).write(direct("hi"))));
            assertEquals("hi", text(readFully(peer, 2)));
            other.close();
            port.close();
            assertTrue(mine.isOpen(), "a port's close gives up what is not its own");
            assertEquals(1, mine.send(direct("j")));
            assertEquals("j", text(readFully(peer, 1)));
        }
        assertEquals(-1, peers.get(0).read(ByteBuffer.allocate(1)));
    }

    @Test
    void aSocketWhoseOwnerClosesItEndsWithWhatIsPending() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        LinuxStreamSocket mine = connected(peers);
        CompletionSocket here = port.adoptSocket(mine);
        Outcome pending = new Outcome();
        failing(here.read(direct(8), (same, count) -> pending.completed(count)), pending)
                .submit();
        port.poll(0);
        mine.close();
        here.close();
        turnUntil("the end of the read", pending::isOver);
        assertInstanceOf(AsynchronousCloseException.class, pending.failure);
        assertEquals(-1, peers.get(0).read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> port.adoptSocket(mine));
    }

    @Test
    void aResetThatTheOwnerHasAskedForComes() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        LinuxStreamSocket mine = connected(peers);
        CompletionSocket here = port.adoptSocket(mine);
        Outcome pending = new Outcome();
        failing(here.read(direct(8), (same, count) -> pending.completed(count)), pending)
                .submit();
        port.poll(0);
        mine.setOption(StandardSocketOptions.SO_LINGER, 0);
        mine.close();
        here.close();
        turnUntil("the end of the read", pending::isOver);
        assertThrows(IOException.class, () -> peers.get(0).read(ByteBuffer.allocate(1)));
    }

    @Test
    void aListenerIsNoConnection() throws Exception {
        assumeFalse(CompletionKind.IS_WINDOWS, "a handle never leaves its completion port");
        try (LinuxStreamListener listener = LinuxStreamListener.open(Family.INET)) {
            assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(listener));
        }
    }

    @Test
    void whatIsRefusedStaysTheCallers() throws Exception {
        port.openListener().close();
        long datagrams = socket(SOCK_DGRAM);
        assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(datagrams));
        assertEquals(0, close(datagrams));
        long stream = socket(SOCK_STREAM);
        try (CompletionPort other = kind.open()) {
            CompletionSocket first = other.adoptSocket(stream);
            if (kind == CompletionKind.IOCP) { // elsewhere a descriptor may belong to two ports
                assertThrows(IOException.class, () -> port.adoptSocket(stream));
                assertEquals(stream, CompletionInside.socket(first));
            }
            assertEquals(null, first.remoteAddress());
        }
    }
}
