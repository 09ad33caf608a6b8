package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.SendFileOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is being sent goes through memory of the ring's: each sending has its own, whatever became of others before. */
@UringTest
@Timeout(120)
@SuppressWarnings("try") // threads that are only waited for
class UringSendFileTest {
    private static final int SIZE = 8 << 20; // more than the system takes of a peer that does not read
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    Path directory;

    private final List<CompletionSocket> sockets = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private int sent;

    private Path file(String name) throws IOException {
        return Files.write(directory.resolve(name), content(name));
    }

    private static byte[] content(String name) {
        byte[] content = new byte[SIZE];
        Arrays.fill(content, (byte) name.charAt(0));
        return content;
    }

    private SendFileOperation sending(CompletionSocket socket, CompletionFile file) {
        return socket.sendFile(file, (operation, bytes) -> sent++)
                .range(0, SIZE)
                .onFailure((operation, failure) -> failures.add(failure));
    }

    /** The file was closed before the submit. In a callback its failure is told without the ring. */
    private void accepted(CompletionSocket socket, Path path) throws IOException {
        sockets.add(socket);
        CompletionFile closed = socket.port().openFile(path);
        SendFileOperation sending = sending(socket, closed);
        closed.close();
        sending.submit();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoSendingsShareNoMemoryAfterOneThatCouldNotBegin(boolean singleThreaded) throws Exception {
        try (CompletionPort port = CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(singleThreaded)
                .open()) {
            Path a = file("a");
            Path b = file("b");
            CompletionListener listener = port.openListener();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
            List<SocketChannel> peers = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                int count = i;
                listener.accept((operation, none) -> accepted(operation.socket(), a))
                        .submit();
                peers.add(SocketChannel.open(listener.localAddress()));
                Await.until("the failure", () -> failures.size() == count, () -> port.poll(TURN_NANOS));
            }
            failures.forEach(failure -> assertInstanceOf(ClosedChannelException.class, failure));
            CompletionFile[] files = {port.openFile(a), port.openFile(b)};
            for (int i = 0; i < 2; i++) {
                sending(sockets.get(i), files[i]).submit();
            }
            port.poll(0); // both are under way before the peers read
            byte[][] got = {new byte[SIZE], new byte[SIZE]};
            try (Background one = Background.run(() -> readAll(peers.get(0), got[0]));
                    Background two = Background.run(() -> readAll(peers.get(1), got[1]))) {
                Await.until("both ends", () -> sent == 2, () -> port.poll(TURN_NANOS));
            }
            assertArrayEquals(content("a"), got[0]);
            assertArrayEquals(content("b"), got[1]);
            assertEquals(2, failures.size());
            for (int i = 0; i < 2; i++) {
                files[i].close();
                sockets.get(i).close();
                peers.get(i).close();
            }
        }
    }

    private static void readAll(SocketChannel peer, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            if (peer.read(buffer) < 0) {
                return; // what is missing differs
            }
        }
    }
}
