package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A loop that sleeps, in a JVM whose direct memory is used up. A thread that has made no call yet hands it a task, and so does
 * another once there is memory again. Then a port is closed by such a thread while another waits in it.
 */
final class NoMemoryWakeups {
    private NoMemoryWakeups() {}

    /**
     * Tells which tasks have run.
     *
     * @param arguments the backend
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                .backend(Backend.valueOf(arguments[0]))
                .open()) {
            Background running = Background.run(loop::run);
            CountDownLatch before = new CountDownLatch(1);
            loop.execute(before::countDown);
            tell("before", before);
            running.awaitBlocked();
            List<ByteBuffer> all = exhaust();
            CountDownLatch without = new CountDownLatch(1);
            try {
                Background.run(() -> loop.execute(without::countDown)).close();
                tell("without", without);
            } catch (Exception | AssertionError e) {
                System.out.println("without: " + e);
            }
            all.clear();
            CountDownLatch after = new CountDownLatch(1);
            Background.run(() -> loop.execute(after::countDown)).close();
            tell("after", after);
            loop.stop();
            running.close();
        }
        close(Backend.valueOf(arguments[0]));
    }

    /** Of a port that is polled, not of a dispatcher, which would wake its loop first. */
    private static void close(Backend backend) throws Exception {
        ReadinessPort port = ReadinessPort.open(backend);
        CountDownLatch ended = new CountDownLatch(1);
        Background polling = Background.run(() -> {
            try {
                port.poll(-1);
            } catch (ClosedChannelException e) {
                ended.countDown();
            }
        });
        polling.awaitBlocked();
        List<ByteBuffer> all = exhaust();
        try {
            Background.run(port::close).close();
        } catch (AssertionError e) {
            System.out.println("close: " + e);
        }
        tell("the end of the poll", ended);
        all.clear();
        polling.close();
    }

    private static void tell(String name, CountDownLatch latch) throws InterruptedException {
        System.out.println(name + (latch.await(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS) ? " ran" : " did not run"));
    }

    private static List<ByteBuffer> exhaust() {
        List<ByteBuffer> all = new ArrayList<>();
        try {
            while (all.size() < 1024 * 1024) {
                all.add(ByteBuffer.allocateDirect(1024));
            }
        } catch (OutOfMemoryError e) {
            return all;
        }
        throw new AssertionError("the memory has no end");
    }
}
