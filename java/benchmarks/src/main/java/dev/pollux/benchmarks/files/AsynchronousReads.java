package dev.pollux.benchmarks.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** The JDK's, with its own threads as it chooses them: a handler that is made once a read. */
final class AsynchronousReads extends FileContestant {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AsynchronousFileChannel channel;

    AsynchronousReads(Path file, long size, boolean direct) throws Exception {
        super("AsynchronousFileChannel", file, size, direct);
        channel = AsynchronousFileChannel.open(file, options(), threads);
    }

    /** One of those in flight. */
    private final class Reader implements CompletionHandler<Integer, Void> {
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(2 * FileReads.BLOCK).alignedSlice(FileReads.BLOCK);
        private final long deadlineNanos;
        private final CountDownLatch ended;
        private final AtomicReference<Throwable> failure;
        private long seed;
        private volatile long count;

        Reader(long seed, long deadlineNanos, CountDownLatch ended, AtomicReference<Throwable> failure) {
            this.seed = seed;
            this.deadlineNanos = deadlineNanos;
            this.ended = ended;
            this.failure = failure;
        }

        void read() {
            if (System.nanoTime() - deadlineNanos >= 0) {
                ended.countDown();
                return;
            }
            seed = next(seed);
            channel.read(buffer.clear().limit(FileReads.BLOCK), position(seed), null, this);
        }

        @Override
        public void completed(Integer bytes, Void none) {
            if (bytes != FileReads.BLOCK) {
                failed(new IllegalStateException("a read of " + bytes + " bytes"), none);
                return;
            }
            count = count + 1;
            read();
        }

        @Override
        public void failed(Throwable thrown, Void none) {
            failure.set(thrown);
            ended.countDown();
        }
    }

    @Override
    long readUntil(long deadlineNanos) throws Exception {
        CountDownLatch ended = new CountDownLatch(FileReads.IN_FLIGHT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Reader[] readers = new Reader[FileReads.IN_FLIGHT];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Reader(88172645463325252L + i * 7919L, deadlineNanos, ended, failure);
            readers[i].read();
        }
        ended.await();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        long sum = 0;
        for (Reader each : readers) {
            sum += each.count;
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        threads.shutdown();
    }
}
