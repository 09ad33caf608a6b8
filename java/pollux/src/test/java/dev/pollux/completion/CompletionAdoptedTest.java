package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.DirectSockets;
import dev.pollux.VacantAddress;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets and listeners of the direct floor that stay their program's, and connections that a program takes out of their port. */
@CompletionTest
class CompletionAdoptedTest extends CompletionFixture {
    @BeforeEach
    void require() {
        assumeTrue(CompletionKind.HAS_BINDING, "backend nio has no sockets of the direct floor");
    }

    // ---- The direct floor of either system ----

    private static OpenDescriptor newSocket() throws IOException {
        return DirectSockets.open();
    }

    private static OpenDescriptor newListener() throws IOException {
        return DirectSockets.listen(loopback(), 8);
    }

    private static void lingerNot(OpenDescriptor socket) throws IOException {
        if (socket instanceof WinsockStreamSocket windows) {
            windows.setOption(StandardSocketOptions.SO_LINGER, 0);
        } else {
            ((LinuxStreamSocket) socket).setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    // ---- Operations ----

    private Outcome submitted(ReadOperation read) {
        Outcome outcome = new Outcome();
        failing(read.onCompletion((same, count) -> outcome.completed(count)), outcome)
                .submit();
        return outcome;
    }

    private <O extends Operation<O>> Outcome end(CompletionPort at, O operation) {
        Outcome outcome = new Outcome();
        failing(operation.onCompletion((same, result) -> outcome.completed(result)), outcome)
                .submit();
        Await.until("the end of " + operation, outcome::isOver, () -> at.poll(TURN_NANOS));
        return outcome;
    }

    private <O extends Operation<O>> long result(CompletionPort at, O operation) {
        Outcome outcome = end(at, operation);
        assertEquals(null, outcome.failure);
        return outcome.result;
    }

    /** Both ways, by a port's socket and its peer. */
    private void assertTransfers(CompletionSocket socket, SocketChannel peer) throws IOException {
        writeFully(peer, direct("abc"));
        ByteBuffer buffer = direct(8);
        assertEquals(3, result(socket.port(), socket.read(buffer)));
        assertEquals("abc", text(buffer.flip()));
        assertEquals(2, result(socket.port(), socket.write(direct("de"))));
        assertEquals("de", text(readFully(peer, 2)));
    }

    /** A socket of the program's own, lent to the port and connected there, and its peer. */
    private final class Lent implements AutoCloseable {
        final OpenDescriptor mine = newSocket();
        final CompletionSocket here = port.adoptSocket(mine);
        final SocketChannel peer;

        Lent() throws IOException {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(loopback());
                result(port, here.connect((InetSocketAddress) listener.getLocalAddress()));
                peer = opened(listener.accept());
            }
        }

        @Override
        public void close() {
            mine.close();
        }
    }

    // ---- What they promise ----

    @Test
    void aSocketThatExistsConnectsAndStaysItsOwners() throws Exception {
        try (Lent lent = new Lent()) {
            assertEquals(lent.peer.getLocalAddress(), lent.here.remoteAddress());
            assertTransfers(lent.here, lent.peer);
            Outcome pending = submitted(lent.here.read(direct(8)));
            lent.here.close();
            turnUntil("the end of the read", pending::isOver);
            assertInstanceOf(AsynchronousCloseException.class, pending.failure);
            assertTrue(lent.mine.isOpen());
            CompletionSocket again = port.adoptSocket(lent.mine);
            assertTransfers(again, lent.peer);
            port.close();
            assertFalse(again.isOpen());
            assertTrue(lent.mine.isOpen(), "a port's close gives up what is not its own");
            lent.peer.configureBlocking(false);
            assertEquals(0, lent.peer.read(ByteBuffer.allocate(1)), "the connection goes on");
            lent.peer.configureBlocking(true);
            lent.mine.close();
            assertEquals(-1, lent.peer.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void onlyOnWindowsASocketStaysWithItsPort() throws Exception {
        try (Lent lent = new Lent();
                CompletionPort other = kind.open()) {
            lent.here.close();
            if (kind == CompletionKind.IOCP) {
                IOException refusal = assertThrows(IOException.class, () -> other.adoptSocket(lent.mine));
                assertTrue(refusal.getMessage().contains("belongs to a port already"), refusal::getMessage);
                assertTrue(lent.mine.isOpen(), "what is refused stays the caller's");
                assertTransfers(port.adoptSocket(lent.mine), lent.peer);
            } else {
                assertTransfers(other.adoptSocket(lent.mine), lent.peer);
            }
        }
    }

    @Test
    void aConnectedOneWhoseOwnerClosesItEnds() throws Exception {
        try (Lent lent = new Lent()) {
            Outcome pending = submitted(lent.here.read(direct(8)));
            port.poll(0);
            lent.mine.close();
            lent.here.close();
            turnUntil("the end of the read", pending::isOver);
            assertInstanceOf(AsynchronousCloseException.class, pending.failure);
            assertEquals(-1, lent.peer.read(ByteBuffer.allocate(1)));
            assertThrows(ClosedChannelException.class, () -> port.adoptSocket(lent.mine));
        }
    }

    @Test
    void aConnectedOneIsReset() throws Exception {
        assumeFalse(
                CompletionKind.IS_WINDOWS, "the peer is a channel of the JDK's, which tells a reset as an end there");
        try (Lent lent = new Lent()) {
            Outcome pending = submitted(lent.here.read(direct(8)));
            port.poll(0);
            lingerNot(lent.mine);
            lent.mine.close();
            lent.here.close();
            turnUntil("the end of the read", pending::isOver);
            assertThrows(IOException.class, () -> lent.peer.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aConnectThatIsRefusedGivesTheSocketUp() throws Exception {
        try (OpenDescriptor mine = newSocket();
                VacantAddress vacant = new VacantAddress()) {
            CompletionSocket here = port.adoptSocket(mine);
            Outcome refused = end(port, here.connect(vacant.address()));
            assertInstanceOf(ConnectException.class, refused.failure);
            assertFalse(here.isOpen());
            assertTrue(mine.isOpen());
        }
    }

    @Test
    void aConnectThatIsGivenUpEnds() throws Exception {
        try (OpenDescriptor mine = newSocket()) {
            CompletionSocket here = port.adoptSocket(mine);
            Outcome given = new Outcome();
            // An address that nobody answers from, for documents (RFC 5737). A system without a route refuses it.
            ConnectOperation connect = here.connect(new InetSocketAddress("192.0.2.1", 9));
            failing(connect.onCompletion((same, none) -> given.completed(none)), given)
                    .submit();
            here.close();
            turnUntil("the end of the connect", given::isOver);
            assertInstanceOf(IOException.class, given.failure);
            assertTrue(mine.isOpen());
        }
    }

    @Test
    void aListenerThatExistsAcceptsForAnotherPort() throws Exception {
        List<CompletionSocket> accepted = new ArrayList<>();
        try (OpenDescriptor mine = newListener();
                CompletionPort other = kind.open()) {
            CompletionListener here = port.adoptListener(mine);
            AcceptStream accepting = here.acceptStream((stream, socket) -> accepted.add(socket));
            boolean[] isOver = new boolean[1];
            accepting.onStopped(same -> isOver[0] = true).submit();
            SocketChannel peer = opened(SocketChannel.open(here.localAddress()));
            turnUntil("the accept", () -> !accepted.isEmpty());
            try (OpenDescriptor connection = accepted.get(0).detach()) {
                assertFalse(accepted.get(0).isOpen());
                assertTrue(connection.isOpen());
                assertThrows(ClosedChannelException.class, accepted.get(0)::detach);
                assertThrows(ClosedChannelException.class, accepted.get(0)::localAddress);
                assertThrows(ClosedChannelException.class, accepted.get(0)::remoteAddress);
                accepted.get(0).close();
                CompletionSocket there = other.adoptSocket(connection);
                assertEquals(peer.getLocalAddress(), there.remoteAddress());
                assertTransfers(there, peer);
                accepting.stop();
                turnUntil("the end of the stream", () -> isOver[0]);
                here.close();
                port.close();
                assertTransfers(there, peer);
                there.close();
            }
            assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
            assertTrue(mine.isOpen(), "a port's close gives up what is not its own");
        }
    }

    @Test
    void onlyOnWindowsAConnectionThatHasTransferredStays() throws Exception {
        Accepted connection = accept();
        assertTransfers(connection.socket, connection.peer);
        if (kind == CompletionKind.IOCP) {
            assertThrows(IllegalStateException.class, connection.socket::detach);
            assertTransfers(connection.socket, connection.peer);
            connection.socket.close();
        } else {
            try (OpenDescriptor taken = connection.socket.detach();
                    CompletionPort other = kind.open()) {
                CompletionSocket there = other.adoptSocket(taken);
                assertTransfers(there, connection.peer);
                there.close();
                CompletionSocket back = port.adoptSocket(taken);
                assertTransfers(back, connection.peer);
                back.close();
            }
            assertEquals(-1, connection.peer.read(ByteBuffer.allocate(1)));
        }
        assertThrows(ClosedChannelException.class, connection.socket::detach);
    }

    /** One that nobody has accepted. On Windows its connect was an operation. */
    @Test
    void aConnectionThatItsPortHasMadeLeavesItToo() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(loopback());
                CompletionPort other = kind.open()) {
            ConnectOperation connect = port.connect((InetSocketAddress) listener.getLocalAddress());
            result(port, connect);
            SocketChannel peer = opened(listener.accept());
            if (kind == CompletionKind.IOCP) {
                assertThrows(IllegalStateException.class, connect.socket()::detach);
                assertTransfers(connect.socket(), peer);
            } else {
                try (OpenDescriptor taken = connect.socket().detach()) {
                    assertTransfers(other.adoptSocket(taken), peer);
                }
            }
        }
    }

    /** Whatever its port knows to be under way keeps it there. When that has ended, it is as it was. */
    @Test
    void whatIsPendingKeepsAConnectionInItsPort() throws Exception {
        Accepted connection = accept();
        CompletionSocket socket = connection.socket;
        ReadOperation read = socket.read(direct(8));
        Outcome pending = submitted(read);
        assertThrows(IllegalStateException.class, socket::detach);
        read.cancel();
        turnUntil("the end of the read", pending::isOver);
        boolean[] isOver = new boolean[1];
        ReadStream stream = socket.readStream((same, buffer) -> buffer.giveBack());
        stream.onStopped(same -> isOver[0] = true).submit();
        assertThrows(IllegalStateException.class, socket::detach);
        stream.pause();
        assertThrows(IllegalStateException.class, socket::detach);
        stream.stop();
        turnUntil("the end of the stream", () -> isOver[0]);
        Outcome written = new Outcome();
        WriteOperation write = socket.write(ByteBuffer.allocateDirect(32 << 20)); // more than is taken
        failing(write.onCompletion((same, count) -> written.completed(count)), written)
                .submit();
        assertThrows(IllegalStateException.class, socket::detach);
        write.cancel();
        turnUntil("the end of the write", written::isOver);
        assertTrue(socket.isOpen());
        if (kind != CompletionKind.IOCP) {
            socket.detach().close();
            assertFalse(socket.isOpen());
        }
    }

    /** A connection that its program has lent is the program's already. */
    @Test
    void whatIsLentIsNotTaken() throws Exception {
        try (Lent lent = new Lent()) {
            assertThrows(IllegalStateException.class, lent.here::detach);
            assertTrue(lent.here.isOpen());
            assertTransfers(lent.here, lent.peer);
        }
    }

    /** A read of another thread meanwhile: either it is refused, or the connection is. No byte goes to both, or to neither. */
    @Test
    void aReadThatMeetsItsSocketsLeavingGetsAllOrNothing() throws Exception {
        try (CompletionPort other = kind.open()) {
            for (int round = 0; round < 100; round++) {
                Accepted connection = accept();
                writeFully(connection.peer, direct("abc"));
                Outcome outcome = new Outcome();
                ReadOperation read = connection.socket.read(direct(8));
                failing(read.onCompletion((same, count) -> outcome.completed(count)), outcome);
                Thread reader = new Thread(read::submit);
                reader.start();
                OpenDescriptor taken = null;
                try {
                    taken = connection.socket.detach();
                } catch (IllegalStateException e) {
                    // The read was first.
                }
                reader.join();
                turnUntil("the end of the read", outcome::isOver);
                if (taken == null) {
                    assertEquals(3, outcome.result);
                    connection.socket.close();
                } else if (outcome.failure == null) {
                    assertEquals(3, outcome.result); // it had ended, untold, before the connection left
                    taken.close();
                } else {
                    assertInstanceOf(ClosedChannelException.class, outcome.failure);
                    assertEquals(3, result(other, other.adoptSocket(taken).read(direct(8))));
                    taken.close();
                }
            }
        }
    }

    @Test
    void aListenerIsGivenUpWithItsAcceptsAndComesBack() throws Exception {
        try (OpenDescriptor mine = newListener()) {
            CompletionListener here = port.adoptListener(mine);
            InetSocketAddress address = here.localAddress();
            Outcome single = new Outcome();
            AcceptOperation accept = here.accept();
            failing(accept.onCompletion((same, none) -> single.completed(0)), single)
                    .submit();
            port.poll(0);
            here.close();
            turnUntil("the end of the accept", single::isOver);
            assertInstanceOf(AsynchronousCloseException.class, single.failure);
            assertThrows(ClosedChannelException.class, here::localAddress);
            assertTrue(mine.isOpen());
            SocketChannel peer = opened(SocketChannel.open(address)); // it still listens
            AcceptOperation again = port.adoptListener(mine).accept();
            assertEquals(null, end(port, again).failure);
            assertTransfers(again.socket(), peer);
        }
    }

    @Test
    void onlyOnWindowsAListenerStaysWithItsPort() throws Exception {
        try (OpenDescriptor mine = newListener();
                CompletionPort other = kind.open()) {
            CompletionListener here = port.adoptListener(mine);
            here.close();
            if (kind == CompletionKind.IOCP) {
                assertThrows(IOException.class, () -> other.adoptListener(mine));
                assertTrue(mine.isOpen(), "what is refused stays the caller's");
            } else {
                CompletionListener there = other.adoptListener(mine);
                SocketChannel peer = opened(SocketChannel.open(there.localAddress()));
                AcceptOperation accept = there.accept();
                assertEquals(null, end(other, accept).failure);
                assertTransfers(accept.socket(), peer);
            }
        }
    }

    /** A number that somebody still held would not be given back, and its peer would wait for the end. */
    @Test
    void nothingHoldsANumberThatWasTakenAndClosed() throws Exception {
        try (OpenDescriptor mine = newListener()) {
            for (int round = 0; round < 50; round++) {
                CompletionListener here = port.adoptListener(mine);
                SocketChannel peer = SocketChannel.open(here.localAddress());
                AcceptOperation accept = here.accept();
                assertEquals(null, end(port, accept).failure);
                OpenDescriptor taken = accept.socket().detach();
                here.close();
                taken.close();
                assertEquals(-1, peer.read(ByteBuffer.allocate(1)));
                peer.close();
            }
        }
    }

    @Test
    void whatIsOfAnotherKindIsRefused() throws Exception {
        try (OpenDescriptor listener = newListener();
                OpenDescriptor socket = newSocket()) {
            assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(listener));
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(socket));
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(new Absurd()));
            assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(new Absurd()));
        }
        OpenDescriptor closed = newListener();
        closed.close();
        assertThrows(ClosedChannelException.class, () -> port.adoptListener(closed));
    }

    @Test
    void whatDoesNotListenOrIsNotTcpsIsNoListener() throws Exception {
        assumeFalse(CompletionKind.IS_WINDOWS, "there the accept says so");
        try (LinuxStreamListener bound = LinuxStreamListener.open(dev.pollux.linux.Family.INET);
                LinuxStreamListener unix = LinuxStreamListener.open(dev.pollux.linux.Family.UNIX);
                LinuxDatagramSocket datagrams = LinuxDatagramSocket.open(dev.pollux.linux.Family.INET)) {
            bound.bind(loopback());
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(bound));
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(unix));
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(datagrams));
            assertTrue(bound.isOpen() && unix.isOpen() && datagrams.isOpen(), "what is refused stays the caller's");
            bound.listen(8);
            port.adoptListener(bound).close();
        }
    }

    @Test
    void aClosedPortTakesNone() throws Exception {
        try (OpenDescriptor mine = newListener()) {
            port.close();
            assertThrows(ClosedChannelException.class, () -> port.adoptListener(mine));
            assertTrue(mine.isOpen());
        }
    }

    /** What a program has made up. */
    private static final class Absurd implements OpenDescriptor {
        @Override
        public int fd() {
            return 1 << 30;
        }

        @Override
        public int number() {
            return 1 << 30;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            throw new AssertionError("it stays the caller's");
        }
    }
}
