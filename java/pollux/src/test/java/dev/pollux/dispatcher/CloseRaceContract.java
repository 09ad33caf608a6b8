package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls of other threads that meet the end of the loop, or of its port: each works and is told of the end, or says that it is
 * closed. Each round is a loop of its own; {@code -Ddev.pollux.test.closeRounds=20000} makes many.
 */
abstract class CloseRaceContract {
    private static final int WORKERS = 2;
    private static final int MAX_SPINS = 4000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final int rounds;
    private final Random random = new Random(42);
    private final Backend backend;
    private ExecutorService threads;
    private ReadinessPort sockets; // opens listeners to connect to

    CloseRaceContract(Backend backend) {
        this.backend = backend;
        int fewer = backend == Backend.AFD
                ? 5
                : 1; // it runs in every build under Wine, where a loop's life takes some 50 ms
        rounds = Integer.getInteger("dev.pollux.test.closeRounds", 150 / fewer);
    }

    @BeforeEach
    final void startThreads() throws IOException {
        Backends.require(backend);
        threads = Executors.newCachedThreadPool();
        sockets = ReadinessPort.open(backend);
    }

    @AfterEach
    final void stopThreads() throws Exception {
        if (threads != null) { // else the test was skipped
            threads.shutdown();
            assertTrue(threads.awaitTermination(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS));
            sockets.close();
        }
    }

    /** Who closes, and what. */
    private enum End {
        DISPATCHER,
        DISPATCHER_BEFORE_IT_RUNS,
        DISPATCHER_TWICE,
        ITS_OWN_TASK,
        PORT,
        PORT_AND_DISPATCHER
    }

    @Test
    void callsThatMeetTheDispatchersClose() throws Exception {
        rounds(End.DISPATCHER);
    }

    @Test
    void callsThatMeetTheCloseOfALoopThatNeverRan() throws Exception {
        rounds(End.DISPATCHER_BEFORE_IT_RUNS);
    }

    @Test
    void callsThatMeetTwoClosesAtOnce() throws Exception {
        rounds(End.DISPATCHER_TWICE);
    }

    @Test
    void callsThatMeetACloseByATaskOfTheLoops() throws Exception {
        rounds(End.ITS_OWN_TASK);
    }

    @Test
    void callsThatMeetThePortsClose() throws Exception {
        rounds(End.PORT);
    }

    @Test
    void callsThatMeetTheClosesOfPortAndDispatcher() throws Exception {
        rounds(End.PORT_AND_DISPATCHER);
    }

    private void rounds(End end) throws Exception {
        for (int i = 0; i < 5; i++) {
            round(end, i); // what is opened once is open
        }
        Set<String> before = OpenDescriptors.all();
        for (int i = 0; i < rounds; i++) {
            try {
                round(end, i);
            } catch (Throwable e) {
                throw new AssertionError("round " + i + ", " + end + ": " + e, e);
            }
        }
        Set<String> added = OpenDescriptors.addedTo(before);
        assertTrue(added.size() < 10, () -> "left open: " + added);
    }

    private void round(End end, int number) throws Exception {
        try (StreamListener listener = sockets.openListener()) {
            listener.bind(new InetSocketAddress(LOOPBACK, 0), 128);
            CloseRaceRound round = new CloseRaceRound(backend, listener.localAddress());
            try {
                List<Future<?>> running = new ArrayList<>();
                CountDownLatch ready = new CountDownLatch(WORKERS + 1);
                if (end == End.DISPATCHER_BEFORE_IT_RUNS) {
                    ready.countDown();
                } else {
                    running.add(threads.submit(() -> {
                        ready.countDown();
                        run(round, end);
                    }));
                }
                for (int w = 0; w < WORKERS; w++) {
                    long seed = random.nextLong();
                    running.add(threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        round.work(new Random(seed));
                        return null;
                    }));
                }
                int spins = random.nextInt(MAX_SPINS);
                ready.await();
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
                close(round, end, running);
                for (Future<?> each : running) {
                    each.get(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS);
                }
                round.dispatcher.close();
                round.check(end == End.PORT || end == End.PORT_AND_DISPATCHER);
            } finally {
                round.cleanUp();
            }
        }
    }

    private void close(CloseRaceRound round, End end, List<Future<?>> running) {
        switch (end) {
            case DISPATCHER, DISPATCHER_BEFORE_IT_RUNS -> round.dispatcher.close();
            case DISPATCHER_TWICE -> {
                running.add(threads.submit(round.dispatcher::close));
                round.dispatcher.close();
            }
            case ITS_OWN_TASK -> round.dispatcher.execute(round.dispatcher::close);
            case PORT -> round.dispatcher.port().close();
            case PORT_AND_DISPATCHER -> {
                running.add(threads.submit(round.dispatcher::close));
                round.dispatcher.port().close();
            }
        }
    }

    private static void run(CloseRaceRound round, End end) {
        try {
            round.dispatcher.run();
        } catch (ClosedChannelException e) {
            if (end != End.PORT && end != End.PORT_AND_DISPATCHER) { // whose loop dies of that, as it should
                throw new AssertionError("run() has failed", e);
            }
        } catch (IOException e) {
            throw new AssertionError("run() has failed", e);
        }
    }

    static {
        assertEquals(6, End.values().length, "each has its test");
    }
}
