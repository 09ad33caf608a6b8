package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/** Reads that are submitted again and again, of which half are marked, at random, to be cancelled once they are submitted. */
public final class CancelStorm {
    public static final int SOCKETS = 16;
    private static final int OPERATIONS = 10_000;
    private static final int IN_FLIGHT = 4; // a socket
    private static final int READS = SOCKETS * IN_FLIGHT;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final long seed;
    private final Random random;
    private final List<CompletionFixture.Accepted> connections = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Read> marked = new ConcurrentLinkedQueue<>();

    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicIntegerArray ends = new AtomicIntegerArray(OPERATIONS + READS);
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    public CancelStorm(long seed) {
        this.seed = seed;
        random = new Random(seed);
    }

    /** One read, many times; each time it has another number. */
    private final class Read {
        private static final int ROOM = 8;

        private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
        private final ReadOperation operation;
        private int number = -1;

        Read(CompletionSocket socket) {
            operation = socket.read(buffer, (same, bytes) -> completed(bytes))
                    .onFailure((same, failure) -> failed(failure));
        }

        private void submit() {
            number = submitted.getAndIncrement();
            if (number >= OPERATIONS) {
                return;
            }
            boolean toCancel;
            synchronized (random) {
                toCancel = random.nextBoolean();
            }
            operation.submit();
            if (toCancel) {
                marked.add(this);
            }
        }

        private void completed(long bytes) {
            if (bytes < 1 || bytes != buffer.position()) {
                wrong.add(bytes + " bytes, and the buffer is at " + buffer.position());
            }
            buffer.clear();
            completed.incrementAndGet();
            end();
        }

        private void failed(IOException failure) {
            if (!(failure instanceof OperationCancelledException) || buffer.position() != 0) {
                wrong.add(failure + ", and the buffer is at " + buffer.position());
            }
            cancelled.incrementAndGet();
            end();
        }

        private void end() {
            ends.incrementAndGet(number);
            ended.incrementAndGet();
            submit();
        }
    }

    public void add(CompletionFixture.Accepted connection) {
        connections.add(connection);
        for (int i = 0; i < IN_FLIGHT; i++) {
            reads.add(new Read(connection.socket));
        }
    }

    public void start() {
        reads.forEach(Read::submit);
    }

    public boolean isOver() {
        return ended.get() >= OPERATIONS;
    }

    int ended() {
        return ended.get();
    }

    void cancelWhatIsMarked() {
        while (!isOver()) {
            Read next = marked.poll();
            if (next == null) {
                Thread.yield();
            } else {
                next.operation.cancel();
            }
        }
    }

    /** Writes a little whenever something has ended: a flood would leave nothing to cancel. */
    void write() throws IOException {
        Random own = new Random(seed + 1);
        while (!isOver()) {
            int before = ended.get();
            ByteBuffer some = ByteBuffer.allocate(1 + own.nextInt(2 * Read.ROOM));
            CompletionFixture.writeFully(connections.get(own.nextInt(SOCKETS)).peer, some);
            if (ended.get() == before) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    public void check() {
        String told = completed + " completed, " + cancelled + " cancelled, seed " + seed;
        assertEquals(List.of(), List.copyOf(wrong), told);
        assertEquals(OPERATIONS, ended.get(), told);
        for (int i = 0; i < OPERATIONS; i++) {
            assertEquals(1, ends.get(i), "ends of operation " + i + "; " + told);
        }
        assertTrue(completed.get() > OPERATIONS / 10 && cancelled.get() > OPERATIONS / 10, told);
    }
}
