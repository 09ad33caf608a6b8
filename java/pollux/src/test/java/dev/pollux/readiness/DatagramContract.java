package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.Recorder;
import dev.pollux.internal.epoll.SenderCache;
import dev.pollux.internal.epoll.TargetCache;
import dev.pollux.linux.Family;
import dev.pollux.linux.NativeAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** UDP sockets that go with a port. */
abstract class DatagramContract extends PortContract {
    DatagramContract(Backend backend) {
        super(backend);
    }

    private UdpSocket bound() throws IOException {
        UdpSocket socket = opened(port.openUdpSocket());
        socket.bind(loopback());
        return socket;
    }

    private static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer filled) {
        return StandardCharsets.US_ASCII.decode(filled.flip()).toString();
    }

    @Test
    void sendsAndReceivesWithTheSender() throws Exception {
        UdpSocket a = bound();
        UdpSocket b = bound();
        assertNull(a.sender());
        ByteBuffer[] buffers = {ByteBuffer.allocateDirect(100), ByteBuffer.allocate(100)};
        for (ByteBuffer buffer : buffers) {
            assertFalse(a.receive(buffer.clear()), "nothing is there");
            assertTrue(b.send(ascii("hello"), a.localAddress()));
            Await.until("it comes", () -> a.receive(buffer));
            assertEquals("hello", text(buffer));
            assertFalse(a.receive(buffer));
            assertEquals(b.localAddress(), a.sender());
            assertTrue(a.send(ascii("back"), a.sender()));
            Await.until("the answer comes", () -> b.receive(buffer.clear()));
            assertEquals("back", text(buffer));
        }
    }

    @Test
    void manySendersAreToldApartAndAnswered() throws Exception {
        UdpSocket server = bound();
        UdpSocket[] clients = new UdpSocket[40];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = bound();
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(16);
        for (int round = 0; round < 3; round++) {
            for (UdpSocket client : clients) {
                assertTrue(client.send(ascii("ask"), server.localAddress()));
                Await.until("the question comes", () -> server.receive(buffer.clear()));
                assertEquals(client.localAddress(), server.sender());
                assertTrue(server.send(buffer.flip(), server.sender()));
                Await.until("the answer comes", () -> client.receive(buffer.clear()));
                assertEquals(server.localAddress(), client.sender());
            }
        }
    }

    /** More than the caches have room for, so that each slot is taken over by others again and again. */
    @Test
    void addressesThatShareASlotAreNotMistaken() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "addresses are translated on epoll alone");
        SenderCache senders = new SenderCache();
        TargetCache targets = new TargetCache();
        NativeAddress nativeAddress = new NativeAddress();
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 2000; i++) {
                byte[] bytes = {10, 0, (byte) (i >> 8), (byte) i};
                InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(bytes), 9000 + i % 7);
                nativeAddress.set(address, Family.INET);
                assertEquals(address, senders.get(nativeAddress));
                assertSame(senders.get(nativeAddress), senders.get(nativeAddress));
                assertEquals(address, targets.get(address, Family.INET).get());
            }
        }
    }

    /** Bigger than the heap buffer's room at the receiver, empty, and from another sender. */
    @Test
    void datagramsKeepTheirBounds() throws Exception {
        UdpSocket a = bound();
        UdpSocket b = bound();
        UdpSocket c = bound();
        assertTrue(b.send(ByteBuffer.allocate(0), a.localAddress()));
        assertTrue(c.send(ascii("0123456789"), a.localAddress()));
        assertTrue(b.send(ascii("x"), a.localAddress()));
        ByteBuffer buffer = ByteBuffer.allocate(4);
        Await.until("the empty one comes", () -> a.receive(buffer));
        assertEquals(0, buffer.position());
        assertEquals(b.localAddress(), a.sender());
        Await.until("the long one comes", () -> a.receive(buffer));
        if (port.capabilities().contains(Capability.TRUNCATION)) {
            assertTrue(a.isTruncated());
        } else {
            assertTrue(assertThrows(UnsupportedOperationException.class, a::isTruncated)
                    .getMessage()
                    .contains("TRUNCATION"));
        }
        assertEquals("0123", text(buffer));
        assertEquals(c.localAddress(), a.sender());
        buffer.clear().limit(1); // as long as the datagram
        Await.until("the last one comes", () -> a.receive(buffer));
        assertEquals("x", text(buffer));
        assertEquals(b.localAddress(), a.sender());
        if (backend == Backend.EPOLL) {
            assertFalse(a.isTruncated());
            assertSame(a.sender(), a.sender());
        }
    }

    @Test
    void isReportedAndPausedLikeOthers() throws Exception {
        UdpSocket a = bound();
        UdpSocket b = bound();
        Recorder recorder = new Recorder();
        Registration registration = register(a, Interest.READ, recorder);
        pollForNothing();
        assertEquals(0, recorder.count());
        b.send(ascii("x"), a.localAddress());
        pollUntilCount(recorder, 2);
        assertTrue(recorder.last().isReadable());
        assertTrue(a.receive(ByteBuffer.allocate(10)));
        registration.modify(Interest.WRITE);
        pollUntil("writable", () -> recorder.last().isWritable());
        a.close();
        assertFalse(registration.isOpen());
    }

    @Test
    void connectedTalksToOnePeerOnly() throws Exception {
        UdpSocket a = bound();
        UdpSocket peer = bound();
        UdpSocket stranger = bound();
        assertNull(a.remoteAddress());
        assertThrows(NotYetConnectedException.class, () -> a.send(ascii("x")));
        a.connect(peer.localInetAddress());
        assertEquals(peer.localAddress(), a.remoteAddress());
        assertTrue(a.send(ascii("to the peer")));
        ByteBuffer buffer = ByteBuffer.allocate(100);
        Await.until("it comes", () -> peer.receive(buffer));
        assertEquals("to the peer", text(buffer));
        stranger.send(ascii("strange"), a.localAddress());
        peer.send(ascii("known"), a.localAddress());
        buffer.clear();
        Await.until("it comes", () -> a.receive(buffer));
        assertEquals("known", text(buffer));
    }

    @Test
    @NotOnWine("the JDK binds a socket again that it disconnects, which Wine refuses")
    void disconnectedTalksToAll() throws Exception {
        UdpSocket a = bound();
        UdpSocket peer = bound();
        a.connect(peer.localInetAddress());
        a.disconnect();
        assertNull(a.remoteAddress());
        assertThrows(NotYetConnectedException.class, () -> a.send(ascii("x")));
        assertTrue(a.send(ascii("x"), peer.localAddress()));
        Await.until("it comes", () -> peer.receive(ByteBuffer.allocate(1)));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows tells it as the JDK there does")
    void anUnreachablePeerIsTold() throws Exception {
        UdpSocket gone = bound();
        InetSocketAddress address = gone.localInetAddress();
        gone.close();
        port.poll(0);
        UdpSocket a = opened(port.openUdpSocket());
        a.connect(address);
        a.send(ascii("x"));
        Recorder recorder = new Recorder();
        Registration registration = register(a, Interest.READ, recorder);
        pollUntilCount(recorder, 1);
        if (backend == Backend.EPOLL) {
            assertTrue(recorder.last().isError(), recorder::toString);
        }
        assertThrows(PortUnreachableException.class, () -> a.receive(ByteBuffer.allocate(1)));
        registration.close();
    }

    @Test
    void hasOptionsAndRefusals() throws Exception {
        UdpSocket a = bound();
        a.setOption(StandardSocketOptions.SO_BROADCAST, true);
        assertEquals(true, a.getOption(StandardSocketOptions.SO_BROADCAST));
        a.setOption(StandardSocketOptions.SO_RCVBUF, 50_000);
        assertEquals(50_000, a.getOption(StandardSocketOptions.SO_RCVBUF));
        UdpSocket b = opened(port.openUdpSocket(StandardProtocolFamily.INET));
        assertThrows(BindException.class, () -> b.bind(a.localInetAddress()));
        assertThrows(UnsupportedOperationException.class, () -> port.openUdpSocket(StandardProtocolFamily.UNIX));
        a.close();
        a.close();
        assertThrows(ClosedChannelException.class, () -> a.receive(ByteBuffer.allocate(1)));
        assertThrows(
                ClosedChannelException.class,
                () -> a.send(ascii("x"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)));
        assertThrows(ClosedChannelException.class, () -> a.send(ascii("x")));
        assertTrue(a.toString().contains("closed"), a::toString);
    }

    @Test
    void joinsAndLeavesAGroup() throws Exception {
        NetworkInterface network = NetworkInterface.networkInterfaces()
                .filter(each -> {
                    try {
                        return each.isUp() && each.supportsMulticast();
                    } catch (IOException e) {
                        return false;
                    }
                })
                .findFirst()
                .orElse(null);
        assumeTrue(network != null, "no interface here has multicast");
        InetAddress group = InetAddress.getByName("239.1.2.3");
        for (UdpSocket each :
                new UdpSocket[] {opened(port.openUdpSocket()), opened(port.openUdpSocket(StandardProtocolFamily.INET))
                }) {
            assertThrows(IllegalArgumentException.class, () -> each.join(InetAddress.getLoopbackAddress(), network));
            assertThrows(IOException.class, () -> each.leave(group, network));
            each.join(group, network);
            each.leave(group, network);
            assertThrows(IOException.class, () -> each.leave(group, network));
        }
    }

    @Test
    void droppedDatagramsAreCounted() throws Exception {
        UdpSocket a = bound();
        if (!port.capabilities().contains(Capability.DROPPED_DATAGRAMS)) {
            assertTrue(assertThrows(UnsupportedOperationException.class, a::droppedDatagrams)
                    .getMessage()
                    .contains("DROPPED_DATAGRAMS"));
            return;
        }
        assertEquals(0, a.droppedDatagrams());
        a.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        int sent = 0;
        try (DatagramChannel peer = DatagramChannel.open()) {
            while (a.droppedDatagrams() < 10 && sent < 10_000) { // none was received since: SO_RXQ_OVFL would be silent
                peer.send(ByteBuffer.allocate(1000), a.localAddress());
                sent++;
            }
        }
        long dropped = a.droppedDatagrams();
        int received = 0;
        while (a.receive(ByteBuffer.allocate(1000))) {
            received++;
        }
        assertEquals(sent, received + dropped);
        assertEquals(dropped, a.droppedDatagrams());
    }
}
