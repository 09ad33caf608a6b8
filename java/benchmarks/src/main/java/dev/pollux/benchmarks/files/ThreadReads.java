package dev.pollux.benchmarks.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many threads as reads are in flight, each with one read after the other. */
final class ThreadReads extends FileContestant {
    private final FileChannel channel;
    private final ExecutorService threads = Executors.newFixedThreadPool(FileReads.IN_FLIGHT);

    ThreadReads(Path file, long size, boolean direct) throws Exception {
        super(THREADS, file, size, direct);
        channel = FileChannel.open(file, options());
    }

    @Override
    long readUntil(long deadlineNanos) throws Exception {
        List<Future<Long>> counts = new ArrayList<>();
        for (int i = 0; i < FileReads.IN_FLIGHT; i++) {
            long seed = 88172645463325252L + i * 7919L;
            counts.add(threads.submit(() -> read(seed, deadlineNanos)));
        }
        long sum = 0;
        for (Future<Long> each : counts) {
            sum += each.get();
        }
        return sum;
    }

    private long read(long firstSeed, long deadlineNanos) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * FileReads.BLOCK).alignedSlice(FileReads.BLOCK);
        long seed = firstSeed;
        long count = 0;
        while (System.nanoTime() - deadlineNanos < 0) {
            seed = next(seed);
            check(channel.read(buffer.clear().limit(FileReads.BLOCK), position(seed)));
            count++;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        threads.shutdown();
        channel.close();
    }
}
