package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accept, connect, send and receive. */
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
