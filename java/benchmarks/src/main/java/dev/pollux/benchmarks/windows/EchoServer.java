package dev.pollux.benchmarks.windows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** An echo server that runs until its process ends. */
abstract class EchoServer {
    static final int BUFFER_BYTES = 4096;

    private final List<Thread> threads = new ArrayList<>();
    InetSocketAddress address;
    String description;

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What a thread does. */
    @FunctionalInterface
    interface Loop {
        void run() throws Exception;
    }

    /** Makes a thread that serves. */
    final Thread thread(Runnable loop) {
        Thread thread = new Thread(loop, "echo");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    final void startThread(Loop loop) {
        thread(() -> {
                    try {
                        loop.run();
                    } catch (Exception e) {
                        e.printStackTrace();
                        Runtime.getRuntime().halt(1); // whoever measures sees the end
                    }
                })
                .start();
    }

    final List<Thread> threads() {
        return threads;
    }
}
