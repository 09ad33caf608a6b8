package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.DispatcherCounters;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An echo server in a JVM of its own, which has logged nothing and failed at nothing yet, with the default error handler and
 * the JDK's own logging. Its input tells it what to do, a letter each: {@code s} to tell its counters, {@code h} to fill the
 * heap, {@code f} to free it. It ends with its input.
 */
final class FirstFailureServer {
    private static final int MEGABYTE = 1024 * 1024;

    private FirstFailureServer() {}

    /**
     * Runs until its input ends.
     *
     * @param arguments the backend, and how many bytes of direct memory each connection takes
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        int bytes = Integer.parseInt(arguments[1]);
        try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                .backend(Backend.valueOf(arguments[0]))
                .open()) {
            StreamListener listener = loop.listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> serve(loop, socket, bytes));
            Background running = Background.run(loop::run);
            loop.counters(); // loads a class from a directory, for which a descriptor is needed
            System.out.println("=port " + listener.localInetAddress().getPort());
            control(loop);
            loop.stop();
            running.close();
        }
        System.out.println("=end");
    }

    private static void serve(ReadinessDispatcher loop, StreamSocket socket, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
        loop.register(socket, Interest.READ, (registration, readiness) -> {
            if (socket.read(buffer.clear()) < 0) {
                socket.close();
            } else {
                socket.write(buffer.flip());
            }
        });
    }

    private static void control(ReadinessDispatcher loop) throws IOException {
        Object[] hog = new Object[1];
        for (int command = read(); command >= 0; command = read()) {
            switch (command) {
                case 's' -> {
                    DispatcherCounters counters = loop.counters();
                    System.out.println("=counters " + counters.waits() + " " + counters.timers() + " "
                            + counters.connectionsTurnedAway() + " " + counters.handlerFailures());
                }
                case 'h' -> {
                    Await.until("the logger is ready", FirstFailure::isReady);
                    hog[0] = everything();
                }
                default -> {
                    hog[0] = null;
                    System.out.println("=free");
                }
            }
        }
    }

    /** Reading itself may need memory, by JDK 25 for instance. The heap is full then, and it is tried again. */
    private static int read() throws IOException {
        while (true) {
            try {
                return System.in.read();
            } catch (OutOfMemoryError e) {
                Thread.yield();
            }
        }
    }

    /** Fills the heap to its last bytes. What the other threads let go, it does not take. */
    private static Object everything() {
        List<byte[]> all = new ArrayList<>(4096);
        for (int size = MEGABYTE; size >= 16; size /= 4) {
            try {
                while (all.size() < 4096) {
                    all.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // smaller ones
            }
        }
        return all;
    }
}
