package dev.pollux.examples.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.VacantAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the client finds fault with servers that are at fault. */
@Timeout(60)
class LoadClientTest {
    /** What a bad server does with a connection. */
    private interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private static LoadResult load(LoadPlan.Protocol protocol, double rate, Behaviour behaviour) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = listener.accept()) {
                    behaviour.serve(socket);
                } catch (IOException e) {
                    // The client has gone, as it does in the end.
                }
            });
            server.start();
            InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
            LoadResult result = LoadClient.run(
                    new LoadPlan(address, protocol, "/", 1, 100, rate, 0, 0.2, 1, 1),
                    opened -> assertEquals(1, opened));
            server.join();
            return result;
        }
    }

    @Test
    void aByteThatDiffersIsAnError() throws Exception {
        LoadResult result = load(LoadPlan.Protocol.ECHO, 0, socket -> {
            byte[] message = new byte[100];
            for (int count = 0; socket.getInputStream().readNBytes(message, 0, 100) == 100; count++) {
                if (count == 1) {
                    message[99] ^= 1;
                }
                socket.getOutputStream().write(message);
            }
        });
        assertEquals(1, result.errorCount(), result.errors().toString());
        assertTrue(result.errors().containsKey("reply differs from what was sent"));
        assertTrue(result.replies() > 1);
    }

    @Test
    void anOldReplyIsAnError() throws Exception {
        LoadResult result = load(LoadPlan.Protocol.ECHO, 0, socket -> {
            byte[] first = socket.getInputStream().readNBytes(100);
            socket.getOutputStream().write(first);
            while (socket.getInputStream().readNBytes(100).length == 100) {
                socket.getOutputStream().write(first);
            }
        });
        assertEquals(1, result.replies());
        assertTrue(result.errorCount() > 0);
    }

    @Test
    void anEndOfTheConnectionIsAnError() throws Exception {
        LoadResult result = load(
                LoadPlan.Protocol.ECHO, 0, socket -> socket.getInputStream().readNBytes(100));
        assertEquals(1, result.errors().get("connection lost: closed by the server"));
        assertEquals(1, result.errors().get("no reply"));
    }

    @Test
    void messagesThatCouldNotBeSentInTimeAreErrors() throws Exception {
        LoadResult result = load(
                LoadPlan.Protocol.ECHO, 100, socket -> socket.getInputStream().readNBytes(100));
        assertEquals(20, result.errors().get("no reply") + result.errors().get("not sent"));
    }

    @Test
    void refusedConnectionsAreErrors() throws Exception {
        try (VacantAddress vacant = new VacantAddress()) {
            LoadPlan plan = new LoadPlan(vacant.address(), LoadPlan.Protocol.ECHO, "/", 3, 1, 0, 0, 0.1, 1, 1);
            LoadResult result = LoadClient.run(plan, opened -> assertEquals(0, opened));
            assertEquals(3, result.failed());
            assertEquals(3, result.errorCount());
        }
    }

    private static void answer(Socket socket, String... responses) throws IOException {
        InputStream in = socket.getInputStream();
        for (int count = 0; ; count++) {
            for (int matched = 0; matched < 4; ) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            }
            String response = responses[Math.min(count, responses.length - 1)];
            socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void statusAndLengthAreChecked() throws Exception {
        LoadResult result = load(
                LoadPlan.Protocol.HTTP,
                0,
                socket -> answer(
                        socket,
                        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
                        "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        assertEquals(1, result.errors().get("status 503"));
        assertEquals(1, result.errors().get("length differs from the first reply's"));
        assertEquals(2, result.errorCount());
        assertTrue(result.replies() >= 1);
        assertFalse(LoadReport.json(result).isEmpty());
    }

    @Test
    void whatIsNotHttpIsAnError() throws Exception {
        LoadResult result = load(LoadPlan.Protocol.HTTP, 0, socket -> answer(socket, "hello\r\n\r\n"));
        assertEquals(1, result.errors().get("connection lost: not a final HTTP response"));
    }
}
