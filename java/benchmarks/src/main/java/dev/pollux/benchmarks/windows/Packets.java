package dev.pollux.benchmarks.windows;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.PostOperation;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Packets that go through one port again and again. */
final class Packets {
    private static final int UNDER_WAY = 64;
    private static final int CONCURRENCY = 2;

    private Packets() {}

    /** {@return how many a second} */
    static double perSecond(int threadCount, long nanos) throws IOException, InterruptedException {
        LongAdder count = new LongAdder();
        Thread[] threads = new Thread[threadCount];
        long begin;
        long told;
        try (CompletionPort port = CompletionPort.open(CONCURRENCY)) {
            for (int i = 0; i < threadCount; i++) {
                threads[i] = new Thread(() -> poll(port));
                threads[i].start();
            }
            for (int i = 0; i < UNDER_WAY; i++) {
                PostOperation packet = port.post((same, data) -> {
                    count.increment();
                    same.submit();
                });
                packet.submit();
            }
            begin = System.nanoTime();
            long before = count.sum();
            LockSupport.parkNanos(nanos);
            told = count.sum() - before;
            nanos = System.nanoTime() - begin;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return told * 1e9 / nanos;
    }

    private static void poll(CompletionPort port) {
        try {
            while (true) {
                port.poll(-1);
            }
        } catch (ClosedChannelException e) {
            // So it is to end.
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
