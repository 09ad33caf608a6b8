package dev.pollux.stress;

import dev.pollux.Backend;
import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.Operation;
import dev.pollux.internal.inmemory.MemoryPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** One port for all states of a JVM, on the backend that {@code dev.pollux.stress.backend} names, and a connection where nothing comes. */
final class Scene {
    static final CompletionPort PORT;
    static final CompletionSocket SOCKET;

    private static final long LIMIT_NANOS = 20_000_000_000L;

    static {
        try {
            PORT = builder().errorHandler((source, failure) -> {}).open();
            SOCKET = connect();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Scene() {}

    private static CompletionPortBuilder builder() {
        String backend = System.getProperty("dev.pollux.stress.backend", "memory");
        return backend.equals("memory")
                ? MemoryPorts.builder()
                : CompletionPort.builder().backend(Backend.valueOf(backend.toUpperCase(Locale.ROOT)));
    }

    private static CompletionSocket connect() throws IOException {
        CompletionListener listener = PORT.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        AtomicInteger ends = new AtomicInteger();
        AcceptOperation accept = listener.accept((operation, none) -> ends.incrementAndGet());
        accept.submit();
        ConnectOperation connect = PORT.connect(listener.localAddress(), (operation, none) -> ends.incrementAndGet());
        connect.submit();
        while (ends.get() < 2) {
            PORT.poll(1_000_000);
        }
        return connect.socket();
    }

    /** Counts the ends of an operation. */
    static <O extends Operation<O>> O counted(O operation, AtomicInteger ends) {
        return operation
                .onCompletion((same, result) -> ends.incrementAndGet())
                .onFailure((same, failure) -> ends.incrementAndGet());
    }

    static void poll() {
        try {
            PORT.poll(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Polls until an operation has ended, or has been lost. */
    static int ends(Operation<?> operation, AtomicInteger ends, int expected, boolean cancels) {
        long startNanos = System.nanoTime();
        while (ends.get() < expected && System.nanoTime() - startNanos < LIMIT_NANOS) {
            if (cancels) {
                operation.cancel();
            }
            poll();
        }
        poll();
        return ends.get();
    }
}
