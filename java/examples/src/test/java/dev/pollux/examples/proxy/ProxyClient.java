package dev.pollux.examples.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that sends what it is told, and reads responses one by one. */
final class ProxyClient implements AutoCloseable {
    static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    /** A read does not heed an interrupt, and so not the test's timeout. */
    private static final int READ_MILLIS = 50_000;

    final Socket socket = new Socket();
    final InputStream input;

    ProxyClient(HttpProxy proxy) throws IOException {
        socket.connect(proxy.loops().address());
        socket.setSoTimeout(READ_MILLIS);
        input = new BufferedInputStream(socket.getInputStream()); // heads are read byte by byte
    }

    static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    ProxyClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** {@return the next head} */
    String readHead() throws IOException {
        String head = ScriptedUpstream.readHead(input);
        assertTrue(head != null, "the end of the stream where a response was to come");
        return head;
    }

    /** {@return the next response, which has a Content-Length or no body} */
    String readResponse() throws IOException {
        String head = readHead();
        Matcher length = LENGTH.matcher(head);
        return head + (length.find() ? read(Integer.parseInt(length.group(1))) : "");
    }

    String read(int count) throws IOException {
        return new String(input.readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    /** {@return all that comes until the end of the stream} */
    String readAll() throws IOException {
        return new String(input.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** {@return all that the proxy answers to bytes after which it closes} */
    static String talk(HttpProxy proxy, String text) throws IOException {
        try (ProxyClient client = new ProxyClient(proxy)) {
            return client.send(text).readAll();
        }
    }

    static void assertStatus(int status, String response) {
        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    }

    /** Until a condition holds; the test's timeout bounds it. */
    static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(1);
        }
    }

    /** Goes without a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
