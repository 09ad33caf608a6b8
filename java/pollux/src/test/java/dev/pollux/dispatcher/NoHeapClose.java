package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.readiness.ConnectCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Dispatchers that are closed, and connects that fail, in a JVM whose heap is full. Each is done once before with memory, so that
 * all classes are there.
 */
final class NoHeapClose {
    private static final int LISTENERS = 200;
    private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Backend backend;

    private NoHeapClose(Backend backend) {
        this.backend = backend;
    }

    /**
     * Tells what is left.
     *
     * @param arguments the backend
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        NoHeapClose scenes = new NoHeapClose(Backend.valueOf(arguments[0]));
        for (boolean full : new boolean[] {false, true}) {
            scenes.close(full);
            scenes.expire(full);
        }
    }

    /** A listener whose queue is full answers nobody. */
    private static InetSocketAddress silent(ReadinessDispatcher dispatcher, List<AutoCloseable> held)
            throws IOException {
        StreamListener silent = dispatcher.openListener();
        held.add(silent);
        silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        for (int i = 0; i < 8; i++) {
            SocketChannel each = SocketChannel.open();
            held.add(each);
            each.configureBlocking(false);
            each.connect(silent.localAddress());
        }
        return silent.localInetAddress();
    }

    private ReadinessDispatcher open(int[] reports) throws IOException {
        return ReadinessDispatcher.builder()
                .backend(backend)
                .errorHandler((source, failure) -> reports[0]++)
                .open();
    }

    private void close(boolean full) throws Exception {
        List<AutoCloseable> held = new ArrayList<>();
        int[] told = new int[1];
        int[] failed = new int[1];
        int[] reports = new int[1];
        ReadinessDispatcher dispatcher = open(reports);
        List<StreamListener> listeners = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            listeners.add(dispatcher.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), its -> {}));
        }
        InetSocketAddress silent = silent(dispatcher, held);
        ConnectCallback callback = (socket, failure) -> {
            told[0]++;
            failed[0] += failure == null ? 0 : 1;
        };
        dispatcher.connect(silent, callback);
        dispatcher.connect(silent, TimeUnit.HOURS.toNanos(1), callback);
        dispatcher.runOnce(0);
        if (full) {
            FullHeap.fill();
        }
        try {
            dispatcher.close();
        } catch (VirtualMachineError
                | LinkageError e) { // as calls by ffm throw, which need memory until they are compiled
            reports[0]++;
        }
        int toldAtOnce = told[0];
        FullHeap.free();
        dispatcher.close();
        dispatcher.close();
        long open = listeners.stream().filter(StreamListener::isOpen).count();
        System.out.println(name(full) + " close: " + open + " open, " + toldAtOnce + " told, " + told[0] + " in all, "
                + failed[0] + " of a failure, closed " + !dispatcher.port().isOpen());
        for (AutoCloseable each : held) {
            each.close();
        }
    }

    private void expire(boolean full) throws Exception {
        List<AutoCloseable> held = new ArrayList<>();
        int[] told = new int[1];
        StreamSocket[] sockets = new StreamSocket[1];
        IOException[] failures = new IOException[1];
        int[] reports = new int[1];
        try (ReadinessDispatcher dispatcher = open(reports)) {
            InetSocketAddress silent = silent(dispatcher, held);
            dispatcher.connect(silent, SOON_NANOS, (socket, failure) -> {
                told[0]++;
                sockets[0] = socket;
                failures[0] = failure;
            });
            if (full) {
                FullHeap.fill();
            }
            turn(dispatcher, told, full ? SHORT_NANOS : Await.LIMIT_NANOS);
            boolean atOnce = told[0] > 0;
            FullHeap.free();
            turn(dispatcher, told, Await.LIMIT_NANOS);
            System.out.println(name(full) + " timeout: told " + told[0] + (atOnce ? " at once" : " later") + ", of "
                    + (failures[0] == null ? null : failures[0].getClass().getSimpleName()) + ", closed "
                    + (sockets[0] != null && !sockets[0].isOpen()));
        }
        for (AutoCloseable each : held) {
            each.close();
        }
    }

    private static void turn(ReadinessDispatcher dispatcher, int[] told, long limitNanos) throws IOException {
        long startNanos = System.nanoTime();
        while (told[0] == 0 && System.nanoTime() - startNanos < limitNanos) {
            dispatcher.runOnce(SOON_NANOS);
        }
    }

    private static String name(boolean full) {
        return full ? "without heap," : "with heap,";
    }
}
