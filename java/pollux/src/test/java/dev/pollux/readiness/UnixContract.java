package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Recorder;
import dev.pollux.linux.UnixAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unix sockets that go with a port. */
abstract class UnixContract extends PortContract {
    UnixContract(Backend backend) {
        super(backend);
    }

    @TempDir
    Path directory;

    private UnixDomainSocketAddress address;

    @BeforeEach
    final void refusedWhereThereAreNone() {
        address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        if (!port.capabilities().contains(Capability.UNIX_SOCKETS)) {
            UnsupportedOperationException refusal =
                    assertThrows(UnsupportedOperationException.class, () -> port.connect(address));
            assertTrue(refusal.getMessage().contains("UNIX_SOCKETS"), refusal::getMessage);
            assertThrows(UnsupportedOperationException.class, () -> port.openListener(StandardProtocolFamily.UNIX));
            assumeTrue(false, "backend " + backend + " has no Unix sockets here");
        }
    }

    private StreamListener unixListener() throws IOException {
        StreamListener made = opened(port.openListener(StandardProtocolFamily.UNIX));
        made.bind(address, 16);
        return made;
    }

    @Test
    void listensConnectsAndTransfers() throws Exception {
        StreamListener unix = unixListener();
        assertEquals(address, unix.localAddress());
        assertThrows(UnsupportedAddressTypeException.class, unix::localInetAddress);
        Recorder accepts = new Recorder();
        register(unix, Interest.READ, accepts);
        StreamSocket client = opened(port.connect(address));
        Recorder connects = new Recorder();
        Registration registration = register(client, Interest.WRITE, connects);
        pollUntil("both are there", () -> accepts.count() > 0 && connects.count() > 0);
        assertTrue(client.finishConnect());
        StreamSocket server = opened(unix.accept());
        assertEquals(address, client.remoteAddress());
        assertEquals(address, server.localAddress());
        assertEquals(UnixDomainSocketAddress.of(""), server.remoteAddress());
        Recorder reads = new Recorder();
        register(server, Interest.READ, reads);
        registration.close();
        client.write(ByteBuffer.wrap(new byte[5]));
        pollUntilCount(reads, 1);
        ByteBuffer buffer = ByteBuffer.allocate(10);
        assertEquals(5, server.read(buffer));
        client.shutdownOutput();
        pollUntilCount(reads, 2);
        assertEquals(-1, server.read(buffer));
        assertEquals(3, server.write(ByteBuffer.wrap(new byte[3])));
        assertEquals(3, client.read(buffer.clear()));
    }

    @Test
    void talksWithTheJdk() throws Exception {
        StreamListener unix = unixListener();
        SocketChannel peer = opened(SocketChannel.open(address));
        StreamSocket server = opened(unix.accept());
        peer.write(ByteBuffer.wrap(new byte[4]));
        assertEquals(4, server.read(ByteBuffer.allocate(10)));
        peer.close();
        assertEquals(-1, server.read(ByteBuffer.allocate(10)));
    }

    @Test
    void theFileStaysAndIsInUseForTheNext() throws Exception {
        unixListener().close();
        port.poll(0);
        assertTrue(Files.exists(address.getPath()));
        assertThrows(IOException.class, () -> port.connect(address));
        assertThrows(java.net.SocketException.class, this::unixListener);
        assertTrue(Files.deleteIfExists(address.getPath()));
        assertTrue(unixListener().isOpen());
    }

    @Test
    void addressesOfAnotherFamilyAreRefused() throws Exception {
        StreamListener inet = opened(port.openListener());
        assertThrows(UnsupportedAddressTypeException.class, () -> inet.bind(address, 1));
        StreamListener unix = opened(port.openListener(StandardProtocolFamily.UNIX));
        assertThrows(UnsupportedAddressTypeException.class, () -> unix.bind(loopback(), 1));
        StreamListener inet4 = opened(port.openListener(StandardProtocolFamily.INET));
        inet4.bind(loopback(), 1);
        assertTrue(inet4.localInetAddress().getPort() > 0);
        StreamListener inet6 = opened(port.openListener(StandardProtocolFamily.INET6));
        inet6.bind(new java.net.InetSocketAddress(0), 1);
        assertTrue(inet6.localInetAddress().getPort() > 0);
    }

    @Test
    void abstractNamesAreLinuxs() throws Exception {
        UnixAddress name =
                UnixAddress.ofAbstract("pollux-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        StreamListener unix = opened(port.openListener(StandardProtocolFamily.UNIX));
        if (backend != Backend.EPOLL) {
            assertThrows(UnsupportedAddressTypeException.class, () -> unix.bind(name, 1));
            assertThrows(UnsupportedAddressTypeException.class, () -> port.connect(name));
            return;
        }
        unix.bind(name, 1);
        assertEquals(name, unix.localAddress());
        StreamSocket client = opened(port.connect(name));
        assertEquals(name, client.remoteAddress());
    }

    /** The name of a file is bytes to Linux: here 0xFF, which is no UTF-8. */
    @Test
    void namesAreBytes() throws Exception {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "a name is UTF-16 on Windows");
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(Path.of(URI.create(directory.toUri() + "caf%E9%FF")));
        StreamListener unix = opened(port.openListener(StandardProtocolFamily.UNIX));
        unix.bind(name, 16);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(name.getPath()), files.toList());
        }
        StreamSocket client = opened(port.connect(name));
        opened(SocketChannel.open(name));
        StreamSocket server = opened(unix.accept());
        if (backend == Backend.EPOLL) { // the JDK's channels make a text of the kernel's answer
            assertEquals(name, unix.localAddress());
            assertEquals(name, server.localAddress());
        }
        assertEquals(name, client.remoteAddress());
    }

    /** What counts is the bytes that the name has, and not those of a text that is made of it. */
    @Test
    void aLongNameThatIsNoUtf8() throws Exception {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "a name is UTF-16 on Windows");
        int room = 100 - directory.toString().length() - 1;
        UnixDomainSocketAddress name =
                UnixDomainSocketAddress.of(Path.of(URI.create(directory.toUri() + "%FF".repeat(room))));
        StreamListener unix = opened(port.openListener(StandardProtocolFamily.UNIX));
        unix.bind(name, 16);
        opened(port.connect(name));
        assertTrue(opened(unix.accept()).isOpen());
        UnixDomainSocketAddress tooLong =
                UnixDomainSocketAddress.of(Path.of(URI.create(directory.toUri() + "%FF".repeat(room + 8))));
        assertThrows(IllegalArgumentException.class, () -> port.connect(tooLong));
    }

    @Test
    void aDispatcherListensAndConnects() throws Exception {
        try (ReadinessDispatcher dispatcher =
                ReadinessDispatcher.builder().backend(backend).open()) {
            int[] count = new int[2];
            StreamListener unix = dispatcher.listen(address, socket -> {
                count[0]++;
                socket.close();
            });
            dispatcher.connect(address, (socket, failure) -> {
                count[1] += failure == null ? 1 : 100;
                socket.close();
            });
            Await.until("both are there", () -> count[0] == 1 && count[1] == 1, () -> dispatcher.runOnce(MOMENT_NANOS));
            assertThrows(
                    java.nio.channels.NotYetBoundException.class,
                    () -> dispatcher.listen(
                            opened(dispatcher.openListener(StandardProtocolFamily.UNIX)), StreamSocket::close));
            assertTrue(unix.isOpen());
            assertFalse(address.getPath().toString().isEmpty());
        }
    }
}
