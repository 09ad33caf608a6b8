package dev.pollux.benchmarks.servers.child;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** A server that runs until its process ends. */
abstract class Server {
    static final int BUFFER_BYTES = 64 * 1024;
    static final int BACKLOG = 4096;
    static final int MAX_ACCEPTS = 64;

    /** {@return the port, or the path of a Unix socket} */
    abstract String address();

    /** {@return what it stands on, in one line} */
    abstract String description();

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static SocketAddress address(Kind kind, String path) {
        return kind == Kind.UNIX ? UnixDomainSocketAddress.of(path) : anyPort();
    }

    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? Integer.toString(inet.getPort()) : address.toString();
    }

    /** What the loop's thread does. */
    @FunctionalInterface
    interface Loop {
        void run() throws Exception;
    }

    static void startThread(Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (Throwable e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(1); // whoever measures sees the end
                    }
                },
                "loop");
        thread.setDaemon(true);
        thread.start();
    }
}
