package dev.pollux.completion;

import dev.pollux.Await;
import dev.pollux.completion.limits.FaultProgram;
import dev.pollux.readiness.FaultyCalls;
import dev.pollux.windows.WinError;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@link CompletionFaultsTest} runs, in a JVM of its own. */
final class CompletionFaults {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private CompletionFaults() {}

    public static void main(String[] arguments) throws Exception {
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1); // whatever other threads there are
        });
        FaultyCalls calls = FaultyCalls.install();
        switch (arguments[0]) {
            case "accept" -> acceptGoesOn(calls);
            case "everyCall" -> everyCall(calls);
            case "directMemory" -> closeWithoutDirectMemory();
            default -> throw new AssertionError(arguments[0]);
        }
        System.out.println("=== well");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void check(boolean condition, Object otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    /** With no handle, buffer or memory for a connection, the listener pauses, and goes on when there is. */
    private static void acceptGoesOn(FaultyCalls calls) throws Exception {
        for (String call : new String[] {"wsaSocket", "acceptEx"}) {
            for (int code : new int[] {WinError.WSAEMFILE, WinError.WSAENOBUFS, WinError.ERROR_NOT_ENOUGH_MEMORY}) {
                List<Throwable> reports = new ArrayList<>();
                List<CompletionSocket> accepted = new ArrayList<>();
                try (CompletionPort port = CompletionPort.open()) {
                    port.errorHandler((source, failure) -> reports.add(failure));
                    CompletionListener listener = port.openListener();
                    listener.bind(CompletionFixture.loopback(), 8);
                    calls.fail(call, 40, code);
                    listener.acceptStream((stream, socket) -> accepted.add(socket))
                            .submit();
                    try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
                        Await.until("a connection", () -> !accepted.isEmpty(), () -> port.poll(TURN_NANOS * 50));
                        check(peer.isConnected(), "not connected");
                    }
                    check(reports.size() == 40, call + " " + code + ": " + reports.size() + " reports");
                    // 16 are pending each time; 40 fail, so that there are three rounds; one more is accepted again.
                    check(calls.asked() <= 64, call + " was asked for " + calls.asked() + " times");
                }
                check(calls.openHandles() == 0, calls.openHandles() + " handles are open");
            }
        }
    }

    /** Each call in turn throws in place of being made: what it was for fails, all else goes on, and nothing stays. */
    private static void everyCall(FaultyCalls calls) throws Exception {
        Path file = Files.writeString(Files.createTempFile("faults", ""), "some bytes");
        program(calls, file, 0); // what is loaded and kept for good
        long last = 0;
        for (long i = 1; last == 0; i++) {
            program(calls, file, i);
            last = calls.thrownAt().isEmpty() ? i : 0;
        }
        Files.delete(file);
        check(last > 100, "only " + last + " calls");
        System.out.println("calls: " + last);
    }

    private static void program(FaultyCalls calls, Path file, long throwAfter) throws Exception {
        calls.throwAfter(throwAfter);
        String where =
                "call " + throwAfter + ", " + new FaultProgram(file, calls::thrownAt).run(CompletionPort.builder());
        check(calls.openHandles() == 0, where + ": " + calls.openHandles() + " handles are open");
        check(calls.wrong().isEmpty(), where + ": " + calls.wrong());
    }

    /** The port is closed by a thread that has never polled, when not a byte of direct memory is left. */
    private static void closeWithoutDirectMemory() throws Exception {
        CompletionPort port = CompletionPort.open();
        AtomicInteger ended = new AtomicInteger();
        CompletionListener listener = port.openListener();
        listener.bind(CompletionFixture.loopback(), 8);
        listener.accept((operation, n) -> {})
                .onFailure((operation, failure) -> ended.incrementAndGet())
                .submit();
        List<ByteBuffer> hog = new ArrayList<>();
        for (int size = 1 << 16; size > 0; ) {
            try {
                hog.add(ByteBuffer.allocateDirect(size));
            } catch (OutOfMemoryError e) {
                size /= 2;
            }
        }
        List<PostOperation> packets = new ArrayList<>();
        try {
            while (true) { // until the pool would have to grow
                PostOperation packet = port.post((operation, data) -> ended.incrementAndGet());
                packet.submit();
                packets.add(packet);
            }
        } catch (OutOfMemoryError e) {
            check(port.pendingOperations() == packets.size() + 1, port.pendingOperations() + " pending");
        }
        AtomicInteger reports = new AtomicInteger();
        port.errorHandler((source, failure) -> reports.incrementAndGet());
        Thread closing = new Thread(port::close);
        closing.setDaemon(true);
        closing.start();
        // By ffm a new thread can't make a call now: the close goes on as soon as there is memory.
        Await.until("the close, or that it has to wait", () -> !closing.isAlive() || reports.get() > 0);
        check(!hog.isEmpty(), "no memory was taken");
        hog.clear();
        Await.until("the end of the close", () -> !closing.isAlive(), System::gc);
        check(reports.get() <= 1, reports + " reports");
        check(ended.get() == packets.size() + 1, ended.get() + " told of " + (packets.size() + 1));
        check(port.pendingOperations() == 0, "pending");
    }
}
