package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** How long it takes from the start of a server's process until it has sent a byte back. */
final class StartUp {
    private static final int BYTE = 42;

    private StartUp() {}

    static double millisToFirstReply(Contestant contestant) throws IOException {
        long startNanos = System.nanoTime();
        try (ServerChild server = new ServerChild(contestant, Kind.TCP);
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(server.ready.address()))) {
            socket.getOutputStream().write(BYTE);
            int reply = socket.getInputStream().read();
            long nanos = System.nanoTime() - startNanos;
            if (reply != BYTE) {
                throw new IOException(contestant.name() + " has answered " + reply);
            }
            return nanos / 1e6;
        }
    }
}
