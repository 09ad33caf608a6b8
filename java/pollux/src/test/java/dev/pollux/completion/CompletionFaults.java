package dev.pollux.completion;

import dev.pollux.Await;
import dev.pollux.FileSource;
import dev.pollux.readiness.FaultyCalls;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.InetSocketAddress;
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
    private static final int TURNS = 30;

    private final FaultyCalls calls;
    private final Path file;
    private final List<Told> told = new ArrayList<>();

    /** A submission that was taken, or was not. */
    private static final class Told {
        final AtomicInteger times = new AtomicInteger();
        Operation<?> operation;
        boolean taken;
    }

    private CompletionFaults(FaultyCalls calls, Path file) {
        this.calls = calls;
        this.file = file;
    }

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
        new CompletionFaults(calls, file).program(0); // what is loaded and kept for good
        long last = 0;
        for (long i = 1; last == 0; i++) {
            new CompletionFaults(calls, file).program(i);
            last = calls.thrownAt().isEmpty() ? i : 0;
        }
        Files.delete(file);
        check(last > 100, "only " + last + " calls");
        System.out.println("calls: " + last);
    }

    private void program(long throwAfter) throws Exception {
        calls.throwAfter(throwAfter);
        CompletionPort port;
        try {
            port = CompletionPort.open();
        } catch (OutOfMemoryError e) {
            checkClosed("open, " + calls.thrownAt());
            return;
        }
        FileSource[] source = new FileSource[1];
        port.errorHandler((of, failure) -> {});
        attempt(() -> use(port, port.listen(CompletionFixture.loopback(), socket -> serve(socket, source))));
        attempt(() -> {
            CompletionUdpSocket socket = port.openUdpSocket(CompletionFixture.loopback());
            submit(socket.receive(CompletionFixture.direct(10)));
            submit(socket.send(CompletionFixture.direct("x")).target(socket.localAddress()));
        });
        attempt(() -> source[0] = port.openFile(file));
        attempt(() -> submit(port.post()));
        attempt(() -> submit(port.post().timeoutNanos(1)));
        attempt(port::wakeup);
        for (int i = 0; i < TURNS; i++) {
            attempt(() -> port.poll(TURN_NANOS));
        }
        attempt(() -> source[0].close());
        String where = "call " + throwAfter + ", " + calls.thrownAt();
        port.close();
        where += " / " + calls.thrownAt();
        check(port.pendingOperations() == 0, where + ": pending");
        check(CompletionInside.of(port).sourceCount() == 0, where + ": sources");
        check(
                CompletionInside.of(port).backend.ticketsTaken() == 0,
                where + ": " + CompletionInside.of(port).backend.ticketsTaken() + " blocks");
        for (Told each : told) {
            check(
                    each.times.get() == (each.taken ? 1 : 0),
                    where + ": " + each.operation + " told " + each.times + ", taken " + each.taken);
        }
        checkClosed(where);
    }

    private void checkClosed(String where) {
        check(calls.openHandles() == 0, where + ": " + calls.openHandles() + " handles are open");
        check(calls.wrong().isEmpty(), where + ": " + calls.wrong());
    }

    private void use(CompletionPort port, CompletionListener listener) throws Exception {
        InetSocketAddress address = listener.localAddress();
        ConnectOperation connect = port.connect(address);
        submit(connect, () -> {
            submit(connect.socket().write(CompletionFixture.direct("hello")));
            submit(connect.socket().read(CompletionFixture.direct(10)));
        });
    }

    private void serve(CompletionSocket socket, FileSource[] source) throws IOException {
        ByteBuffer[] buffers = {CompletionFixture.direct(2), CompletionFixture.direct(10)};
        attempt(() -> submit(socket.read(buffers)));
        attempt(() -> submit(socket.write(CompletionFixture.direct("bye"))));
        attempt(() -> submit(socket.sendFile(source[0]).range(0, 4)));
        ReadOperation cancelled = socket.read(CompletionFixture.direct(1));
        attempt(() -> submit(cancelled));
        attempt(cancelled::cancel);
    }

    private <O extends Operation<O>> void submit(O operation) {
        submit(operation, () -> {});
    }

    private <O extends Operation<O>> void submit(O operation, Await.Action then) {
        Told each = new Told();
        each.operation = operation;
        operation.onCompletion((same, result) -> {
            each.times.incrementAndGet();
            then.run();
        });
        operation.onFailure((same, failure) -> each.times.incrementAndGet());
        told.add(each);
        operation.submit();
        each.taken = true;
    }

    private static void attempt(Await.Action action) {
        try {
            action.run();
        } catch (OutOfMemoryError | IOException | NullPointerException e) {
            // Thrown on purpose, or the consequence: what was to be used is not there.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
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
