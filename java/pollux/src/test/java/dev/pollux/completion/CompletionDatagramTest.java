package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.windows.Family;
import dev.pollux.windows.WinsockDatagramSocket;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datagrams, their senders, and their limits. */
@CompletionTest
@SuppressWarnings("try") // a socket that is closed before its end
class CompletionDatagramTest extends CompletionFixture {
    private CompletionUdpSocket socket;
    private DatagramChannel peer;
    private final Outcome received = new Outcome();
    private final ByteBuffer buffer = direct(16);

    @BeforeEach
    void openSockets() throws Exception {
        socket = port.openUdpSocket(loopback());
        peer = opened(DatagramChannel.open(java.net.StandardProtocolFamily.INET).bind(loopback()));
    }

    private ReceiveOperation receive() {
        return failing(socket.receive(buffer, (operation, bytes) -> received.completed(bytes)), received);
    }

    @Test
    void aDatagramAndItsSenderAndBack() throws Exception {
        ReceiveOperation receive = receive();
        receive.submit();
        assertEquals(0, port.poll(0));
        peer.send(ByteBuffer.wrap("hello".getBytes()), socket.localAddress());
        turnUntil("the datagram", received::isOver);
        assertEquals(5, received.result);
        assertEquals(peer.getLocalAddress(), receive.sender());
        assertFalse(receive.isTruncated());
        Outcome sent = new Outcome();
        socket.send(buffer.flip(), (operation, bytes) -> sent.completed(bytes))
                .target(receive)
                .submit();
        turnUntil("the reply", sent::isOver);
        assertEquals(5, sent.result);
        ByteBuffer reply = ByteBuffer.allocate(16);
        assertEquals(socket.localAddress(), peer.receive(reply));
        assertEquals("hello", text(reply.flip()));
    }

    /** One that takes IPv6, too, has the sender of an IPv4 datagram in another form. */
    @Test
    void anAnswerMayGoByASocketOfAnotherFamily() throws Exception {
        CompletionUdpSocket other = opened(port.openUdpSocket());
        other.bind(loopback());
        ReceiveOperation receive =
                failing(other.receive(buffer, (operation, bytes) -> received.completed(bytes)), received);
        receive.submit();
        peer.send(ByteBuffer.wrap("hello".getBytes()), other.localAddress());
        turnUntil("the datagram", received::isOver);
        Outcome sent = new Outcome();
        SendOperation send = socket.send(buffer.flip(), (operation, bytes) -> sent.completed(bytes));
        failing(send.target(receive), sent).submit();
        turnUntil("the end of the send", sent::isOver);
        assertNull(sent.failure);
        assertReply("hello", socket);
    }

    /** Lent datagrams come and go by two sockets in turn, which share what a port keeps for its sends. */
    @Test
    void aLentAnswerMayGoByASocketOfAnotherFamily() throws Exception {
        CompletionUdpSocket other = opened(port.openUdpSocket());
        other.bind(loopback());
        CompletionUdpSocket[] by = {other, socket};
        for (int i = 0; i < 2; i++) {
            CompletionUdpSocket answering = by[1 - i];
            by[i].receiveStream((stream, datagram) -> answering.sendAndGiveBack(datagram))
                    .submit();
        }
        for (int i = 0; i < 6; i++) {
            String text = "datagram " + i;
            peer.send(ByteBuffer.wrap(text.getBytes()), by[i / 2 % 2].localAddress());
            assertReply(text, by[1 - i / 2 % 2]);
        }
    }

    private void assertReply(String text, CompletionUdpSocket from) throws Exception {
        ByteBuffer reply = ByteBuffer.allocate(16);
        SocketAddress[] sender = new SocketAddress[1];
        peer.configureBlocking(false);
        turnUntil("the reply " + text, () -> {
            assertNull(received.failure);
            sender[0] = peer.receive(reply);
            return sender[0] != null;
        });
        assertEquals(from.localAddress(), sender[0]);
        assertEquals(text, text(reply.flip()));
    }

    @Test
    void anEmptyDatagramIsOneToo() throws Exception {
        receive().submit();
        peer.send(ByteBuffer.allocate(0), socket.localAddress());
        turnUntil("the datagram", received::isOver);
        assertEquals(0, received.result);
        socket.send(direct(0), (operation, bytes) -> received.completed(bytes))
                .target((InetSocketAddress) peer.getLocalAddress())
                .submit();
        turnUntil("the other", () -> received.completions == 2);
        assertEquals(socket.localAddress(), peer.receive(ByteBuffer.allocate(1)));
    }

    @Test
    void aDatagramThatIsTooLongIsCutAndSaysSo() throws Exception {
        ReceiveOperation receive = receive();
        receive.submit();
        peer.send(ByteBuffer.wrap(pattern(100)), socket.localAddress());
        turnUntil("the datagram", received::isOver);
        assertEquals(16, received.result, () -> String.valueOf(received.failure));
        assertTrue(receive.isTruncated());
        assertEquals(peer.getLocalAddress(), receive.sender());
        assertCutPattern();
        peer.send(ByteBuffer.wrap(new byte[] {1}), socket.localAddress());
        buffer.clear();
        receive.submit();
        turnUntil("the next", () -> received.completions == 2);
        assertEquals(1, received.result, "the rest is lost, not the next datagram's");
        assertFalse(receive.isTruncated());
    }

    /** The call itself says then that it failed, and yet the completion comes. */
    @Test
    void aDatagramThatWaitsAlreadyIsCutAlike() throws Exception {
        for (int i = 1; i <= 200; i++) {
            int expected = i;
            peer.send(ByteBuffer.wrap(pattern(100)), socket.localAddress());
            ReceiveOperation receive = receive();
            buffer.clear();
            receive.submit();
            turnUntil("the datagram", () -> received.completions == expected);
            assertTrue(receive.isTruncated());
            assertEquals(16, received.result);
        }
        assertCutPattern();
        assertEquals(0, port.poll(0));
    }

    private void assertCutPattern() {
        byte[] cut = new byte[16];
        buffer.flip().get(cut);
        for (int i = 0; i < cut.length; i++) {
            assertEquals(pattern(100)[i], cut[i]);
        }
    }

    /** As on other systems: Windows's own default would fail the next receive, of whatever peer. */
    @Test
    void thatAPeerIsGoneFailsNoReceive() throws Exception {
        receive().submit();
        InetSocketAddress gone = (InetSocketAddress) peer.getLocalAddress();
        peer.close();
        Outcome sent = new Outcome();
        SendOperation send = socket.send(direct("anybody?"), (operation, bytes) -> sent.completed(bytes))
                .target(gone);
        send.submit();
        turnUntil("the datagram", sent::isOver);
        try (DatagramChannel other = DatagramChannel.open(java.net.StandardProtocolFamily.INET)) {
            other.send(ByteBuffer.wrap(new byte[3]), socket.localAddress());
            turnUntil("another's", received::isOver);
        }
        assertEquals(3, received.result, () -> String.valueOf(received.failure));
    }

    // ---- A socket that stays the program's ----

    private static WinsockDatagramSocket newDatagramSocket() throws IOException {
        WinsockDatagramSocket mine = WinsockDatagramSocket.open(Family.INET);
        mine.bind(loopback());
        return mine;
    }

    private void assertEchoes(CompletionUdpSocket here) throws Exception {
        buffer.clear();
        received.completions = 0;
        ReceiveOperation receive =
                failing(here.receive(buffer, (operation, bytes) -> received.completed(bytes)), received);
        receive.submit();
        peer.send(ByteBuffer.wrap("hello".getBytes()), here.localAddress());
        turnUntil("the datagram", received::isOver);
        Outcome sent = new Outcome();
        SendOperation send = here.send(buffer.flip(), (operation, bytes) -> sent.completed(bytes));
        failing(send.target(receive), sent).submit();
        turnUntil("the end of the send", sent::isOver);
        assertNull(sent.failure);
        assertReply("hello", here);
    }

    @Test
    void aSocketThatIsLentComesBackToItsPort() throws Exception {
        assumeTrue(kind == CompletionKind.IOCP, "only IOCP takes a socket for datagrams by its descriptor");
        try (WinsockDatagramSocket mine = newDatagramSocket();
                CompletionPort other = kind.open()) {
            for (int i = 0; i < 3; i++) {
                CompletionUdpSocket here = port.adoptUdpSocket(mine);
                assertEquals(mine.localAddress(), here.localAddress());
                assertEchoes(here);
                Outcome given = new Outcome();
                failing(here.receive(direct(8), (operation, bytes) -> given.completed(bytes)), given)
                        .submit();
                here.close();
                turnUntil("the end of what was pending", given::isOver);
                assertInstanceOf(AsynchronousCloseException.class, given.failure);
                assertTrue(mine.isOpen());
            }
            assertThrows(IOException.class, () -> other.adoptUdpSocket(mine));
            mine.close();
            assertThrows(ClosedChannelException.class, () -> port.adoptUdpSocket(mine));
        }
    }

    @Test
    void whatIsNoSocketForDatagramsIsRefused() throws Exception {
        assumeTrue(kind == CompletionKind.IOCP, "only IOCP takes a socket for datagrams by its descriptor");
        try (WinsockStreamSocket stream = WinsockStreamSocket.open(Family.INET);
                WinsockDatagramSocket mine = newDatagramSocket()) {
            assertThrows(IllegalArgumentException.class, () -> port.adoptUdpSocket(stream));
            assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(mine));
        }
    }
}
