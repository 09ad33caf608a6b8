package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.windows.WinsockStreamListener;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
        return CompletionKind.IS_WINDOWS
                ? WinsockStreamSocket.open(dev.pollux.windows.Family.INET)
                : LinuxStreamSocket.open(dev.pollux.linux.Family.INET);
    }

    private static OpenDescriptor newListener() throws IOException {
        if (CompletionKind.IS_WINDOWS) {
            WinsockStreamListener listener = WinsockStreamListener.open(dev.pollux.windows.Family.INET);
            listener.bind(loopback());
            listener.listen(8);
            return listener;
        }
        LinuxStreamListener listener = LinuxStreamListener.open(dev.pollux.linux.Family.INET);
        listener.bind(loopback());
        listener.listen(8);
        return listener;
    }

    private static void lingerNot(OpenDescriptor socket) throws IOException {
        if (socket instanceof WinsockStreamSocket windows) {
            windows.setOption(StandardSocketOptions.SO_LINGER, 0);
        } else {
            ((LinuxStreamSocket) socket).setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    private void requireListeners() {
        assumeTrue(
                kind == CompletionKind.IOCP, () -> "listeners of the program's own are for IOCP, not yet for " + kind);
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
        InetSocketAddress free;
        try (ServerSocket taken = new ServerSocket(0, 1, loopback().getAddress())) {
            free = new InetSocketAddress(loopback().getAddress(), taken.getLocalPort());
        }
        try (OpenDescriptor mine = newSocket()) {
            CompletionSocket here = port.adoptSocket(mine);
            Outcome refused = end(port, here.connect(free));
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
        requireListeners();
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
    void aConnectionThatHasTransferredStays() throws Exception {
        requireListeners();
        Accepted connection = accept();
        assertTransfers(connection.socket, connection.peer);
        assertThrows(IllegalStateException.class, connection.socket::detach);
        assertTransfers(connection.socket, connection.peer);
        connection.socket.close();
        assertThrows(ClosedChannelException.class, connection.socket::detach);
    }

    @Test
    void whatIsOfAnotherKindIsRefused() throws Exception {
        requireListeners();
        try (OpenDescriptor listener = newListener();
                OpenDescriptor socket = newSocket()) {
            assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(listener));
            assertThrows(IllegalArgumentException.class, () -> port.adoptListener(socket));
        }
    }
}
