package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.WineCondition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams: where they come from, where they are cut off, and those that find nobody. */
@WindowsTest
class DatagramTest {
    private static WinsockDatagramSocket bound(Port port, Family family) throws IOException {
        WinsockDatagramSocket socket = port.add(WinsockDatagramSocket.open(family));
        socket.bind(Port.loopback(family));
        return socket;
    }

    private static NativeAddress addressOf(WinsockDatagramSocket socket) throws IOException {
        NativeAddress address = new NativeAddress();
        address.set(socket.localAddress(), socket.family());
        return address;
    }

    private static void send(Port port, WinsockDatagramSocket from, WinsockDatagramSocket to, String text)
            throws IOException {
        Overlapped send = port.acquire();
        port.expect(text.length(), send, from.submitSend(send, Port.direct(text), addressOf(to)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Family.class,
            names = {"INET", "INET6"})
    void eachDatagramHasItsSender(Family family) throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, family);
                WinsockDatagramSocket b = bound(port, family);
                WinsockDatagramSocket c = bound(port, family)) {
            NativeAddress sender = new NativeAddress();
            for (WinsockDatagramSocket from : new WinsockDatagramSocket[] {a, b, a}) {
                ByteBuffer into = Port.direct(100);
                Overlapped receive = port.acquire();
                assertEquals(Overlapped.PENDING, c.submitReceive(receive, into));
                Overlapped send = port.acquire();
                from.submitSend(send, Port.direct("hello"), addressOf(c));
                assertEquals(0, port.next().error());
                assertEquals(0, port.next().error());
                assertEquals(5, receive.bytes());
                assertEquals("hello", Port.text(into, 5));
                assertFalse(receive.isTruncated());
                receive.senderInto(sender);
                assertEquals(from.localAddress(), sender.get());
                assertEquals(from.localAddress(), receive.sender());
                assertEquals(addressOf(from), sender);
                receive.release();
                send.release();
            }
        }
    }

    @Test
    void emptyOnesCount() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET);
                WinsockDatagramSocket b = bound(port, Family.INET)) {
            send(port, a, b, "");
            Overlapped receive = port.acquire();
            port.finish(receive, b.submitReceive(receive, Port.direct(10)));
            assertEquals(0, receive.error());
            assertEquals(0, receive.bytes());
            assertEquals(a.localAddress(), receive.sender());
        }
    }

    /** Both ways: the datagram is there before the receive, whose call then fails with WSAEMSGSIZE, or comes after. */
    @Test
    void whatIsTooLongIsCutOffAndSaysSo() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET);
                WinsockDatagramSocket b = bound(port, Family.INET)) {
            for (boolean before : new boolean[] {true, false}) {
                ByteBuffer into = Port.direct(4);
                Overlapped receive = port.acquire();
                int result = 0;
                if (before) {
                    send(port, a, b, "too long");
                    result = b.submitReceive(receive, into);
                } else {
                    result = b.submitReceive(receive, into);
                    Overlapped send = port.acquire();
                    a.submitSend(send, Port.direct("too long"), addressOf(b));
                    Overlapped first = port.next();
                    if (first == receive) {
                        port.next();
                        result = Overlapped.DONE;
                    }
                    send.release();
                }
                port.finish(receive, result);
                assertTrue(receive.isTruncated(), () -> WinError.name(receive.error()));
                assertEquals(WinError.WSAEMSGSIZE, receive.error());
                assertEquals(4, receive.bytes());
                assertEquals("too ", Port.text(into, 4));
                assertEquals(a.localAddress(), receive.sender());
                receive.release();
            }
            send(port, a, b, "next");
            Overlapped next = port.acquire();
            port.expect(4, next, b.submitReceive(next, Port.direct(10)));
            port.expectNothing();
        }
    }

    private static InetSocketAddress nobody() throws IOException {
        try (WinsockDatagramSocket gone = WinsockDatagramSocket.open(Family.INET)) {
            gone.bind(Port.loopback(Family.INET));
            return (InetSocketAddress) gone.localAddress();
        }
    }

    @Test
    void whatFindsNobodyDoesNotSpoilTheNextReceive() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET);
                WinsockDatagramSocket b = bound(port, Family.INET)) {
            NativeAddress nobody = new NativeAddress();
            nobody.set(nobody(), Family.INET);
            Overlapped receive = port.acquire();
            assertEquals(Overlapped.PENDING, a.submitReceive(receive, Port.direct(10)));
            Overlapped lost = port.acquire();
            a.submitSend(lost, Port.direct("x"), nobody);
            assertSame(lost, port.next());
            port.expectNothing();
            Overlapped send = port.acquire();
            b.submitSend(send, Port.direct("fine"), addressOf(a));
            port.next();
            port.next();
            assertEquals(0, receive.error());
            assertEquals(4, receive.bytes());
        }
    }

    @Test
    @NotOnWine("it reports nothing")
    void whatFindsNobodyIsReportedOnDemand() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET)) {
            a.setReportUnreachable(true);
            NativeAddress nobody = new NativeAddress();
            nobody.set(nobody(), Family.INET);
            Overlapped lost = port.acquire();
            port.expect(1, lost, a.submitSend(lost, Port.direct("x"), nobody));
            Overlapped receive = port.acquire();
            int result = a.submitReceive(receive, Port.direct(10));
            IOException failure = result < 0
                    ? a.failure("WSARecvFrom", -result)
                    : port.finish(receive, result).failure(a, "WSARecvFrom");
            assertSame(PortUnreachableException.class, failure.getClass());
        }
    }

    @Test
    @NotOnWine("it reports nothing")
    void whatFindsNobodyIsReportedToAConnectedSocket() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET)) {
            a.setReportUnreachable(true);
            a.connect(nobody());
            Overlapped lost = port.acquire();
            port.expect(1, lost, a.submitSend(lost, Port.direct("x")));
            Overlapped receive = port.acquire();
            int result = a.submitReceive(receive, Port.direct(10));
            IOException failure = result < 0
                    ? a.failure("WSARecvFrom", -result)
                    : port.finish(receive, result).failure(a, "WSARecvFrom");
            assertSame(PortUnreachableException.class, failure.getClass(), failure::toString);
        }
    }

    @Test
    void unreachableIsAnExceptionOfItsOwn() throws Exception {
        try (WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET)) {
            for (int code :
                    new int[] {WinError.ERROR_PORT_UNREACHABLE, WinError.WSAECONNRESET, WinError.WSAECONNREFUSED}) {
                Failure.is(PortUnreachableException.class, "WSARecvFrom", code, socket.failure("WSARecvFrom", code));
            }
        }
    }

    @Test
    void aCancelledReceiveHasNoSender() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET)) {
            Overlapped receive = port.acquire();
            assertEquals(Overlapped.PENDING, a.submitReceive(receive, Port.direct(10)));
            assertTrue(a.cancel(receive));
            port.finish(receive, Overlapped.PENDING);
            assertEquals(WinError.ERROR_OPERATION_ABORTED, receive.error());
            assertNull(receive.sender());
            NativeAddress sender = addressOf(a);
            receive.senderInto(sender);
            assertTrue(sender.isEmpty());
        }
    }

    @Test
    void connectedOnesKeepToTheirPeer() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = bound(port, Family.INET);
                WinsockDatagramSocket b = bound(port, Family.INET)) {
            Overlapped unconnected = port.acquire();
            assertTrue(a.submitSend(unconnected, Port.direct("x")) < 0, "nobody to send to");
            assertNull(a.remoteAddress());
            a.connect(b.localAddress());
            assertEquals(b.localAddress(), a.remoteAddress());
            port.expect(2, unconnected, a.submitSend(unconnected, Port.direct("ab")));
            Overlapped receive = port.acquire();
            port.expect(2, receive, b.submitReceive(receive, Port.direct(10)));
            a.disconnect();
            assertNull(a.remoteAddress());
        }
    }

    @Test
    @NotOnWine("a receive on what is not bound waits")
    void aReceiveOnWhatIsNotBoundIsRefused() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket socket = port.add(WinsockDatagramSocket.open(Family.INET))) {
            Overlapped receive = port.acquire();
            ByteBuffer into = Port.direct(1);
            assertEquals(-WinError.WSAEINVAL, socket.submitReceive(receive, into));
            assertEquals(0, receive.heldCount());
            receive.release();
            assertThrows(IllegalStateException.class, () -> socket.submitReceive(receive, into));
        }
    }

    /** Wine leaves a receive undone then, now and then, and says so. */
    @Test
    void nothingIsLostIfTheThreadHasJustEndedThatSubmittedTheReceive() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket from = bound(port, Family.INET);
                WinsockDatagramSocket to = bound(port, Family.INET)) {
            ByteBuffer into = Port.direct(100);
            for (int i = 0; i < 300; i++) {
                Overlapped receive = port.acquire();
                port.submitOnAThreadThatEnds(() -> to.submitReceive(receive, into));
                Overlapped send = port.acquire();
                from.submitSend(send, Port.direct("hello"), addressOf(to));
                port.next();
                port.next();
                assertEquals(0, send.error());
                if (receive.error() == WinError.ERROR_OPERATION_ABORTED && Boolean.getBoolean(WineCondition.PROPERTY)) {
                    receive.reset();
                    port.finish(receive, to.submitReceive(receive, into));
                }
                assertEquals(0, receive.error(), () -> WinError.name(receive.error()));
                assertEquals("hello", Port.text(into, receive.bytes()));
                receive.release();
                send.release();
            }
        }
    }
}
