package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.internal.loop.InsideLoop;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the dispatcher contracts share: a dispatcher of the backend under test, and a thread to run it. */
public abstract class DispatcherContract {
    static final long MILLI = 1_000_000;

    /** What the error handler was told. */
    record Report(java.nio.channels.Channel source, Throwable failure) {}

    final Backend backend;
    final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
    ReadinessDispatcher dispatcher;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Background loop;

    DispatcherContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    final void openDispatcher() throws IOException {
        Backends.require(backend);
        dispatcher = ReadinessDispatcher.builder()
                .backend(backend)
                .name("under test")
                .errorHandler((source, failure) -> reports.add(new Report(source, failure)))
                .open();
    }

    @AfterEach
    final void closeAll() throws Exception {
        if (dispatcher != null) { // else the test was skipped
            dispatcher.close();
        }
        if (loop != null) {
            loop.close();
        }
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    final <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** Runs the loop on a thread of its own. */
    final Background start() {
        loop = Background.run(dispatcher::run);
        return loop;
    }

    /** Makes turns by hand until a condition holds. */
    final void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> dispatcher.runOnce(MILLI));
    }

    /** Has a loop die of its port, whose next wait throws a NullPointerException. */
    static void breakPort(ReadinessDispatcher loop) {
        InsideLoop.breakPort(loop);
    }

    /** Runs something on the loop's thread, and waits for it. */
    final void onLoop(Await.Action action) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Throwable[] failure = new Throwable[1];
        dispatcher.execute(() -> {
            try {
                action.run();
            } catch (Throwable e) {
                failure[0] = e;
            }
            done.countDown();
        });
        await(done);
        if (failure[0] != null) {
            throw new AssertionError("on the loop: " + failure[0], failure[0]);
        }
    }

    public static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(Await.LIMIT_NANOS, TimeUnit.NANOSECONDS)) {
            throw new AssertionError("waited in vain: " + latch.getCount() + " are missing");
        }
    }

    final void assertNoReports() {
        assertEquals(List.of(), List.copyOf(reports));
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    final SocketChannel peer(StreamListener listener) throws IOException {
        return opened(SocketChannel.open(listener.localAddress()));
    }
}
