package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.VacantAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How streams come to be: bind, listen, connect, accept; and the addresses at both ends. */
@LinuxTest
class StreamConnectTest {
    private static final int NONBLOCK_AND_CLOEXEC = 0x800 | 0x80000;

    @ParameterizedTest
    @EnumSource
    void bothEndsKnowBothAddresses(Family family) throws IOException {
        try (LinuxStreamListener listener = Streams.listener(family)) {
            SocketAddress address = listener.localAddress();
            assertEquals(family, listener.family());
            assertNull(listener.accept(), "none waits");
            try (LinuxStreamSocket client = Streams.connect(family, address)) {
                Ready.await(listener, Epoll.IN);
                NativeAddress peer = new NativeAddress();
                try (LinuxStreamSocket accepted = listener.accept(peer)) {
                    assertEquals(address, client.remoteAddress());
                    assertEquals(address, accepted.localAddress());
                    assertEquals(client.localAddress(), accepted.remoteAddress());
                    assertEquals(client.localAddress(), peer.get());
                    assertEquals(family, accepted.family());
                    for (Descriptor one : new Descriptor[] {listener, client, accepted}) {
                        assertEquals(NONBLOCK_AND_CLOEXEC, OpenDescriptors.flags(one.fd()) & NONBLOCK_AND_CLOEXEC);
                    }
                    Streams.sendAll(client, "there");
                    Streams.assertReceives("there", accepted);
                    Streams.sendAll(accepted, "and back");
                    Streams.assertReceives("and back", client);
                }
            }
        }
    }

    @Test
    void acceptOfNobodyLeavesNoAddress() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET)) {
            NativeAddress peer = new NativeAddress();
            peer.set(listener.localAddress(), Family.INET);
            assertNull(listener.accept(peer));
            assertTrue(peer.isEmpty());
            assertNull(peer.get());
        }
    }

    @Test
    void ipv6SocketTakesIpv4UnlessToldNot() throws IOException {
        try (LinuxStreamListener dual = LinuxStreamListener.open(Family.INET6);
                LinuxStreamListener only = LinuxStreamListener.open(Family.INET6)) {
            dual.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            dual.bind(new InetSocketAddress(0)); // the wildcard, whichever family the JVM makes it
            dual.listen(8);
            int port = ((InetSocketAddress) dual.localAddress()).getPort();
            InetSocketAddress v4 = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            try (LinuxStreamSocket client = Streams.connect(Family.INET, v4);
                    LinuxStreamSocket accepted = Streams.accept(dual)) {
                assertEquals(client.localAddress(), accepted.remoteAddress());
                assertEquals(v4, accepted.localAddress());
            }
            try (LinuxStreamSocket mapped = Streams.connect(Family.INET6, v4);
                    LinuxStreamSocket accepted = Streams.accept(dual)) {
                assertEquals(v4, mapped.remoteAddress());
                assertEquals(mapped.localAddress(), accepted.remoteAddress());
            }
            only.setOption(LinuxSocketOptions.IPV6_V6ONLY, true);
            only.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 0));
            only.listen(8);
            int onlyPort = ((InetSocketAddress) only.localAddress()).getPort();
            try (LinuxStreamSocket refused = LinuxStreamSocket.open(Family.INET)) {
                assertRefused(refused, new InetSocketAddress(v4.getAddress(), onlyPort));
            }
        }
    }

    private static void assertRefused(LinuxStreamSocket socket, SocketAddress address) throws IOException {
        assertFalse(socket.connect(address));
        Ready.await(socket, Epoll.OUT);
        Failure.of(
                ConnectException.class,
                "connect",
                Errno.ECONNREFUSED,
                "descriptor " + socket.fd() + ", to " + address,
                socket::finishConnect);
    }

    @Test
    void refusedConnectNamesTheAddress() throws IOException {
        for (Family family : new Family[] {Family.INET, Family.INET6}) {
            try (VacantAddress vacant =
                            new VacantAddress(Streams.loopback(family).getAddress());
                    LinuxStreamSocket socket = LinuxStreamSocket.open(family)) {
                assertRefused(socket, vacant.address());
            }
        }
        UnixAddress nobody = UnixAddress.ofAbstract("pollux-test-nobody-" + System.nanoTime());
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.UNIX)) {
            Failure.of(
                    ConnectException.class,
                    "connect",
                    Errno.ECONNREFUSED,
                    nobody.toString(),
                    () -> socket.connect(nobody));
        }
    }

    @Test
    void unixConnectToAFullListenerWouldBlock() throws IOException {
        try (LinuxStreamListener listener = LinuxStreamListener.open(Family.UNIX);
                LinuxStreamSocket first = LinuxStreamSocket.open(Family.UNIX);
                LinuxStreamSocket second = LinuxStreamSocket.open(Family.UNIX);
                LinuxStreamSocket third = LinuxStreamSocket.open(Family.UNIX)) {
            listener.bind(UnixAddress.UNNAMED);
            listener.listen(1);
            assertTrue(first.connect(listener.localAddress()));
            assertTrue(second.connect(listener.localAddress()));
            Failure.of("connect", Errno.EAGAIN, "", () -> third.connect(listener.localAddress()));
            listener.accept().close();
            assertTrue(third.connect(listener.localAddress()));
        }
    }

    @Test
    void connectTwice() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET);
                LinuxStreamSocket client = LinuxStreamSocket.open(Family.INET)) {
            assertThrows(NoConnectionPendingException.class, client::finishConnect);
            assertNull(client.remoteAddress());
            client.connect(listener.localAddress());
            Ready.await(client, Epoll.OUT);
            assertTrue(client.finishConnect());
            client.connect(listener.localAddress()); // tells that it is connected: once by a success (connect(2))
            assertThrows(AlreadyConnectedException.class, () -> client.connect(listener.localAddress()));
            assertTrue(client.finishConnect());
        }
    }

    @Test
    void notConnectedYet() throws IOException {
        try (LinuxStreamSocket fresh = LinuxStreamSocket.open(Family.INET)) {
            assertThrows(NotYetConnectedException.class, () -> fresh.receive(ByteBuffer.allocate(1)));
            assertThrows(NotYetConnectedException.class, fresh::shutdownInput);
            assertThrows(NotYetConnectedException.class, fresh::shutdownOutput);
            assertEquals(1, Ready.now(fresh, 0) >> 4, "HUP");
        }
        try (LinuxStreamSocket fresh = LinuxStreamSocket.open(Family.UNIX)) {
            assertThrows(NotYetConnectedException.class, () -> fresh.send(Streams.bytes("x")));
        }
    }

    @Test
    void bindRefusals() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET);
                LinuxStreamListener second = LinuxStreamListener.open(Family.INET);
                LinuxStreamSocket unix = LinuxStreamSocket.open(Family.UNIX);
                LinuxStreamSocket v6 = LinuxStreamSocket.open(Family.INET6)) {
            SocketAddress taken = listener.localAddress();
            Failure.of(BindException.class, "bind", Errno.EADDRINUSE, "address " + taken, () -> second.bind(taken));
            SocketAddress foreign = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
            assertThrows(UnsupportedAddressTypeException.class, () -> unix.bind(foreign));
            assertThrows(UnsupportedAddressTypeException.class, () -> second.bind(UnixAddress.ofAbstract("x")));
            assertThrows(UnsupportedAddressTypeException.class, () -> second.bind(Streams.loopback(Family.INET6)));
            assertThrows(UnsupportedAddressTypeException.class, () -> second.bind(null));
            assertThrows(
                    UnresolvedAddressException.class,
                    () -> v6.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
            InetSocketAddress notHere =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 0);
            Failure.of(BindException.class, "bind", Errno.EADDRNOTAVAIL, "192.0.2.1", () -> second.bind(notHere));
            assertThrows(IllegalArgumentException.class, () -> second.listen(0));
            Failure.of("accept4", Errno.EINVAL, "descriptor " + second.fd(), second::accept);
        }
    }

    @Test
    void backlogCanBeChanged() throws IOException {
        try (LinuxStreamListener listener = Streams.listener(Family.INET)) {
            listener.listen(1);
            LinuxStreamSocket client = Streams.connect(Family.INET, listener.localAddress());
            assertNotNull(Streams.accept(listener));
            client.close();
        }
    }

    @Test
    void useAfterClose() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        LinuxStreamSocket closed = pair[0];
        closed.close();
        closed.close();
        ByteBuffer one = ByteBuffer.allocate(1);
        ByteBuffer none = ByteBuffer.allocate(0);
        assertFalse(closed.isOpen());
        assertTrue(closed.toString().contains("closed"));
        assertThrows(ClosedChannelException.class, () -> closed.receive(one));
        assertThrows(ClosedChannelException.class, () -> closed.receive(none));
        assertThrows(ClosedChannelException.class, () -> closed.receive(new ByteBuffer[] {one}, 0, 1));
        assertThrows(ClosedChannelException.class, () -> closed.receive(new ByteBuffer[] {none}, 0, 1));
        assertThrows(ClosedChannelException.class, () -> closed.send(one));
        assertThrows(ClosedChannelException.class, () -> closed.send(none));
        assertThrows(ClosedChannelException.class, () -> closed.send(new ByteBuffer[] {one}, 0, 1));
        assertThrows(ClosedChannelException.class, () -> closed.sendDescriptors(one, pair[1]));
        assertThrows(ClosedChannelException.class, () -> closed.receiveDescriptors(one, new int[1]));
        assertThrows(ClosedChannelException.class, closed::shutdownInput);
        assertThrows(ClosedChannelException.class, closed::shutdownOutput);
        assertThrows(ClosedChannelException.class, closed::finishConnect);
        assertThrows(ClosedChannelException.class, closed::localAddress);
        assertThrows(ClosedChannelException.class, closed::remoteAddress);
        assertThrows(ClosedChannelException.class, closed::peerCredentials);
        assertThrows(ClosedChannelException.class, closed::takeError);
        assertThrows(ClosedChannelException.class, () -> closed.tcpInfo(new TcpInfo()));
        assertThrows(ClosedChannelException.class, () -> closed.connect(UnixAddress.UNNAMED));
        assertThrows(ClosedChannelException.class, () -> closed.bind(UnixAddress.UNNAMED));
        assertThrows(ClosedChannelException.class, () -> closed.getOption(LinuxSocketOptions.SO_PRIORITY));
        assertThrows(ClosedChannelException.class, () -> closed.setOption(LinuxSocketOptions.SO_PRIORITY, 0));
        LinuxStreamListener listener = LinuxStreamListener.open(Family.UNIX);
        listener.close();
        assertThrows(ClosedChannelException.class, listener::accept);
        assertThrows(ClosedChannelException.class, () -> listener.accept(new NativeAddress()));
        assertThrows(ClosedChannelException.class, () -> listener.listen(1));
        pair[1].close();
    }

    @Test
    void peerCredentialsAreThisProcess() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        PeerCredentials peer = pair[0].peerCredentials();
        assertEquals(ProcessHandle.current().pid(), peer.pid());
        java.nio.file.Path self = java.nio.file.Path.of("/proc/self");
        assertEquals(java.nio.file.Files.getAttribute(self, "unix:uid"), peer.uid());
        assertEquals(java.nio.file.Files.getAttribute(self, "unix:gid"), peer.gid());
        assertEquals(peer, pair[1].peerCredentials());
        pair[0].close();
        pair[1].close();
    }
}
