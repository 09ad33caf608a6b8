package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.VacantAddress;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
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
