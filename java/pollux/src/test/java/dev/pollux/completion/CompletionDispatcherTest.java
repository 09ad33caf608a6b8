package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.DispatcherCounters;
import dev.pollux.WaitStrategy;
import dev.pollux.dispatcher.Overrun;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A dispatcher over a completion port: callbacks, tasks, timers and wakeups on one thread; and no allocation. */
@CompletionTest
@SuppressWarnings("try") // threads that are only waited for
class CompletionDispatcherTest extends CompletionFixture {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void callbacksTasksAndTimersRunOnItsThread() throws Exception {
        List<String> order = new ArrayList<>();
        try (CompletionDispatcher loop = CompletionDispatcher.over(port)) {
            assertSame(kind.backend(), loop.backend());
            assertTrue(loop.describe().contains(kind.backend().toString()), loop::describe);
            Thread here = Thread.currentThread();
            port.post((operation, data) -> {
                        assertSame(here, Thread.currentThread());
                        order.add("packet");
                    })
                    .submit();
            loop.execute(() -> order.add("task"));
            loop.schedule(0, () -> order.add("timer"));
            loop.runOnce(0);
            assertEquals(List.of("packet", "task", "timer"), order);
            long startNanos = System.nanoTime();
            long delayNanos = TimeUnit.MILLISECONDS.toNanos(20);
            loop.schedule(delayNanos, () -> order.add("late"));
            Await.until("the timer", () -> order.size() == 4, () -> loop.runOnce(-1));
            assertTrue(System.nanoTime() - startNanos >= delayNanos);
            assertSame(port, loop.port());
        }
    }

    @Test
    void aTimerThatAlwaysOverrunsDelaysTheOthersByOneRunOfIt() throws Exception {
        try (CompletionDispatcher loop = CompletionDispatcher.over(port)) {
            Overrun.delaysTheOthersByOneRun(loop);
        }
    }

    @Test
    void aTaskFromAnotherThreadEndsTheWait() throws Exception {
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        try (CompletionDispatcher loop = CompletionDispatcher.over(port);
                Background running = Background.run(loop::run)) {
            running.awaitBlocked();
            loop.execute(() -> ranOn.set(Thread.currentThread()));
            Await.until("the task", () -> ranOn.get() != null);
            assertSame(running.thread(), ranOn.get());
            loop.stop();
        }
    }

    /** They mean what those of a readiness dispatcher mean. */
    @Test
    void countsWhatTheLoopDoes() throws Exception {
        for (WaitStrategy strategy : List.of(WaitStrategy.BLOCKING, WaitStrategy.adaptive(1_000_000))) {
            try (CompletionPort its = kind.open();
                    CompletionDispatcher loop = CompletionDispatcher.builder()
                            .waitStrategy(strategy)
                            .over(its)) {
                loop.execute(() -> {});
                loop.execute(() -> {});
                assertEquals(2, loop.counters().queuedTasks());
                assertEquals(2, loop.runOnce(-1));
                DispatcherCounters woken = loop.counters();
                assertEquals(2, woken.tasks());
                assertEquals(0, woken.queuedTasks());
                assertEquals(1, woken.earlyReturns(), woken::toString);
                assertEquals(0, woken.emptyReturns(), woken::toString);
                loop.wakeup();
                loop.runOnce(0);
                assertEquals(2, loop.counters().earlyReturns(), "a wakeup before a wait that does not sleep");
                loop.runOnce(0);
                loop.runOnce(1_000_000);
                DispatcherCounters idle = loop.counters();
                assertEquals(2, idle.earlyReturns(), idle::toString);
                assertEquals(2, idle.emptyReturns(), idle::toString);
                its.post((operation, data) -> {}).submit();
                assertEquals(1, loop.runOnce(-1));
                assertEquals(1, loop.counters().events());
                assertEquals(2, loop.counters().emptyReturns());
            }
        }
    }

    @Test
    void wakeupsFromAnotherThreadAreEarlyReturns() throws Exception {
        try (CompletionDispatcher loop = CompletionDispatcher.over(port);
                Background running = Background.run(loop::run)) {
            for (int i = 1; i <= 20; i++) {
                int wanted = i;
                running.awaitBlocked();
                loop.execute(() -> {});
                Await.until("the task", () -> loop.counters().tasks() == wanted);
            }
            running.awaitBlocked();
            assertEquals(0, loop.counters().emptyReturns());
            assertTrue(loop.counters().earlyReturns() >= 20);
            loop.stop();
        }
    }

    @Test
    void closingEndsWhatIsPending() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome)
                .submit();
        CompletionDispatcher loop = CompletionDispatcher.over(port);
        try (Background running = Background.run(loop::run)) {
            running.awaitBlocked();
            loop.close();
        }
        assertInstanceOf(AsynchronousCloseException.class, outcome.failure);
        assertFalse(port.isOpen());
        assertFalse(connection.socket.isOpen());
    }

    /** Client and server on this thread: an echo's reads and writes, and what is posted, allocate nothing. */
    @Test
    void noAllocation() throws Exception {
        assumeFalse(kind.isNioOnWindows(), "the JDK's selectors for Windows allocate in a select that finds something");
        Accepted connection = accept();
        List<CompletionSocket> clients = new ArrayList<>();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        AcceptOperation accept = listener.accept((operation, none) -> echo(operation.socket(), direct(64)));
        accept.submit();
        port.connect(listener.localAddress(), (operation, none) -> clients.add(operation.socket()))
                .submit();
        turnUntil("the connection", () -> clients.size() == 1);
        long[] echoed = new long[1];
        CompletionSocket client = clients.get(0);
        ByteBuffer buffer = direct(32);
        WriteOperation[] write = new WriteOperation[1];
        ReadOperation read = client.read(buffer, (operation, n) -> {
                    echoed[0]++;
                    buffer.clear();
                    write[0].submit();
                })
                .timeoutNanos(TimeUnit.SECONDS.toNanos(100));
        write[0] = client.write(buffer, (operation, n) -> {
            buffer.clear();
            operation.port().wakeup();
            read.submit();
        });
        write[0].submit();
        PostOperation packet = port.post((operation, data) -> {});
        ReadOperation idle =
                connection.socket.read(direct(1), (operation, n) -> {}).timeoutNanos(TimeUnit.SECONDS.toNanos(100));
        idle.submit();
        long startNanos = System.nanoTime();
        for (int clean = 0; clean < 10; ) {
            long wanted = echoed[0] + 500;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            while (echoed[0] < wanted) {
                if (!packet.isPending()) {
                    packet.submit();
                }
                port.poll(TURN_NANOS);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            clean = allocated == 0 ? clean + 1 : 0;
            assertTrue(
                    clean > 0 || System.nanoTime() - startNanos < 2 * Await.LIMIT_NANOS,
                    () -> allocated + " bytes allocated in 500 echoes");
        }
    }

    static void echo(CompletionSocket socket, ByteBuffer buffer) {
        WriteOperation[] write = new WriteOperation[1];
        ReadOperation read = socket.read(buffer, (operation, n) -> {
            buffer.flip();
            write[0].submit();
        });
        write[0] = socket.write(buffer, (operation, n) -> {
            buffer.clear();
            read.submit();
        });
        read.submit();
    }
}
