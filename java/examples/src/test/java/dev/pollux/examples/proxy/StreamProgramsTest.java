package dev.pollux.examples.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.Backend;
import dev.pollux.VacantAddress;
import dev.pollux.completion.CompletionListener;
import dev.pollux.examples.RunningCompletions;
import dev.pollux.examples.echo.StreamEcho;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The two programs of streams and lent buffers, on every completion backend that there is here. */
@Timeout(60)
class StreamProgramsTest {
    private static final String COMPLETION = "dev.pollux.examples.Backends#ofCompletion";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    private static Socket connect(CompletionListener listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.localAddress());
        return socket;
    }

    /** Writes much more than fits anywhere, and reads nothing before, so that all on the way has to wait. */
    private static void echoMuch(Socket socket) throws Exception {
        byte[] sent = pattern(30_000_000);
        Thread writer = new Thread(() -> {
            try {
                socket.getOutputStream().write(sent);
                socket.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        byte[] received = socket.getInputStream().readNBytes(sent.length);
        assertArrayEquals(sent, received);
        assertEquals(-1, socket.getInputStream().read());
        writer.join();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void anEcho(Backend backend) throws Exception {
        try (RunningCompletions running = new RunningCompletions(backend)) {
            CompletionListener listener = StreamEcho.listen(running.port(), ANY_PORT);
            try (Socket socket = connect(listener)) {
                echoMuch(socket);
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aProxyCarriesAllAndTheHalfClose(Backend backend) throws Exception {
        try (RunningCompletions running = new RunningCompletions(backend)) {
            CompletionListener echo = StreamEcho.listen(running.port(), ANY_PORT);
            CompletionListener proxy = StreamProxy.listen(running.port(), ANY_PORT, echo.localAddress(), LONG_NANOS);
            try (Socket one = connect(proxy);
                    Socket two = connect(proxy)) {
                two.getOutputStream().write(7);
                assertEquals(7, two.getInputStream().read());
                echoMuch(one);
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aConnectionOnWhichNothingComesIsReset(Backend backend) throws Exception {
        try (RunningCompletions running = new RunningCompletions(backend)) {
            CompletionListener echo = StreamEcho.listen(running.port(), ANY_PORT);
            CompletionListener proxy = StreamProxy.listen(
                    running.port(), ANY_PORT, echo.localAddress(), TimeUnit.MILLISECONDS.toNanos(50));
            try (Socket socket = connect(proxy)) {
                assertThrows(IOException.class, () -> socket.getInputStream().read());
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aServerThatIsNotThereClosesTheClient(Backend backend) throws Exception {
        try (RunningCompletions running = new RunningCompletions(backend);
                VacantAddress vacant = new VacantAddress()) {
            CompletionListener proxy = StreamProxy.listen(running.port(), ANY_PORT, vacant.address(), LONG_NANOS);
            try (Socket socket = connect(proxy)) {
                assertEquals(-1, socket.getInputStream().read());
            }
        }
    }
}
