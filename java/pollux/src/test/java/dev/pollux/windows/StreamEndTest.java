package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.VacantAddress;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import org.junit.jupiter.api.Test;

/** Every way in which a stream ends, or does not begin. */
@WindowsTest
@SuppressWarnings("try") // closed early, or only waited for
class StreamEndTest {
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
                accept.completed(port.completions, 0);
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
}
