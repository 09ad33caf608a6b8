package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.VacantAddress;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accept, connect, send, receive, and every way in which a stream ends. */
@WindowsTest
@SuppressWarnings("try") // closed early, or only waited for
class StreamTest {
    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"INET", "INET6"})
    void bytesGoBothWays(Family family) throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(family);
            for (int i = 0; i < 2; i++) {
                Overlapped receive = port.acquire();
                ByteBuffer into = Port.direct(100).position(10);
                assertEquals(Overlapped.PENDING, pair[1 - i].submitReceive(receive, into));
                assertTrue(receive.isPending());
                Overlapped send = port.acquire();
                ByteBuffer from = Port.direct("xxhello").position(2);
                assertEquals(Overlapped.PENDING, pair[i].submitSend(send, from));
                for (int n = 0; n < 2; n++) {
                    Overlapped done = port.next();
                    assertEquals(0, done.error());
                    assertEquals(5, done.bytes());
                    assertEquals(5, port.completions.bytes(0));
                }
                assertEquals("hello", Port.text(into.slice(10, 5), 5));
                assertEquals(10, into.position(), "positions stay");
                assertEquals(2, from.position());
                receive.release();
                send.release();
            }
            pair[0].close();
            pair[1].close();
            assertEquals(0, port.pool.outstanding());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"INET", "INET6"})
    void addressesAreKnownOnceTheContextIsUpdated(Family family) throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.listener(family)) {
            WinsockStreamSocket accepted = port.add(WinsockStreamSocket.open(family));
            WinsockStreamSocket client = port.socket(family);
            Overlapped accept = port.acquire();
            Overlapped connect = port.acquire();
            assertEquals(Overlapped.PENDING, listener.submitAccept(accept, accepted));
            assertEquals(Overlapped.PENDING, client.submitConnect(connect, listener.localAddress()));
            port.next();
            port.next();
            assertTrue(accept.isCompleted() && connect.isCompleted());

            client.updateConnectContext(); // before, its own address may be the wildcard's
            NativeAddress local = new NativeAddress();
            NativeAddress remote = new NativeAddress();
            listener.acceptedAddresses(accept, local, remote);
            assertEquals(listener.localAddress(), local.get());
            assertEquals(client.localAddress(), remote.get());
            listener.acceptedAddresses(accept, null, null);

            listener.updateAcceptContext(accepted);
            assertEquals(client.localAddress(), accepted.remoteAddress());
            assertEquals(listener.localAddress(), accepted.localAddress());
            assertEquals(listener.localAddress(), client.remoteAddress());
            accepted.shutdownOutput();
            client.shutdownOutput();
            client.close();
            accepted.close();
        }
    }

    @Test
    void aContextIsNotUpdatedOnceClosed() throws Exception {
        try (WinsockStreamListener listener = WinsockStreamListener.open(Family.INET);
                WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            socket.close();
            assertThrows(ClosedChannelException.class, () -> listener.updateAcceptContext(socket));
            assertThrows(ClosedChannelException.class, socket::updateConnectContext);
        }
    }

    @Test
    @NotOnWine("a socket is a whole one without SO_UPDATE_ACCEPT_CONTEXT and SO_UPDATE_CONNECT_CONTEXT")
    void withoutTheContextItIsNoWholeSocket() throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.listener(Family.INET)) {
            WinsockStreamSocket[] pair = port.connect(listener, Family.INET);
            assertNull(pair[0].remoteAddress());
            assertNull(pair[1].remoteAddress());
            assertThrows(NotYetConnectedException.class, pair[0]::shutdownOutput);
            assertThrows(NotYetConnectedException.class, pair[1]::shutdownOutput);
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void anInet6ListenerTakesInet() throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.add(WinsockStreamListener.open(Family.INET6))) {
            listener.bind(new InetSocketAddress("::", 0));
            listener.listen(10);
            int number = ((InetSocketAddress) listener.localAddress()).getPort();
            WinsockStreamSocket accepted = port.add(WinsockStreamSocket.open(Family.INET6));
            WinsockStreamSocket client = port.socket(Family.INET);
            Overlapped accept = port.acquire();
            Overlapped connect = port.acquire();
            listener.submitAccept(accept, accepted);
            client.submitConnect(connect, new InetSocketAddress("127.0.0.1", number));
            assertEquals(0, port.next().error());
            assertEquals(0, port.next().error());
            client.updateConnectContext();
            listener.updateAcceptContext(accepted);
            assertEquals(client.localAddress(), accepted.remoteAddress());
            NativeAddress remote = new NativeAddress();
            listener.acceptedAddresses(accept, null, remote);
            assertEquals(client.localAddress(), remote.get());
            client.close();
            accepted.close();
        }
    }

    @Test
    void scatterAndGather() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            ByteBuffer[] from = new ByteBuffer[Overlapped.MAX_BUFFERS + 2];
            ByteBuffer[] into = new ByteBuffer[Overlapped.MAX_BUFFERS + 2];
            for (int i = 0; i < from.length; i++) {
                from[i] = Port.direct("<" + (char) ('a' + i) + ">");
                into[i] = Port.direct(3);
            }
            Overlapped send = port.acquire();
            port.expect(48, send, pair[0].submitSend(send, from, 1, 16));
            Overlapped receive = port.acquire();
            port.expect(
                    48, receive, pair[1].submitReceive(receive, into, 2, 16)); // all is there, loopback keeps it whole
            for (int i = 0; i < 16; i++) {
                assertEquals("<" + (char) ('b' + i) + ">", Port.text(into[2 + i], 3));
            }
            Overlapped idle = port.acquire();
            assertThrows(IllegalArgumentException.class, () -> pair[0].submitSend(idle, from, 0, 17));
            assertThrows(IllegalArgumentException.class, () -> pair[1].submitReceive(idle, into, 0, 17));
            assertThrows(IndexOutOfBoundsException.class, () -> pair[0].submitSend(idle, from, 10, 10));
            idle.release();
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void flagsAreTaken() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            port.send(pair[0], "peek");
            for (int flags : new int[] {WinsockStreamSocket.PEEK, WinsockStreamSocket.PEEK, 0}) {
                Overlapped receive = port.acquire();
                ByteBuffer into = Port.direct(10);
                port.expect(4, receive, pair[1].submitReceive(receive, into, flags));
                assertEquals("peek", Port.text(into, 4));
            }
            assertEquals(0, pair[1].receiveNow(Port.direct(1)), "the last one took it");
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void twoReceivesInFlightAreFilledInOrder() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped first = port.acquire();
            Overlapped second = port.acquire();
            ByteBuffer one = Port.direct(3);
            ByteBuffer two = Port.direct(3);
            pair[0].submitReceive(first, one);
            pair[0].submitReceive(second, two);
            port.expectNothing();
            Overlapped send = port.acquire();
            pair[1].submitSend(send, Port.direct("abcdef"));
            for (int i = 0; i < 3; i++) {
                port.next();
            }
            assertEquals("abc", Port.text(one, first.bytes()));
            assertEquals("def", Port.text(two, second.bytes()));
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void zeroByteReceiveThenDrain() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            for (ByteBuffer into : new ByteBuffer[] {Port.direct(4), ByteBuffer.allocate(4)}) {
                Overlapped nothing = port.acquire();
                assertEquals(Overlapped.PENDING, pair[0].submitReceive(nothing));
                port.expectNothing();
                assertEquals(5, pair[1].sendNow(Port.direct("hello")));
                port.expect(0, nothing, Overlapped.PENDING);
                assertEquals(4, pair[0].receiveNow(into));
                assertEquals("hell", Port.text(into, 4));
                assertEquals(0, pair[0].receiveNow(into), "no room");
                assertEquals(1, pair[0].receiveNow(into.clear()));
                assertEquals(1, into.position());
                assertEquals(0, pair[0].receiveNow(into), "would block");
                into.clear();
            }
            assertEquals(2, pair[1].sendNow(ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2)));
            pair[1].close();
            Overlapped nothing = port.acquire();
            port.expect(0, nothing, pair[0].submitReceive(nothing));
            assertEquals(2, pair[0].receiveNow(Port.direct(4)));
            assertEquals(-1, pair[0].receiveNow(Port.direct(4)));
            pair[0].close();
        }
    }

    @Test
    void sendNowSaysWhenItWouldBlock() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            ByteBuffer chunk = Port.direct(1 << 16);
            long sent = 0;
            int n;
            do {
                n = pair[0].sendNow(chunk.clear());
                sent += n;
                assertTrue(sent < 1L << 28, "it never would block");
            } while (n > 0);
            assertFalse(sent == 0);
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void theEndAndAHalfClose() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[1].submitReceive(receive, Port.direct(10));
            pair[0].shutdownOutput();
            port.expect(0, receive, Overlapped.PENDING);
            port.send(pair[1], "still open");
            Overlapped answer = port.acquire();
            port.expect(10, answer, pair[0].submitReceive(answer, Port.direct(20)));
            pair[1].shutdownOutput();
            Overlapped end = port.acquire();
            port.expect(0, end, pair[0].submitReceive(end, Port.direct(20)));
            Overlapped late = port.acquire();
            int refused = pair[0].submitSend(late, Port.direct("late"));
            assertEquals(-WinError.WSAESHUTDOWN, refused);
            Failure.is(SocketException.class, "WSASend", WinError.WSAESHUTDOWN, pair[0].failure("WSASend", -refused));
            late.release();
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void aResetIsNoEnd() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[1].submitReceive(receive, Port.direct(10));
            pair[0].setOption(StandardSocketOptions.SO_LINGER, 0);
            pair[0].close();
            port.finish(receive, Overlapped.PENDING);
            assertTrue(
                    receive.error() == WinError.ERROR_NETNAME_DELETED || receive.error() == WinError.WSAECONNRESET,
                    () -> WinError.name(receive.error()));
            SocketException reset = (SocketException) receive.failure(pair[1], "WSARecv");
            assertTrue(reset.getMessage().startsWith("Connection reset"), reset.getMessage());
            receive.release();
            pair[1].close();
        }
    }

    @Test
    @NotOnWine(NotOnWine.RESET)
    void aResetStaysAReset() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            pair[0].setOption(StandardSocketOptions.SO_LINGER, 0);
            pair[0].close();
            Overlapped receive = port.acquire();
            for (int i = 0; i < 3; i++) {
                int again = pair[1].submitReceive(receive, Port.direct(10));
                if (again == Overlapped.PENDING) {
                    assertNotNull(port.finish(receive, again).failure(pair[1], "WSARecv"));
                    receive.reset();
                } else {
                    assertTrue(again < 0, "a reset is no end");
                }
            }
            receive.release();
            assertThrows(SocketException.class, () -> pair[1].receiveNow(Port.direct(1)));
            pair[1].close();
        }
    }

    /** The status that Windows gives a receive whose connection is gone, and Wine does not. */
    @Test
    void netnameDeletedIsAResetOrTheConsequenceOfAClose() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            int error = NtStatus.socketError(0xC000_00C9);
            assertEquals(WinError.ERROR_NETNAME_DELETED, error);
            SocketException reset = (SocketException) socket.failure("WSARecv", error);
            assertTrue(reset.getMessage().startsWith("Connection reset"), reset.getMessage());
            socket.close();
            assertSame(
                    AsynchronousCloseException.class,
                    socket.failure("WSARecv", error).getClass());
            assertSame(
                    SocketException.class,
                    socket.failure("WSARecv", WinError.WSAECONNRESET).getClass());
        }
    }

    @Test
    void refused() throws Exception {
        try (Port port = new Port();
                VacantAddress vacant = new VacantAddress()) {
            WinsockStreamSocket client = port.socket(Family.INET);
            Overlapped connect = port.acquire();
            int result = client.submitConnect(connect, vacant.address());
            if (result > 0) {
                port.finish(connect, result);
                Failure.is(
                        ConnectException.class,
                        "ConnectEx",
                        WinError.WSAECONNREFUSED,
                        connect.failure(client, "ConnectEx"));
            } else {
                Failure.is(
                        ConnectException.class,
                        "ConnectEx",
                        WinError.WSAECONNREFUSED,
                        client.failure("ConnectEx", -result));
            }
            connect.release();
            client.close();
        }
    }

    @Test
    void acceptOfAConnectionThatIsResetAlready() throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.listener(Family.INET)) {
            WinsockStreamSocket client = port.socket(Family.INET);
            Overlapped connect = port.acquire();
            port.finish(connect, client.submitConnect(connect, listener.localAddress()));
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
            connect.release();
            WinsockStreamSocket accepted = port.add(WinsockStreamSocket.open(Family.INET));
            Overlapped accept = port.acquire();
            int result = listener.submitAccept(accept, accepted);
            // Windows may say so now, with the completion, or at the first receive; or drop it and wait for the next.
            if (result == Overlapped.PENDING && port.iocp.await(port.completions, 300_000_000) == 1) {
                accept.completed();
                if (accept.error() == 0) {
                    Overlapped receive = port.acquire();
                    int received = accepted.submitReceive(receive, Port.direct(1));
                    assertTrue(received < 0 || port.finish(receive, received).error() != 0, "a reset is no end");
                    receive.release();
                }
                accept.release();
            } else if (result < 0) {
                accept.release();
            } else {
                assertTrue(listener.cancel(accept));
                port.finish(accept, Overlapped.PENDING).release();
            }
            accepted.close();
            // The listener accepts on.
            try (WinsockStreamSocket next = port.socket(Family.INET);
                    WinsockStreamSocket last = port.add(WinsockStreamSocket.open(Family.INET))) {
                Overlapped again = port.acquire();
                Overlapped connecting = port.acquire();
                assertEquals(Overlapped.PENDING, listener.submitAccept(again, last));
                next.submitConnect(connecting, listener.localAddress());
                assertEquals(0, port.next().error());
                assertEquals(0, port.next().error());
            }
        }
    }

    @Test
    void skippedSuccessHasExactlyOneResult() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            assertFalse(pair[0].isSkipOnSuccess());
            assertTrue(pair[0].setSkipOnSuccess());
            assertTrue(pair[0].isSkipOnSuccess());
            int done = 0;
            for (int i = 0; i < 50; i++) {
                Overlapped send = port.acquire();
                int result = pair[0].submitSend(send, Port.direct("x"));
                if (result == Overlapped.DONE) {
                    assertTrue(send.isCompleted());
                    assertEquals(0, send.heldCount());
                    assertEquals(1, send.bytes());
                    done++;
                }
                port.expect(1, send, result);
                port.send(pair[1], "y");
                Overlapped receive = port.acquire();
                port.expect(1, receive, pair[0].submitReceive(receive, Port.direct(1)));
            }
            assertTrue(done > 0, "no send succeeded at once");
            Overlapped waits = port.acquire();
            assertEquals(Overlapped.PENDING, pair[0].submitReceive(waits, Port.direct(1)));
            port.send(pair[1], "z");
            port.expect(1, waits, Overlapped.PENDING);
            port.expectNothing();
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void skippingIsRefusedWhereItCantBeTrusted() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket datagrams = WinsockDatagramSocket.open(Family.INET);
                WinsockStreamSocket original = WinsockStreamSocket.open(Family.INET)) {
            assertThrows(UnsupportedOperationException.class, datagrams::setSkipOnSuccess);
            WinsockStreamSocket adopted = WinsockStreamSocket.adopt(original.handle());
            assertSame(Family.INET, adopted.family());
            assertThrows(UnsupportedOperationException.class, adopted::setSkipOnSuccess);
            assertThrows(IllegalArgumentException.class, () -> WinsockStreamSocket.adopt(datagrams.handle()));
            try (WinsockStreamListener listener = port.listener(Family.INET)) {
                assertThrows(IllegalArgumentException.class, () -> WinsockStreamSocket.adopt(listener.handle()));
            }
        }
    }

    @Test
    void wrongBuffersAndStatesAreRefusedBeforeTheCall() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped operation = port.acquire();
            ByteBuffer heap = ByteBuffer.allocate(1);
            ByteBuffer readOnly = Port.direct(1).asReadOnlyBuffer();
            assertThrows(IllegalArgumentException.class, () -> pair[0].submitSend(operation, heap));
            assertThrows(IllegalArgumentException.class, () -> pair[0].submitReceive(operation, heap));
            assertThrows(ReadOnlyBufferException.class, () -> pair[0].submitReceive(operation, readOnly));
            assertThrows(
                    ReadOnlyBufferException.class,
                    () -> pair[0].submitReceive(operation, new ByteBuffer[] {readOnly}, 0, 1));
            assertThrows(ReadOnlyBufferException.class, () -> pair[0].receiveNow(readOnly));
            assertThrows(
                    IllegalArgumentException.class, () -> pair[0].submitReceive(operation, Port.direct(1), 0x4000));
            ByteBuffer[] withNone = {Port.direct(1), null};
            assertThrows(NullPointerException.class, () -> pair[0].submitSend(operation, withNone, 0, 2));
            assertThrows(NullPointerException.class, () -> pair[0].submitConnect(operation, (NativeAddress) null));
            assertEquals(0, operation.heldCount());
            port.expect(1, operation, pair[0].submitSend(operation, readOnly)); // a send may be from one
            Overlapped pending = port.acquire();
            pair[0].submitReceive(pending, Port.direct(1));
            assertThrows(IllegalStateException.class, () -> pair[0].submitReceive(pending, Port.direct(1)));
            assertThrows(IllegalStateException.class, pending::release);
            pair[1].close();
            port.finish(pending, Overlapped.PENDING);
            pair[0].close();
            pending.reset();
            assertThrows(ClosedChannelException.class, () -> pair[0].submitReceive(pending, Port.direct(1)));
            assertThrows(ClosedChannelException.class, () -> pair[0].cancelAll());
            pending.release();
        }
    }

    @Test
    void closeEndsWhatIsPending() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[0].submitReceive(receive, Port.direct(1));
            pair[0].close();
            port.finish(receive, Overlapped.PENDING);
            assertTrue(receive.error() != 0, "a close is no end");
            assertSame(
                    AsynchronousCloseException.class,
                    receive.failure(pair[0], "WSARecv").getClass());
            receive.release();
            // The peer sees the end, and no reset.
            Overlapped end = port.acquire();
            port.expect(0, end, pair[1].submitReceive(end, Port.direct(1)));
            pair[1].close();
        }
    }

    @Test
    void disconnect() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[1].submitReceive(receive, Port.direct(1));
            Overlapped disconnect = port.acquire();
            int result = pair[0].submitDisconnect(disconnect, false);
            assertEquals(Overlapped.PENDING, result);
            for (int i = 0; i < 2; i++) {
                Overlapped done = port.next();
                assertEquals(0, done.error());
                assertEquals(0, done.bytes());
            }
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    @NotOnWine("a socket that DisconnectEx has freed for use says WSAEISCONN")
    void aDisconnectedSocketIsUsedAgain() throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.listener(Family.INET)) {
            WinsockStreamSocket[] pair = port.connect(listener, Family.INET);
            pair[0].updateConnectContext();
            listener.updateAcceptContext(pair[1]);
            pair[0].close(); // first: who ends a connection actively waits for its TIME_WAIT
            Overlapped end = port.acquire();
            port.expect(0, end, pair[1].submitReceive(end, Port.direct(1)));
            Overlapped disconnect = port.acquire();
            port.expect(0, disconnect, pair[1].submitDisconnect(disconnect, true));
            Overlapped accept = port.acquire();
            Overlapped connect = port.acquire();
            assertEquals(Overlapped.PENDING, listener.submitAccept(accept, pair[1]));
            WinsockStreamSocket next = port.socket(Family.INET);
            next.submitConnect(connect, listener.localAddress());
            assertEquals(0, port.next().error());
            assertEquals(0, port.next().error());
            next.close();
            pair[1].close();
        }
    }

    @Test
    @NotOnWine("it has no Unix sockets")
    void unixSockets() throws Exception {
        WinsockStreamSocket.open(Family.UNIX).close();
    }

    @Test
    void noUnixDatagrams() {
        assertThrows(UnsupportedOperationException.class, () -> WinsockDatagramSocket.open(Family.UNIX));
        try {
            WinsockStreamListener.open(Family.UNIX).close();
        } catch (UnsupportedOperationException e) {
            assertTrue(e.getMessage().contains("Windows 10"), e.getMessage());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
