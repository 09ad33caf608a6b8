package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.VacantAddress;
import dev.pollux.binding.TestBinding;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream says of itself before, between and after its connections. */
@LinuxTest
class StreamStateTest {
    private static final int F_DUPFD = 0;

    @Test
    void shutdownAfterThePeersResetIsNoError() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        try (LinuxStreamSocket socket = pair[1]) {
            pair[0].setOption(StandardSocketOptions.SO_LINGER, 0);
            pair[0].close();
            Ready.await(socket, Epoll.IN);
            assertThrows(SocketException.class, () -> socket.receive(ByteBuffer.allocate(1)));
            socket.shutdownOutput();
            socket.shutdownInput();
        }
    }

    @Test
    void shutdownBeforeAnyConnectIsOne() throws IOException {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            assertThrows(NotYetConnectedException.class, socket::shutdownOutput);
        }
    }

    @Test
    void aRefusalIsToldAsOftenAsItIsAskedFor() throws IOException {
        try (VacantAddress vacant = new VacantAddress();
                LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            if (!socket.connect(vacant.address())) {
                Ready.await(socket, Epoll.OUT);
            }
            for (int i = 0; i < 3; i++) {
                IOException refusal = assertThrows(ConnectException.class, socket::finishConnect);
                assertEquals(Errno.ECONNREFUSED, SystemCallException.of(refusal).code());
            }
        }
    }

    @Test
    void halvesThatWereShutAreTold() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        try (LinuxStreamSocket socket = pair[0];
                LinuxStreamSocket peer = pair[1];
                LinuxStreamSocket fresh = LinuxStreamSocket.open(Family.INET)) {
            assertFalse(socket.isInputShutdown() || socket.isOutputShutdown());
            socket.shutdownInput();
            assertTrue(socket.isInputShutdown() && !socket.isOutputShutdown());
            peer.shutdownOutput();
            assertTrue(peer.isOutputShutdown() && !peer.isInputShutdown());
            assertThrows(NotYetConnectedException.class, fresh::shutdownInput);
            assertFalse(fresh.isInputShutdown());
        }
    }

    /** The three ways by which a socket comes to SO_LINGER. With it, close(2) would wait until the peer reads. */
    @Test
    void noCloseLingers() throws Exception {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        pair[0].setOption(StandardSocketOptions.SO_LINGER, 60);
        assertClosesAtOnce(pair[0], pair[1]);
        pair = Streams.connected(Family.INET);
        ByteBuffer linger = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        LinuxStreamSocket adopted = LinuxStreamSocket.adopt(TestBinding.linux().fcntl(pair[0].fd(), F_DUPFD, 0));
        adopted.setRawOption(1, 13, linger.putInt(1).putInt(60).flip());
        adopted.close(); // is not the last, and waits for nothing
        pair[0].setRawOption(1, 13, linger.rewind());
        assertClosesAtOnce(pair[0], pair[1]);
        try (LinuxStreamListener listener = Streams.listener(Family.INET)) {
            listener.setOption(StandardSocketOptions.SO_LINGER, 60);
            LinuxStreamSocket peer = Streams.connect(Family.INET, listener.localAddress());
            assertClosesAtOnce(Streams.accept(listener), peer);
            listener.setOption(StandardSocketOptions.SO_LINGER, -1);
            LinuxStreamSocket socket = Streams.connect(Family.INET, listener.localAddress());
            // by somebody else who has the number
            int number = socket.fd();
            ByteBuffer value = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
            value.putInt(1).putInt(60);
            assertEquals(
                    0,
                    TestBinding.linux()
                            .setsockopt(number, 1, 13, TestBinding.linux().addressOf(value), 8));
            assertClosesAtOnce(socket, Streams.accept(listener));
        }
    }

    private static void assertClosesAtOnce(LinuxStreamSocket socket, LinuxStreamSocket peer) throws IOException {
        try (peer) {
            long left = Streams.fill(socket);
            try (Background closing = Background.run(socket::close)) {
                Await.end(closing.thread());
            }
            ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
            for (int count; (count = peer.receive(buffer.clear())) >= 0; ) {
                left -= count;
                if (count == 0) {
                    Ready.await(peer, Epoll.IN);
                }
            }
            assertEquals(0, left, "what was sent arrives");
        }
    }

    @Test
    void finishConnectWithoutConnect() throws IOException {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            assertThrows(NoConnectionPendingException.class, socket::finishConnect);
        }
    }

    @Test
    void aPathInsideAnArchiveIsRefused(@TempDir Path directory) throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path path = zip.getPath("/etc/hostname");
            assertThrows(ProviderMismatchException.class, () -> LinuxFile.open(path));
            assertThrows(ProviderMismatchException.class, () -> UnixAddress.of(path));
        }
    }

    @Test
    void aMissingFileIsNamed() {
        java.nio.file.NoSuchFileException missing =
                assertThrows(java.nio.file.NoSuchFileException.class, () -> LinuxFile.open(Path.of("/nowhere/at/all")));
        assertEquals("/nowhere/at/all", missing.getFile());
        assertTrue(missing.getMessage().contains("ENOENT"), missing::getMessage);
    }
}
