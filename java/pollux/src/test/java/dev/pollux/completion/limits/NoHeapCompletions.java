package dev.pollux.completion.limits;

import dev.pollux.Await;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.dispatcher.FullHeap;
import dev.pollux.internal.loop.FirstFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Completion ports whose first failure of all comes when the heap is full: for a JVM of its own. The error handler is the default
 * one, and so is the logging. Each scene prints what came of it, as a line. {@link CompletionFullHeapTest} starts them.
 */
final class NoHeapCompletions {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** More than the pool of operations has room for at first. */
    private static final int READS = 100;

    private final CompletionPort port;
    private final List<ReadOperation> reads = new ArrayList<>();
    private final int[] completed = new int[READS];
    private final int[] failed = new int[READS];
    private final CompletionSocket socket;
    private SocketChannel peer;

    /** A connection, and as many reads of a byte as there will be. None is submitted. */
    private NoHeapCompletions(CompletionKind kind) throws Exception {
        port = kind.open();
        socket = accept();
        for (int i = 0; i < READS; i++) {
            int its = i;
            reads.add(socket.read(ByteBuffer.allocateDirect(1))
                    .onCompletion((read, bytes) -> completed[its]++)
                    .onFailure((read, failure) -> failed[its]++));
        }
        Await.until("the logger is ready", FirstFailure::isReady);
    }

    private CompletionSocket accept() throws Exception {
        CompletionSocket[] accepted = new CompletionSocket[1];
        CompletionListener listener =
                port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), its -> accepted[0] = its);
        peer = SocketChannel.open(listener.localAddress());
        until("the accept", () -> accepted[0] != null);
        listener.close();
        until("the end of the other accepts", () -> port.pendingOperations() == 0);
        return accepted[0];
    }

    private void until(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    /**
     * Plays a scene.
     *
     * @param arguments which, and on what
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        CompletionKind kind = CompletionKind.valueOf(arguments[1]);
        NoHeapCompletions scene = new NoHeapCompletions(kind);
        String came =
                switch (arguments[0]) {
                    case "CALLBACK" -> scene.callback();
                    case "SUBMIT" -> scene.submit();
                    case "FIRST_CLOSE" -> scene.close(true).replaceFirst("^[^,]*, ", ""); // whatever is thrown
                    default -> {
                        new NoHeapCompletions(kind).close(false); // so that all classes are there
                        yield scene.close(true);
                    }
                };
        System.out.println("=" + came);
    }

    /** A callback's exception, after which the default error handler closes the socket, and can't log. */
    private String callback() throws Exception {
        RuntimeException onPurpose = new IllegalStateException("on purpose");
        boolean[] thrown = new boolean[1];
        socket.read(ByteBuffer.allocateDirect(1), (read, bytes) -> {
                    thrown[0] = true;
                    FullHeap.fill();
                    throw onPurpose;
                })
                .submit();
        send(1);
        String poll = attempt(false, () -> until("the callback", () -> thrown[0]));
        int[] served = new int[1];
        boolean isOpen = socket.isOpen();
        accept().read(ByteBuffer.allocateDirect(1), (read, bytes) -> served[0]++)
                .submit();
        send(1);
        until("a read of another connection", () -> served[0] > 0);
        port.close();
        return poll + ", open " + isOpen + ", another is served, " + port.pendingOperations() + " pending";
    }

    /** Reads that the pool of operations has no room for. */
    private String submit() throws Exception {
        boolean[] refused = new boolean[READS];
        OutOfMemoryError[] last = new OutOfMemoryError[1];
        FullHeap.fill();
        for (int i = 0; i < READS; i++) {
            try {
                reads.get(i).submit();
            } catch (OutOfMemoryError e) {
                refused[i] = true;
                last[0] = e;
            }
        }
        FullHeap.free();
        int submitted = 0;
        for (boolean each : refused) {
            submitted += each ? 0 : 1;
        }
        String after = (submitted < READS ? "some refused, " : "none refused, ")
                + (port.pendingOperations() - submitted) + " more pending than submitted";
        for (int i = 0; i < READS; i++) {
            if (refused[i]) {
                reads.get(i).submit();
            }
        }
        send(READS);
        until("all reads", () -> sum(completed) + sum(failed) >= READS);
        port.close();
        return after + ", " + sum(completed) + " completed, " + sum(failed) + " failed, " + port.pendingOperations()
                + " pending";
    }

    /** The port's end, with reads in flight. */
    private String close(boolean isFull) throws Exception {
        reads.forEach(ReadOperation::submit);
        int[] told = new int[1];
        String thrown = attempt(isFull, () -> {
            try {
                port.close();
            } finally {
                told[0] = sum(failed);
            }
        });
        port.close();
        boolean isEachToldOnce = Arrays.stream(failed).allMatch(times -> times == 1);
        return thrown + ", " + told[0] + " told at once, each once " + isEachToldOnce + ", " + sum(failed) + " in all, "
                + sum(completed) + " completed, " + port.pendingOperations() + " pending, socket open "
                + socket.isOpen();
    }

    private void send(int bytes) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            peer.write(buffer);
        }
    }

    private static String attempt(boolean isFull, Await.Action action) {
        Throwable thrown = null;
        if (isFull) {
            FullHeap.fill();
        }
        try {
            action.run();
        } catch (Throwable e) {
            thrown = e;
        }
        FullHeap.free();
        if (thrown != null) {
            thrown.printStackTrace(System.out);
        }
        return thrown == null ? "nothing thrown" : thrown.getClass().getSimpleName();
    }

    private static int sum(int[] counts) {
        int sum = 0;
        for (int each : counts) {
            sum += each;
        }
        return sum;
    }
}
