package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.DispatcherListener;
import dev.pollux.OnPurpose;
import dev.pollux.VacantAddress;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a program's object throws, from whichever place: it is told once, the loop goes on, other connections are served,
 * and the listener takes new ones.
 */
abstract class ThrowingContract extends DispatcherContract {
    private final List<StreamSocket> accepted = new ArrayList<>();
    private Thrower thrower;
    private StreamListener listener;

    ThrowingContract(Backend backend) {
        super(backend);
    }

    /** What is thrown. */
    enum Thrown {
        RUNTIME_EXCEPTION(IllegalStateException.class),
        ERROR(Error.class),
        NO_MEMORY(OutOfMemoryError.class),
        NO_STACK(StackOverflowError.class),
        NO_CLASS(NoClassDefFoundError.class),
        ASSERTION(AssertionError.class),
        CHECKED_BY_STEALTH(OnPurpose.class);

        private final Class<?> type;

        Thrown(Class<?> type) {
            this.type = type;
        }

        void doThrow() {
            switch (this) {
                case RUNTIME_EXCEPTION -> throw new IllegalStateException("on purpose, by a test");
                case ERROR -> throw new Error("on purpose, by a test");
                case NO_MEMORY -> throw new OutOfMemoryError("on purpose, by a test");
                case NO_STACK -> recurse(1);
                case NO_CLASS -> throw new NoClassDefFoundError("on purpose, by a test");
                case ASSERTION -> throw new AssertionError("on purpose, by a test");
                case CHECKED_BY_STEALTH -> ThrowingContract.<RuntimeException>stealthily(new OnPurpose());
            }
        }
    }

    private static long recurse(long depth) {
        return depth + recurse(depth + 1);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void stealthily(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Throws once. */
    private static final class Thrower {
        private final Thrown what;
        private boolean done;

        Thrower(Thrown what) {
            this.what = what;
        }

        void doThrow() {
            if (!done) {
                done = true;
                what.doThrow();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aCallback(Thrown what) throws Exception {
        begin(what, dispatcher);
        connect();
        dispatcher.register(accepted.get(0), Interest.WRITE, (registration, readiness) -> {
            registration.close();
            thrower.doThrow();
        });
        assertToldOnceAndServed();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void anAcceptCallback(Thrown what) throws Exception {
        begin(what, dispatcher);
        StreamListener other = opened(dispatcher.listen(loopback(), socket -> {
            accepted.add(socket);
            thrower.doThrow();
        }));
        peer(other);
        assertToldOnceAndServed();
        assertTrue(other.isOpen());
        assertFalse(accepted.get(0).isOpen());
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aConnectCallback(Thrown what) throws Exception {
        begin(what, dispatcher);
        dispatcher.connect(listener.localAddress(), (socket, failure) -> thrower.doThrow());
        assertToldOnceAndServed();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aConnectCallbackThatLearnsOfAFailure(Thrown what) throws Exception {
        begin(what, dispatcher);
        dispatcher.connect(opened(new VacantAddress()).address(), (socket, failure) -> thrower.doThrow());
        assertToldOnceAndServed();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aTaskATimerAndATaskOfAView(Thrown what) throws Exception {
        begin(what, dispatcher);
        dispatcher.execute(thrower::doThrow);
        assertToldOnceAndServed();
        begin(what, dispatcher);
        dispatcher.schedule(0, thrower::doThrow);
        assertToldOnceAndServed();
        begin(what, dispatcher);
        dispatcher.asScheduledExecutor().execute(thrower::doThrow);
        assertToldOnceAndServed();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aListenerOfTheLoop(Thrown what) throws Exception {
        for (boolean slow : new boolean[] {true, false}) {
            DispatcherListener hears = new DispatcherListener() {
                @Override
                public void onTurn(int events, int tasks, int timers, long waitNanos, long workNanos) {
                    if (!slow) {
                        thrower.doThrow();
                    }
                }

                @Override
                public void onSlowCallback(Object callback, java.nio.channels.Channel source, long nanos) {
                    if (slow) {
                        thrower.doThrow();
                    }
                }
            };
            ReadinessDispatcher heard = opened(ReadinessDispatcher.builder()
                    .backend(backend)
                    .listener(hears)
                    .slowCallbackNanos(0)
                    .errorHandler((source, failure) -> reports.add(new Report(source, failure)))
                    .open());
            begin(what, heard);
            heard.execute(() -> {});
            assertToldOnceAndServed(heard);
        }
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void theErrorHandler(Thrown what) throws Exception {
        ReadinessDispatcher careless = opened(ReadinessDispatcher.builder()
                .backend(backend)
                .errorHandler((source, failure) -> {
                    reports.add(new Report(source, failure));
                    thrower.doThrow();
                })
                .open());
        begin(what, careless);
        careless.execute(() -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        assertServed(careless);
        assertEquals(1, reports.size());
        assertEquals(1, careless.counters().handlerFailures());
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aWriteQueuesListener(Thrown what) throws Exception {
        for (String method : List.of("onHighWater", "onLowWater", "onFinished", "onFailure")) {
            begin(what, dispatcher);
            SocketChannel peer = connect();
            WriteQueue queue = queue(method);
            if (method.equals("onFinished")) {
                dispatcher.execute(queue::finish);
            } else if (method.endsWith("Water")) {
                dispatcher.execute(() -> fill(queue));
                peer.configureBlocking(false);
                Await.until("there is room again", () -> !reports.isEmpty(), () -> {
                    peer.read(ByteBuffer.allocate(1024 * 1024));
                    dispatcher.runOnce(MILLI);
                });
            } else if (method.equals("onFailure")) {
                peer.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                peer.close();
                Await.until("the reset is met", () -> !reports.isEmpty(), () -> {
                    dispatcher.execute(() -> queue.offer(ByteBuffer.allocate(4)));
                    dispatcher.runOnce(MILLI);
                });
            }
            assertToldOnceAndServed();
        }
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void theReleaseOfABuffer(Thrown what) throws Exception {
        begin(what, dispatcher);
        connect();
        WriteQueue queue = queue("none");
        dispatcher.execute(() -> queue.offer(ByteBuffer.allocateDirect(32 * 1024), buffer -> thrower.doThrow()));
        assertToldOnceAndServed();
    }

    private static void fill(WriteQueue queue) {
        while (!queue.isAboveHighWater()) {
            queue.offer(ByteBuffer.allocate(64 * 1024));
        }
    }

    private WriteQueue queue(String throwing) throws IOException {
        Registration registration = dispatcher.register(accepted.get(0), Interest.NONE, (same, readiness) -> {});
        return WriteQueue.builder(registration)
                .listener(new WriteQueue.Listener() {
                    private void called(String method) {
                        if (method.equals(throwing)) {
                            thrower.doThrow();
                        }
                    }

                    @Override
                    public void onHighWater(WriteQueue queue) {
                        called("onHighWater");
                    }

                    @Override
                    public void onLowWater(WriteQueue queue) {
                        called("onLowWater");
                    }

                    @Override
                    public void onFinished(WriteQueue queue) {
                        called("onFinished");
                    }

                    @Override
                    public void onFailure(WriteQueue queue, IOException failure) {
                        called("onFailure");
                    }
                })
                .open();
    }

    private void begin(Thrown what, ReadinessDispatcher loop) throws IOException {
        reports.clear();
        accepted.clear();
        thrower = new Thrower(what);
        listener = opened(loop.listen(loopback(), accepted::add));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel peer = peer(listener);
        turnUntil("it is accepted", () -> !accepted.isEmpty());
        opened(accepted.get(0));
        return peer;
    }

    private void assertToldOnceAndServed() throws Exception {
        assertToldOnceAndServed(dispatcher);
    }

    private void assertToldOnceAndServed(ReadinessDispatcher loop) throws Exception {
        Await.until("it is told", () -> !reports.isEmpty(), () -> loop.runOnce(MILLI));
        Class<?> type = thrower.what.type;
        assertTrue(type.isInstance(reports.get(0).failure()), reports::toString);
        assertServed(loop);
        assertEquals(1, reports.size(), reports::toString);
    }

    /** A new connection is accepted, an event of it and a timer are told, and the loop is well. */
    private void assertServed(ReadinessDispatcher loop) throws Exception {
        int before = accepted.size();
        SocketChannel peer = peer(listener);
        Await.until("a new one is accepted", () -> accepted.size() > before, () -> loop.runOnce(MILLI));
        List<Readiness> told = new ArrayList<>();
        loop.register(opened(accepted.get(accepted.size() - 1)), Interest.READ, (registration, readiness) -> {
            registration.close();
            told.add(readiness);
        });
        peer.write(ByteBuffer.allocate(1));
        boolean[] fired = new boolean[1];
        loop.schedule(TimeUnit.MILLISECONDS.toNanos(1), () -> fired[0] = true);
        Await.until("it is served", () -> !told.isEmpty() && fired[0], () -> loop.runOnce(MILLI));
        assertFalse(loop.isClosed());
    }
}
