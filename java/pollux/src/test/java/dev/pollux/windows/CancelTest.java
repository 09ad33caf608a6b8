package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.system.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is cancelled stays pending until its completion is dequeued. */
@WindowsTest
class CancelTest {
    @Test
    void whatIsPendingEndsAborted() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[0].submitReceive(receive, Port.direct(1));
            assertTrue(pair[0].cancel(receive));
            assertTrue(receive.isPending(), "it is the system's until it was dequeued");
            assertEquals(1, receive.heldCount());
            assertThrows(IllegalStateException.class, receive::release);
            port.finish(receive, Overlapped.PENDING);
            assertEquals(WinError.ERROR_OPERATION_ABORTED, receive.error());
            Failure.is(
                    SystemCallException.class,
                    "WSARecv",
                    WinError.ERROR_OPERATION_ABORTED,
                    receive.failure(pair[0], "WSARecv"));
            assertEquals(0, receive.heldCount());
            assertFalse(pair[0].cancel(receive), "not pending");
            receive.release();
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void whatHasCompletedKeepsItsResult() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped receive = port.acquire();
            pair[0].submitReceive(receive, Port.direct(4));
            pair[1].sendNow(Port.direct("here+"));
            // What the receive has no room for is there, so it has completed; its packet stays in the port.
            port.awaitAvailable(1, pair[0]);
            pair[0].cancel(receive);
            port.expect(4, receive, Overlapped.PENDING);
            port.expectNothing();
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void aThreadThatHasJustEndedHasSubmittedIt() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket socket = port.add(WinsockDatagramSocket.open(Family.INET))) {
            socket.bind(Port.loopback(Family.INET));
            for (int i = 0; i < 300; i++) {
                Overlapped receive = port.acquire();
                port.submitOnAThreadThatEnds(() -> socket.submitReceive(receive, Port.direct(1)));
                assertTrue(socket.cancel(receive));
                port.finish(receive, Overlapped.PENDING);
                assertEquals(WinError.ERROR_OPERATION_ABORTED, receive.error(), () -> WinError.name(receive.error()));
                receive.release();
            }
        }
    }

    @Test
    void allOfAHandle() throws Exception {
        try (Port port = new Port();
                WinsockStreamListener listener = port.listener(Family.INET)) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            List<Overlapped> all = new ArrayList<>();
            List<WinsockStreamSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(port.acquire());
                pair[0].submitReceive(all.get(all.size() - 1), Port.direct(1));
                all.add(port.acquire());
                sockets.add(port.add(WinsockStreamSocket.open(Family.INET)));
                listener.submitAccept(all.get(all.size() - 1), sockets.get(i));
            }
            assertTrue(pair[0].cancelAll());
            assertTrue(listener.cancelAll());
            for (int i = 0; i < all.size(); i++) {
                Overlapped ended = port.next();
                assertEquals(WinError.ERROR_OPERATION_ABORTED, ended.error());
                ended.release();
            }
            port.expectNothing();
            sockets.forEach(WinsockStreamSocket::close);
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    @NotOnWine("CancelIoEx without an OVERLAPPED says TRUE with nothing pending")
    void nothingToCancel() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            assertFalse(socket.cancelAll());
        }
    }

    /** Cancels race with completions; every operation completes once, and no block is written to after its release. */
    @Test
    void aStormOfCancels() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            Overlapped[] receives = new Overlapped[8];
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < receives.length; i++) {
                    receives[i] = port.acquire();
                    assertEquals(Overlapped.PENDING, pair[0].submitReceive(receives[i], Port.direct(1)));
                }
                Overlapped send = port.acquire();
                pair[1].submitSend(send, Port.direct("abcd"));
                for (int i = receives.length - 1; i >= 0; i--) {
                    pair[0].cancel(receives[i]);
                }
                int bytes = 0;
                for (int i = 0; i <= receives.length; i++) {
                    Overlapped ended = port.next();
                    if (ended != send) {
                        assertTrue(ended.error() == 0 || ended.error() == WinError.ERROR_OPERATION_ABORTED);
                        bytes += ended.bytes();
                    }
                    ended.release();
                }
                java.nio.ByteBuffer rest = Port.direct(8);
                long deadline = System.nanoTime() + Port.LONG_NANOS;
                while (bytes < 4) {
                    bytes += pair[0].receiveNow(rest);
                    assertTrue(System.nanoTime() < deadline, "bytes were lost");
                }
            }
            port.expectNothing();
            pair[0].close();
            pair[1].close();
            assertEquals(0, port.pool.outstanding());
        }
    }
}
