package dev.pollux.internal.uring;

import static dev.pollux.completion.limits.FaultProgram.check;

import dev.pollux.Await;
import dev.pollux.ErrorHandler;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.Operation;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.limits.FaultyLinuxCalls;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.Errno;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Each call of a ring fails once: the entries that the port makes for itself are not lost. Those are the watch of the readiness port
 * within, the one of wakeups, provided buffers, and what a deadline cancels.
 */
@UringTest
class RingFaultsTest {
    @Test
    void whatThePortPutsInForItselfIsNotLost() throws Exception {
        ChildJvm.run(List.of(), List.of(), Main.class);
    }

    /** What runs there. */
    static final class Main {
        private static final String[] CALLS = {"ioUringEnter", "ioUringRegister", "eventfd", "epollWait", "epollPwait2"
        };
        private static final int CODES = 3;
        private static final int ROUNDS = 2;
        private static final int SENDERS = 4; // twice as many as a small ring has entries
        private static final int SLOTS = 64;
        private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

        private final CompletionPort port;
        private final String where;
        private final AtomicInteger events = new AtomicInteger();
        private final AtomicInteger bytes = new AtomicInteger();
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger timeouts = new AtomicInteger();
        private final AtomicInteger cancelled = new AtomicInteger();
        private CompletionSocket served;

        private Main(CompletionPort port, String where) {
            this.port = port;
            this.where = where;
        }

        public static void main(String[] arguments) throws Exception {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1); // whatever other threads there are
            });
            FaultyLinuxCalls calls = FaultyLinuxCalls.install();
            calls.only(CALLS);
            for (boolean single : new boolean[] {false, true}) {
                for (int entries : new int[] {2, 256}) {
                    for (int code = 0; code < CODES; code++) {
                        long last = 0;
                        for (long i = 1; last == 0; i++) {
                            run(calls, single, entries, i, code);
                            last = calls.failedAt().isEmpty() ? i : 0;
                        }
                        check(last > 1, "no call has so many codes as " + (code + 1));
                    }
                }
                turnFails(calls, single);
                calls.only(CALLS);
            }
            System.out.println("=== well");
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }

        private static CompletionPort open(boolean single, int entries, ErrorHandler handler) throws Exception {
            return again(() -> new CompletionPortBuilderWork(settings -> CompletionBackends.open(
                            new UringProvider(entries, entries), "asked for by a test", settings))
                    .singleThreaded(single)
                    .lentBuffers(SLOTS, 64)
                    .errorHandler(handler)
                    .open());
        }

        /** The wait of the readiness port within fails, in its turn: that is told, and its next turn is as ever. */
        private static void turnFails(FaultyLinuxCalls calls, boolean single) throws Exception {
            List<Throwable> reports = new ArrayList<>();
            try (CompletionPort opened = open(single, 256, (source, failure) -> reports.add(failure))) {
                ReadinessPort readiness = opened.readinessPort();
                opened.poll(0);
                calls.only("epollWait", "epollPwait2");
                calls.failNext(Errno.EBADF);
                readiness.wakeup();
                Await.until("the report", () -> !reports.isEmpty(), () -> opened.poll(TURN_NANOS));
                check(SystemCallException.of(reports.get(0)).code() == Errno.EBADF, reports);
                awaitWokenTurn("after a turn that failed", readiness, () -> opened.poll(TURN_NANOS));
                check(reports.size() == 1, reports);
            }
        }

        /** A wakeup of another thread has a turn of the readiness port, however its descriptor came to be watched. */
        private static void awaitWokenTurn(String where, ReadinessPort readiness, Await.Action polls) {
            LoopCounters counters = AbstractReadinessPort.of(readiness).counters;
            long before = counters.get(LoopCounters.EARLY_RETURNS);
            onAnotherThread(readiness::wakeup);
            Await.until("a turn, " + where, () -> counters.get(LoopCounters.EARLY_RETURNS) > before, polls);
        }

        private static void run(FaultyLinuxCalls calls, boolean single, int entries, long failAfter, int code)
                throws Exception {
            calls.failAfter(failAfter, code);
            CompletionPort opened = open(single, entries, (source, failure) -> {});
            try (opened) {
                String where = "single " + single + ", " + entries + " entries, call " + failAfter + ", code " + code;
                new Main(opened, where).run();
            }
            check(opened.pendingOperations() == 0, "pending");
            check(CompletionPortWork.of(opened).sourceCount() == 0, "sources");
            check(CompletionPortWork.of(opened).lentBuffersTaken() == 0, "buffers");
        }

        /** A call that fails once may fail what asks for it, and then works. */
        private static <T> T again(Callable<T> call) throws Exception {
            try {
                return call.call();
            } catch (OutOfMemoryError | IOException e) {
                return call.call();
            }
        }

        private void poll() {
            poll(TURN_NANOS);
        }

        private void poll(long timeoutNanos) {
            try {
                port.poll(timeoutNanos);
            } catch (IOException e) {
                // That was the one.
            }
        }

        private void until(String what, Await.Condition condition) {
            Await.until(what + ", " + where, condition, this::poll);
        }

        private void run() throws Exception {
            ReadinessPort readiness = again(port::readinessPort);
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            ByteBuffer one = ByteBuffer.allocate(1);
            readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, ready) -> {
                pipe.source().read(one.clear());
                events.incrementAndGet();
            });
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            CompletionUdpSocket silent = port.openUdpSocket(anyPort);
            CompletionUdpSocket sink = port.openUdpSocket(anyPort);
            List<CompletionUdpSocket> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(port.openUdpSocket(anyPort));
            }
            poll(0); // the first turn of the readiness port
            List<Operation<?>> receives = new ArrayList<>();
            for (CompletionUdpSocket each : senders) {
                receives.add(each.receive(ByteBuffer.allocateDirect(1), (same, count) -> {})
                        .onFailure((same, failure) -> cancelled.incrementAndGet()));
            }
            port.post((operation, data) -> receives.forEach(Operation::submit)).submit();
            poll(0);
            poll(); // the first wait, which has a full small ring watch wakeups
            CompletionListener listener = port.listen(anyPort, socket -> {
                served = socket;
                serve(socket);
            });
            CompletionSocket client = connected(listener.localAddress());
            until("a connection", () -> served != null);
            for (int round = 1; round <= ROUNDS; round++) {
                int expected = round;
                pipe.sink().write(ByteBuffer.allocate(1));
                InetSocketAddress target = sink.localAddress();
                if (round < ROUNDS) { // fills a small ring, just before the readiness port within has its turn
                    port.post((operation, data) -> send(senders, target)).submit();
                } else {
                    onAnotherThread(() -> send(senders, target));
                }
                write(client);
                until("an event", () -> events.get() == expected);
                until("what was sent", () -> sent.get() == expected * SENDERS);
                until("a read", () -> bytes.get() == expected);
                if (round < ROUNDS) {
                    awaitWokenTurn(where, readiness, this::poll);
                } else {
                    onAnotherThread(() -> receives.forEach(Operation::cancel)); // more than fit a small ring
                    until("what was cancelled", () -> cancelled.get() == SENDERS);
                }
                silent.receive(ByteBuffer.allocateDirect(1), (operation, count) -> {})
                        .onFailure((operation, failure) -> timeouts.incrementAndGet())
                        .timeoutNanos(TURN_NANOS)
                        .submit();
                until("a deadline", () -> timeouts.get() == expected);
                wake();
            }
            pipe.sink().close();
            pipe.source().close();
        }

        private CompletionSocket connected(InetSocketAddress remote) throws Exception {
            int[] ended = new int[1];
            ConnectOperation connect = port.connect(remote);
            connect.onCompletion((same, none) -> ended[0]++).submit();
            until("the connect", () -> ended[0] == 1);
            return connect.socket();
        }

        private void serve(CompletionSocket socket) {
            ReadStream stream = socket.readStream();
            stream.onResult((same, buffer) -> {
                bytes.addAndGet(buffer.receivedLength());
                buffer.giveBack();
            });
            stream.submit();
        }

        private void write(CompletionSocket client) {
            client.write(ByteBuffer.allocateDirect(1), (operation, count) -> {}).submit();
        }

        private static void onAnotherThread(Runnable action) {
            Thread other = new Thread(action);
            other.start();
            Await.end(other);
        }

        private void send(List<CompletionUdpSocket> senders, InetSocketAddress target) {
            for (CompletionUdpSocket each : senders) {
                each.send(ByteBuffer.allocateDirect(1), (same, count) -> sent.incrementAndGet())
                        .target(target)
                        .submit();
            }
        }

        /** Another thread ends a wait without end. */
        private void wake() throws Exception {
            Thread waking = new Thread(port::wakeup);
            waking.start();
            try {
                port.poll(-1);
            } catch (IOException e) {
                // That was the one. The wakeup may be for the next wait.
            }
            Await.end(waking);
        }
    }
}
