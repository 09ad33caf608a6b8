package dev.pollux.wine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients on Linux that open many connections to an HTTP server, and end them in each way that there is. */
final class CutConnections {
    private static final byte[] REQUEST = "GET /cut HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int PATIENCE_MILLIS = 30_000;

    private CutConnections() {}

    /** Has so many open at once, each with a request on its way. Then ends them all. */
    static void cut(int port, int count) throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket();
                open.add(socket);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), PATIENCE_MILLIS);
                // Of every fourth request one half is missing.
                socket.getOutputStream().write(REQUEST, 0, i % 4 == 3 ? REQUEST.length / 2 : REQUEST.length);
            }
            for (int i = 0; i < count; i++) {
                end(open.get(i), i % 4);
            }
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    private static void end(Socket socket, int way) throws IOException {
        if (way == 0 || way == 1) {
            InputStream in = socket.getInputStream();
            String start = new String(in.readNBytes(15), StandardCharsets.US_ASCII);
            if (!start.equals("HTTP/1.1 200 OK")) {
                throw new BrokenException("a connection that is about to be cut got: " + start);
            }
        }
        if (way == 1 || way == 2) {
            socket.setSoLinger(true, 0); // a reset: with the answer read in part, or on its way
        } else if (way == 3) {
            socket.shutdownOutput();
        }
        socket.close();
    }
}
