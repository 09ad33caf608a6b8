package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Polls of sockets, on the port. */
@WindowsTest
class AfdDeviceTest {
    private static final long DEVICE = 9; // a completion key
    private static final long NO_SOCKET = 0x7654320; // a multiple of 4, as sockets are
    private static final int READ = AfdDevice.RECEIVE | AfdDevice.DISCONNECT | AfdDevice.ABORT;

    private static AfdDevice device(Port port) throws Exception {
        AfdDevice device = AfdDevice.open();
        port.iocp.associate(device, DEVICE);
        return device;
    }

    private static long base(WinsockSocket socket) throws Exception {
        return AfdDevice.baseSocket(socket.handle());
    }

    /** Waits for the next completion, which is this poll's; returns its events. */
    private static int next(Port port, AfdDevice device, int poll) throws Exception {
        assertEquals(1, port.iocp.await(port.completions, Port.LONG_NANOS), "no completion came");
        assertEquals(DEVICE, port.completions.key(0));
        assertEquals(poll, device.pollOf(port.completions.overlappedAddress(0)));
        assertTrue(device.isPending(poll));
        int events = device.completed(poll);
        assertFalse(device.isPending(poll));
        return events;
    }

    @Test
    void aBaseSocketIsTheSocketItself() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            assertEquals(socket.handle(), base(socket));
        }
        assertThrows(IllegalArgumentException.class, () -> AfdDevice.baseSocket(-1));
    }

    @Test
    @NotOnWine("any number is a base socket")
    void whatIsNoSocketHasNoBaseSocket() {
        IOException refusal = assertThrows(IOException.class, () -> AfdDevice.baseSocket(NO_SOCKET));
        assertEquals(WinError.WSAENOTSOCK, SystemCallException.of(refusal).code());
    }

    @Test
    void aListenerIsToldWhenAConnectionCame() throws Exception {
        try (Port port = new Port();
                AfdDevice device = device(port);
                WinsockStreamListener listener = WinsockStreamListener.open(Family.INET)) {
            listener.bind(Port.loopback(Family.INET));
            listener.listen(5);
            assertEquals(Overlapped.PENDING, device.submitPoll(3, base(listener), AfdDevice.ACCEPT));
            port.expectNothing();
            try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
                assertEquals(AfdDevice.ACCEPT, next(port, device, 3));
                assertTrue(client.isConnected());
            }
        }
    }

    /** Data that is not read is told by each poll: there are levels, and no edges. */
    @Test
    void dataThenTheEndThenNothingElse() throws Exception {
        try (Port port = new Port();
                AfdDevice device = device(port)) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            long base = base(pair[1]);
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, READ));
            port.expectNothing();
            assertEquals(1, pair[0].sendNow(ByteBuffer.allocate(1)));
            assertEquals(AfdDevice.RECEIVE, next(port, device, 0));
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, READ));
            assertEquals(AfdDevice.RECEIVE, next(port, device, 0));
            assertEquals(1, pair[1].receiveNow(ByteBuffer.allocate(5)));
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, AfdDevice.SEND));
            assertEquals(AfdDevice.SEND, next(port, device, 0));
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, READ));
            pair[0].shutdownOutput();
            assertTrue((next(port, device, 0) & AfdDevice.DISCONNECT) != 0);
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void aDatagramIsTold() throws Exception {
        try (Port port = new Port();
                AfdDevice device = device(port);
                WinsockDatagramSocket socket = port.add(WinsockDatagramSocket.open(Family.INET))) {
            socket.bind(Port.loopback(Family.INET));
            assertEquals(Overlapped.PENDING, device.submitPoll(AfdDevice.POLLS - 1, base(socket), AfdDevice.RECEIVE));
            NativeAddress to = new NativeAddress();
            to.set(socket.localAddress(), Family.INET);
            Overlapped send = port.acquire();
            assertEquals(Overlapped.PENDING, socket.submitSend(send, Port.direct("x"), to));
            boolean isTold = false;
            for (int i = 0; i < 2; i++) { // in whatever order
                assertEquals(1, port.iocp.await(port.completions, Port.LONG_NANOS));
                if (port.completions.key(0) == DEVICE) {
                    assertEquals(AfdDevice.RECEIVE, device.completed(AfdDevice.POLLS - 1));
                    isTold = true;
                } else {
                    send.completed(port.completions, 0);
                    send.release();
                }
            }
            assertTrue(isTold);
        }
    }

    @Test
    void aCancelledPollEndsWithoutEventsAndCanBeSubmittedAgain() throws Exception {
        try (Port port = new Port();
                AfdDevice device = device(port)) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            long base = base(pair[1]);
            assertFalse(device.cancelPoll(0), "nothing is pending");
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, READ));
            assertEquals(Overlapped.PENDING, device.submitPoll(1, base, READ));
            assertTrue(device.cancelPoll(0));
            assertEquals(0, next(port, device, 0));
            port.expectNothing();
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, AfdDevice.SEND));
            assertEquals(AfdDevice.SEND, next(port, device, 0));
            assertEquals(1, pair[0].sendNow(ByteBuffer.allocate(1))); // the other one goes on
            assertEquals(AfdDevice.RECEIVE, next(port, device, 1));
            pair[0].close();
            pair[1].close();
        }
    }

    /** Its memory is kept until the completion was dequeued, though the device is closed. */
    @Test
    void aClosedDeviceEndsItsPolls() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET)) {
            socket.bind(Port.loopback(Family.INET));
            AfdDevice device = device(port);
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base(socket), AfdDevice.RECEIVE));
            device.close();
            assertTrue(device.isRooted());
            assertEquals(0, next(port, device, 0));
            assertFalse(device.isRooted());
            assertThrows(ClosedChannelException.class, () -> device.submitPoll(0, base(socket), AfdDevice.RECEIVE));
            assertFalse(device.isPending(0));
            AfdDevice idle = device(port);
            assertTrue(idle.isRooted());
            idle.close();
            assertFalse(idle.isRooted());
        }
    }

    @Test
    void whatIsWrongIsRefusedBeforeTheSystemSeesIt() throws Exception {
        try (Port port = new Port();
                AfdDevice device = device(port);
                WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET)) {
            socket.bind(Port.loopback(Family.INET));
            long base = base(socket);
            assertThrows(IndexOutOfBoundsException.class, () -> device.submitPoll(-1, base, READ));
            assertThrows(IndexOutOfBoundsException.class, () -> device.submitPoll(AfdDevice.POLLS, base, READ));
            assertThrows(IndexOutOfBoundsException.class, () -> device.cancelPoll(AfdDevice.POLLS));
            assertThrows(IndexOutOfBoundsException.class, () -> device.completed(AfdDevice.POLLS));
            assertThrows(IndexOutOfBoundsException.class, () -> device.isPending(-1));
            assertThrows(IllegalArgumentException.class, () -> device.submitPoll(0, 0, READ));
            assertThrows(IllegalArgumentException.class, () -> device.submitPoll(0, base, 0));
            assertThrows(IllegalArgumentException.class, () -> device.submitPoll(0, base, READ | 0x1000));
            assertThrows(IllegalStateException.class, () -> device.completed(0));
            assertEquals(-1, device.pollOf(0));
            assertEquals(Overlapped.PENDING, device.submitPoll(0, base, AfdDevice.RECEIVE));
            assertThrows(IllegalStateException.class, () -> device.submitPoll(0, base, AfdDevice.RECEIVE));
            assertTrue(device.isPending(0), "the first goes on");
            assertTrue(device.submitPoll(1, NO_SOCKET, AfdDevice.RECEIVE) < 0);
            assertFalse(device.isPending(1));
            assertTrue(device.cancelPoll(0));
            assertEquals(0, next(port, device, 0));
        }
    }
}
