package dev.pollux.internal.completion;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.loop.Timers;
import dev.pollux.readiness.ReadinessPort;
import java.io.IOException;
import java.util.Objects;

/** The builder, and the settings that it hands to the port and its backend. */
public final class CompletionPortBuilderWork implements CompletionPortBuilder {

    /** Chooses the backend, and opens a port on it. */
    @FunctionalInterface
    public interface Opener {
        CompletionPort open(CompletionPortBuilderWork settings) throws IOException;
    }

    private final Opener opener;
    private Backend backend;
    int concurrency;
    int maxBatch = DEFAULT_MAX_BATCH;
    WaitStrategy waitStrategy = WaitStrategy.BLOCKING;
    long busyPollNanos;
    int fileThreads = DEFAULT_FILE_THREADS;
    boolean singleThreaded;
    private ReadinessPort within; // or null
    ErrorHandler errorHandler = ErrorHandler.CLOSE_AND_LOG;
    int lentBufferCount = DEFAULT_LENT_BUFFERS;
    int lentBufferSize = DEFAULT_LENT_BUFFER_SIZE;
    long lentWriteTimeoutNanos = DEFAULT_LENT_WRITE_TIMEOUT_NANOS;
    boolean checkLentBuffers = Boolean.getBoolean(CHECK_LENT_BUFFERS_PROPERTY);

    public CompletionPortBuilderWork(Opener opener) {
        this.opener = opener;
    }

    @Override
    public CompletionPortBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    @Override
    public CompletionPortBuilder concurrency(int threads) {
        if (threads < 0) {
            throw new IllegalArgumentException("concurrency " + threads + ": not within 0 and " + Integer.MAX_VALUE);
        }
        concurrency = threads;
        return this;
    }

    @Override
    public CompletionPortBuilder maxBatch(int completions) {
        if (completions < 1 || completions > MAX_BATCH) {
            throw new IllegalArgumentException("maxBatch of " + completions + " is not within 1 and " + MAX_BATCH);
        }
        maxBatch = completions;
        return this;
    }

    @Override
    public CompletionPortBuilder waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy, "waitStrategy");
        return this;
    }

    @Override
    public CompletionPortBuilder busyPollNanos(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("busyPollNanos of " + nanos + " is negative");
        }
        busyPollNanos = nanos;
        return this;
    }

    @Override
    public CompletionPortBuilder fileThreads(int threads) {
        if (threads < 1 || threads > MAX_FILE_THREADS) {
            throw new IllegalArgumentException("fileThreads " + threads + ": not within 1 and " + MAX_FILE_THREADS);
        }
        fileThreads = threads;
        return this;
    }

    @Override
    public CompletionPortBuilder singleThreaded(boolean promised) {
        singleThreaded = promised;
        return this;
    }

    @Override
    public CompletionPortBuilder errorHandler(ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler, "errorHandler");
        return this;
    }

    @Override
    public CompletionPortBuilder lentBuffers(int count, int size) {
        if (count < 1 || count > MAX_LENT_BUFFERS || size < 1 || (long) count * size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(count + " lent buffers of " + size + " bytes: from 1 to "
                    + MAX_LENT_BUFFERS + ", of one byte at least, and less than 2 GiB together");
        }
        lentBufferCount = count;
        lentBufferSize = size;
        return this;
    }

    @Override
    public CompletionPortBuilder lentWriteTimeoutNanos(long timeoutNanos) {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "lentWriteTimeoutNanos " + timeoutNanos + ": not within 0 and " + Long.MAX_VALUE);
        }
        lentWriteTimeoutNanos = Math.min(timeoutNanos, Timers.MAX_DELAY_NANOS);
        return this;
    }

    @Override
    public CompletionPortBuilder checkLentBuffers(boolean check) {
        checkLentBuffers = check;
        return this;
    }

    @Override
    public CompletionPortBuilder within(ReadinessPort port) {
        within = port;
        return this;
    }

    @Override
    public CompletionPort open() throws IOException {
        return opener.open(this);
    }

    /** {@return the backend that the program names, or null} */
    public Backend backend() {
        return backend;
    }

    /** {@return the readiness port whose wait serves this one, or null} */
    public ReadinessPort within() {
        return within;
    }

    /** {@return how many threads the system is to let run at once, or 0 for the number of processors} */
    public int concurrency() {
        return concurrency;
    }

    /** {@return true if the first thread that polls is the only one} */
    public boolean isSingleThreaded() {
        return singleThreaded;
    }

    /** {@return how many completions a thread dequeues at once} */
    public int maxBatch() {
        return maxBatch;
    }

    /** {@return how long the system is to poll the network card before a wait sleeps} */
    public long busyPollNanos() {
        return busyPollNanos;
    }
}
