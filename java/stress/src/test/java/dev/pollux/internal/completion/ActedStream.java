package dev.pollux.internal.completion;

import dev.pollux.internal.inmemory.MemoryPorts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A submitted stream with two requests in flight, which nobody has: what a system would say of them, the actors say. It sees
 * whether it is told as the contract demands.
 */
final class ActedStream extends StreamWork<ActedStream, Integer> {
    private static final int IN_FLIGHT = 2;
    private static final int IN_CALLBACK = 20; // turns of a loop, so that another has the time to come in
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final CompletionPortWork PORT = open();

    // Guarded by this object.
    private final ArrayDeque<Integer> kept = new ArrayDeque<>(IN_FLIGHT);
    private int keptLate;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger discarded = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger afterTheEnd = new AtomicInteger();
    private final AtomicInteger peerEnds = new AtomicInteger();
    private final AtomicInteger submits = new AtomicInteger();
    private volatile boolean closeIsOver;
    private volatile boolean isSubmittedAtEnd;
    private int told; // plain: who tells comes after whoever has told before

    private ActedStream(AbstractCompletionChannel channel) {
        super(channel, IN_FLIGHT);
        onResult((stream, result) -> told());
        onEnd(stream -> {
            peerEnds.incrementAndGet();
            ended();
        });
        onStopped(stream -> ended());
        onFailure((stream, failure) -> ended());
    }

    private static CompletionPortWork open() {
        try {
            return CompletionPortWork.of(
                    MemoryPorts.builder().errorHandler((source, failure) -> {}).open());
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static ActedStream submitted() {
        try {
            ActedStream stream = new ActedStream((AbstractCompletionChannel) PORT.openListener());
            stream.submitAgain();
            return stream;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void told() {
        if (inside.getAndIncrement() != 0) {
            together.incrementAndGet();
        }
        afterTheEnd.addAndGet(ends.get());
        told++;
        for (int i = 0; i < IN_CALLBACK; i++) {
            Thread.onSpinWait();
        }
        inside.decrementAndGet();
    }

    private void ended() {
        if (inside.get() != 0) {
            together.incrementAndGet();
        }
        ends.incrementAndGet();
        if (isSubmittedAtEnd) {
            submitAgain();
        }
    }

    // ---- What the actors do ----

    /** Submits it, unless it is pending. */
    void submitAgain() {
        try {
            submit();
            submits.incrementAndGet();
        } catch (IllegalStateException e) {
            // Another thread has done it.
        }
    }

    /** Has the callback of its end submit it again. */
    void submitAtEnd(boolean isSo) {
        isSubmittedAtEnd = isSo;
    }

    int resultArrives() {
        requests.decrementAndGet();
        return arrived(1);
    }

    int requestIsOver() {
        requests.decrementAndGet();
        return requestOver();
    }

    void closeChannel() {
        channel.close();
        closeIsOver = true;
    }

    /** Tells what the port has to tell: of this stream, and of others. */
    static void poll() {
        try {
            PORT.poll(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Closes it, answers what it has asked for, and has its end told, if it is told. */
    void finish() {
        channel.close();
        while (requests.get() > 0) {
            requestIsOver();
        }
        long startNanos = System.nanoTime();
        while (ends.get() < submits.get() && System.nanoTime() - startNanos < LIMIT_NANOS) {
            poll();
        }
    }

    // ---- What they see ----

    /** {@return how many results were told} */
    int results() {
        return told;
    }

    /** {@return how many were given up} */
    int discarded() {
        return discarded.get();
    }

    /** {@return how often a callback was called within another} */
    int together() {
        return together.get();
    }

    int ends() {
        return ends.get();
    }

    /** {@return how many of its ends were said to be the peer's} */
    int peerEnds() {
        return peerEnds.get();
    }

    /** {@return how often it was submitted} */
    int submits() {
        return submits.get();
    }

    /** {@return how many results were told after the end, or not told and not given up either} */
    int strays() {
        synchronized (this) {
            return afterTheEnd.get() + kept.size();
        }
    }

    /** {@return how many results it has kept, or taken to be told, after the close of its channel} */
    int keptLate() {
        synchronized (this) {
            return keptLate;
        }
    }

    // ---- What a kind of streams has ----

    @Override
    String face() {
        return "ActedStream";
    }

    @Override
    protected void request() {
        requests.incrementAndGet();
    }

    @Override
    protected void cancelRequests() {}

    @Override
    void keep(Integer result) {
        kept.add(result);
        keptLate += closeIsOver ? 1 : 0;
    }

    @Override
    boolean keeps() {
        return !kept.isEmpty();
    }

    @Override
    Integer takeKept() {
        keptLate += closeIsOver ? 1 : 0;
        return kept.poll();
    }

    @Override
    void discard(Integer result) {
        discarded.incrementAndGet();
    }

    @Override
    void thrown(Integer result, int mark) {}
}
