package dev.pollux.completion.limits;

import dev.pollux.Await;
import dev.pollux.FileSource;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.FileReadOperation;
import dev.pollux.completion.FileSyncOperation;
import dev.pollux.completion.FileTruncateOperation;
import dev.pollux.completion.FileWriteOperation;
import dev.pollux.completion.Operation;
import dev.pollux.completion.ReadOperation;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A program that uses a port for a little of all, while calls fail on purpose. What was taken is told once, what was refused never,
 * and nothing stays.
 */
public final class FaultProgram {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TURNS = 30;

    private final Path file;
    private final Supplier<String> thrownAt;
    private final List<Told> told = new ArrayList<>();
    private Set<String> fileCalls = Set.of();
    private int fileFailures;

    /** A submission that was taken, or was not. */
    private static final class Told {
        final AtomicInteger times = new AtomicInteger();
        Operation<?> operation;
        boolean taken;

        boolean isUnderWayInFile() {
            return taken && times.get() == 0 && isOfFile(operation);
        }
    }

    /**
     * @param file what is sent
     * @param thrownAt tells which call has failed
     */
    public FaultProgram(Path file, Supplier<String> thrownAt) {
        this.file = file;
        this.thrownAt = thrownAt;
    }

    /**
     * Has it read, write, sync and resize the file, too.
     *
     * @param calls the system's that are made for that: each fails an operation
     */
    FaultProgram withFileOperations(String... calls) {
        fileCalls = Set.of(calls);
        return this;
    }

    /** Fails with what was wrong. */
    public static void check(boolean condition, Object otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size);
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return direct(bytes.length).put(bytes).flip();
    }

    /** Runs it to its end. Returns what was done when it failed. */
    public String run(CompletionPortBuilder builder) throws IOException {
        CompletionPort port;
        try {
            port = builder.open();
        } catch (OutOfMemoryError | IOException e) {
            if (thrownAt.get().isEmpty()) {
                throw e;
            }
            return "open, " + thrownAt.get();
        }
        FileSource[] source = new FileSource[1];
        port.errorHandler((of, failure) -> {});
        attempt(() -> use(port, port.listen(loopback(), socket -> serve(socket, source))));
        attempt(() -> {
            CompletionUdpSocket socket = port.openUdpSocket(loopback());
            submit(socket.receive(direct(10)));
            submit(socket.send(direct("x")).target(socket.localAddress()));
        });
        attempt(() -> source[0] = port.openFile(file));
        if (!fileCalls.isEmpty()) {
            attempt(() -> useFile(port.openFile(file, StandardOpenOption.READ, StandardOpenOption.WRITE)));
        }
        attempt(() -> submit(port.post()));
        attempt(() -> submit(port.post().timeoutNanos(1)));
        attempt(port::wakeup);
        for (int i = 0; i < TURNS; i++) {
            attempt(() -> port.poll(TURN_NANOS));
        }
        Await.until( // else the close may come before a thread for files, and its failure
                "the ends of the file's operations, " + thrownAt.get(),
                () -> told.stream().noneMatch(Told::isUnderWayInFile),
                () -> attempt(() -> port.poll(TURN_NANOS)));
        attempt(() -> source[0].close());
        String where = thrownAt.get();
        port.close();
        where += " / " + thrownAt.get();
        check(port.pendingOperations() == 0, where + ": pending");
        check(CompletionPortWork.of(port).sourceCount() == 0, where + ": sources");
        check(
                CompletionPortWork.of(port).completionBackend().ticketsTaken() == 0,
                where + ": " + CompletionPortWork.of(port).completionBackend().ticketsTaken() + " blocks");
        String failed = thrownAt.get().split(" ", 2)[0];
        check(!fileCalls.contains(failed) || fileFailures == 1, where + ": failures of the file " + fileFailures);
        for (Told each : told) {
            check(
                    each.times.get() == (each.taken ? 1 : 0),
                    where + ": " + each.operation + " told " + each.times + ", taken " + each.taken);
        }
        return where;
    }

    /** What is in the file stays as it is. */
    private void useFile(CompletionFile its) {
        attempt(() -> submit(its.read(direct(4))));
        attempt(() -> submit(its.write(direct("some"))));
        attempt(() -> submit(its.sync()));
        attempt(() -> submit(its.syncData()));
        attempt(() -> submit(its.truncate(10)));
        attempt(its::size);
    }

    private void use(CompletionPort port, CompletionListener listener) throws Exception {
        InetSocketAddress address = listener.localAddress();
        ConnectOperation connect = port.connect(address);
        submit(connect, () -> {
            submit(connect.socket().write(direct("hello")));
            submit(connect.socket().read(direct(10)));
        });
    }

    private void serve(CompletionSocket socket, FileSource[] source) throws IOException {
        ByteBuffer[] buffers = {direct(2), direct(10)};
        attempt(() -> submit(socket.read(buffers)));
        attempt(() -> submit(socket.write(direct("bye"))));
        attempt(() -> submit(socket.sendFile(source[0]).range(0, 4)));
        ReadOperation cancelled = socket.read(direct(1));
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
        operation.onFailure((same, failure) -> {
            each.times.incrementAndGet();
            boolean isOfFile = isOfFile(same) && SystemCallException.of(failure) != null;
            fileFailures += isOfFile ? 1 : 0;
        });
        told.add(each);
        operation.submit();
        each.taken = true;
    }

    private static boolean isOfFile(Operation<?> operation) {
        return operation instanceof FileReadOperation
                || operation instanceof FileWriteOperation
                || operation instanceof FileSyncOperation
                || operation instanceof FileTruncateOperation;
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
}
