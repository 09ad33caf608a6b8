package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.LoopTimer;
import dev.pollux.internal.epoll.SenderCache;
import dev.pollux.internal.epoll.TargetCache;
import dev.pollux.internal.loop.InsideLoop;
import dev.pollux.internal.loop.Surplus;
import dev.pollux.internal.readiness.WriteQueueWork;
import dev.pollux.internal.recording.Recorded;
import dev.pollux.linux.Family;
import dev.pollux.linux.NativeAddress;
import dev.pollux.management.DispatcherManagement;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.readiness.WriteQueue;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** No allocation on any steady-state path of the loop's thread. */
abstract class AllocationContract extends DispatcherContract {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CLEAN_ROUNDS = 10;

    /**
     * Of the JDK's older selector for Windows, which Wine needs: each select goes over the list of its threads. Whether a JVM
     * compiles the iterator away depends on what it has run before.
     */
    private static final int ITERATOR_BYTES = 32;

    AllocationContract(Backend backend) {
        super(backend);
    }

    /**
     * The JVM may still be compiling at first, the longer the busier the machine is: what always allocates never comes to
     * ten rounds in a row without.
     */
    private void assertNoAllocation(String what, int times, Await.Action action) throws Exception {
        long startNanos = System.nanoTime();
        for (int clean = 0; clean < CLEAN_ROUNDS; ) {
            long waitsBefore = dispatcher.counters().waits();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < times; i++) {
                action.run();
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            clean = allocated <= ofTheSelector(dispatcher.counters().waits() - waitsBefore) ? clean + 1 : 0;
            if (clean == 0 && System.nanoTime() - startNanos > Await.LIMIT_NANOS) {
                fail(allocated + " bytes allocated in " + times + " times " + what);
            }
        }
    }

    /** {@return how many bytes the JDK's selector may allocate itself: a wait that ended early selects once more} */
    private long ofTheSelector(long waits) {
        return dispatcher.describe().contains("WindowsSelectorImpl") ? 2 * ITERATOR_BYTES * waits : 0;
    }

    private void assumeSelectorDoesNotAllocate() {
        assumeFalse(
                backend == Backend.NIO && OS.WINDOWS.isCurrentOs(),
                "the JDK's selectors for Windows allocate in a select that finds or changes something");
    }

    /** Clients and their servers, all on this loop. */
    @Test
    void echo() throws Exception {
        assumeSelectorDoesNotAllocate();
        int clients = 4;
        int turns = backend == Backend.AFD ? 500 : 5_000; // a turn there is five requests to Wine's server
        long[] echoed = new long[1];
        StreamListener listener = dispatcher.listen(loopback(), this::echo);
        for (int i = 0; i < clients; i++) {
            dispatcher.connect(listener.localAddress(), (socket, failure) -> {
                opened(socket);
                ByteBuffer buffer = ByteBuffer.allocateDirect(64);
                dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
                    if (socket.read(buffer.clear()) > 0) {
                        echoed[0]++;
                        socket.write(buffer.flip());
                    }
                });
                socket.write(buffer.limit(32));
            });
        }
        turnUntil("the first echoes", () -> echoed[0] > 10 * clients);
        long before = echoed[0];
        assertNoAllocation("an echo's turn", turns, () -> dispatcher.runOnce(-1));
        // A turn serves an end of one connection at least.
        assertTrue(echoed[0] - before >= CLEAN_ROUNDS * turns / 2 - clients, echoed[0] - before + " echoes");
        assertNoReports();
    }

    private void echo(StreamSocket socket) throws Exception {
        opened(socket);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
            if (socket.read(buffer.clear()) > 0) {
                socket.write(buffer.flip());
            }
        });
    }

    /** What is shorter than the thresholds is seen by the recorder's thread at most, and allocates nothing on the loop's. */
    @Test
    void whileItIsRecorded() throws Exception {
        Recorded.require();
        Duration never = Duration.ofHours(1); // on a busy machine any callback may be slow
        try (Recorded recorded = new Recorded()
                .with(Recorded.SLOW_CALLBACK, never)
                .with(Recorded.SLOW_TURN, never)
                .with(Recorded.LONG_WAIT, never)
                .start()) {
            Await.until("it is looked at", () -> InsideLoop.recording(dispatcher) != null, () -> dispatcher.runOnce(0));
            tasksAndTimers();
            echo();
            assertEquals(List.of(), recorded.of(Recorded.PORT_REBUILT));
        }
    }

    /** What an agent reads is made on the agent's thread. */
    @Test
    void whileJmxReadsIt() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        AtomicBoolean reading = new AtomicBoolean(true);
        AtomicLong reads = new AtomicLong();
        try (DispatcherManagement shown = DispatcherManagement.register(dispatcher)) {
            ObjectName name = new ObjectName(shown.objectName());
            MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
            try (Background agent = Background.run(() -> {
                while (reading.get()) {
                    for (MBeanAttributeInfo each : attributes) {
                        server.getAttribute(name, each.getName());
                    }
                    reads.incrementAndGet();
                }
            })) {
                try {
                    Await.until(
                            "it is read",
                            () -> reads.get() > 0 || !agent.thread().isAlive());
                    tasksAndTimers();
                    echo();
                } finally {
                    reading.set(false);
                }
            }
        }
    }

    private void tasksAndTimers() throws Exception {
        int[] ran = new int[1];
        Runnable task = () -> ran[0]++;
        LoopTimer timer = dispatcher.timer(task);
        assertNoAllocation("a task and a timer that somebody looks at", 2_000, () -> {
            dispatcher.execute(task);
            timer.schedule(0);
            dispatcher.runOnce(-1);
        });
        assertTrue(ran[0] >= 20_000, ran[0] + " times");
    }

    /** It has grown beyond the usual, so a period's end looks for what is to be given back: nothing is. */
    @Test
    void aHighButSteadyLoad() throws Exception {
        int count = 4 * Surplus.KEPT_LENGTH;
        Runnable task = () -> {};
        LoopTimer[] timers = new LoopTimer[count];
        for (int i = 0; i < count; i++) {
            timers[i] = dispatcher.timer(task);
        }
        int[] times = new int[1];
        assertNoAllocation("a round of many tasks and timers", 20, () -> {
            for (LoopTimer timer : timers) {
                dispatcher.execute(task);
                timer.schedule(0);
            }
            dispatcher.runOnce(0);
            if (++times[0] % 10 == 0) {
                InsideLoop.trim(dispatcher);
            }
            while (dispatcher.runOnce(0) > 0) {}
        });
        assertTrue(InsideLoop.tasks(dispatcher).isGrown()
                && InsideLoop.timers(dispatcher).isGrown());
    }

    @Test
    void taskTimerAndWakeup() throws Exception {
        int[] ran = new int[2];
        Runnable task = () -> ran[0]++;
        LoopTimer timer = dispatcher.timer(() -> ran[1]++);
        assertNoAllocation("a task", 2_000, () -> {
            dispatcher.execute(task);
            dispatcher.runOnce(-1);
        });
        assertNoAllocation("a timer", 2_000, () -> {
            timer.schedule(Long.MAX_VALUE);
            timer.schedule(0);
            dispatcher.runOnce(-1);
        });
        assertNoAllocation("a wakeup", 2_000, () -> {
            dispatcher.wakeup();
            dispatcher.runOnce(-1);
        });
        assertTrue(ran[0] >= 20_000 && ran[1] >= 20_000);
    }

    /** Each fires, and schedules itself again; all the time none is early. */
    @Test
    void aHundredThousandTimers() throws Exception {
        int count = 100_000;
        long[] dueNanos = new long[count];
        LoopTimer[] timers = new LoopTimer[count];
        long[] fired = new long[2]; // in all, and those that were early
        for (int i = 0; i < count; i++) {
            int its = i;
            timers[i] = dispatcher.timer(() -> {
                fired[0]++;
                if (System.nanoTime() - dueNanos[its] < 0) {
                    fired[1]++;
                }
                schedule(timers, dueNanos, its, fired[0]);
            });
            schedule(timers, dueNanos, i, i);
        }
        turnUntil("each has fired once or so", () -> fired[0] > count);
        assertNoAllocation("a turn with 100 000 timers", 10, () -> dispatcher.runOnce(-1));
        assertEquals(count, dispatcher.counters().scheduledTimers());
        assertEquals(0, fired[1], "of " + fired[0] + " were early");
    }

    private static void schedule(LoopTimer[] timers, long[] dueNanos, int index, long number) {
        long delayNanos = TimeUnit.MILLISECONDS.toNanos(10) + number * 7919 * 1000 % TimeUnit.SECONDS.toNanos(1);
        dueNanos[index] = System.nanoTime() + delayNanos; // a moment before the timer's own
        timers[index].schedule(delayNanos);
    }

    @Test
    void changesOfInterest() throws Exception {
        assumeSelectorDoesNotAllocate();
        StreamListener listener = dispatcher.listen(loopback(), StreamSocket::close);
        Registration registration = Inside.of(listener).registration;
        assertNoAllocation("a change of interest", 2_000, () -> {
            registration.modify(Interest.NONE);
            dispatcher.runOnce(0);
            registration.modify(Interest.READ);
            dispatcher.runOnce(0);
        });
        assertNoAllocation("changes that cancel out", 2_000, () -> {
            registration.modify(Interest.NONE);
            registration.modify(Interest.READ);
            dispatcher.runOnce(0);
        });
    }

    /** Small writes of a turn in one call, a held buffer, and a peer that lags: the queue waits for writability and goes on. */
    @Test
    void writeQueue() throws Exception {
        assumeSelectorDoesNotAllocate();
        SocketChannel[] peer = new SocketChannel[1];
        StreamSocket[] socket = new StreamSocket[1];
        StreamListener listener = dispatcher.listen(loopback(), accepted -> socket[0] = opened(accepted));
        peer[0] = peer(listener);
        peer[0].configureBlocking(false);
        turnUntil("it is accepted", () -> socket[0] != null);
        socket[0].setOption(StandardSocketOptions.SO_SNDBUF, 8 * 1024);
        Registration registration = dispatcher.register(socket[0], Interest.NONE, (current, readiness) -> {});
        WriteQueue queue = WriteQueue.open(registration);
        ByteBuffer small = ByteBuffer.allocateDirect(100);
        ByteBuffer large = ByteBuffer.allocateDirect(20_000);
        ByteBuffer held = ByteBuffer.allocateDirect(5_000);
        ByteBuffer received = ByteBuffer.allocateDirect(1_000_000);
        boolean[] mine = {true};
        WriteQueue.Release release = buffer -> mine[0] = true;
        assertNoAllocation("turns of writes", 500, () -> {
            for (int i = 0; i < 4; i++) {
                queue.write(small.clear());
                if (mine[0]) {
                    mine[0] = false;
                    queue.write(held.clear(), release);
                }
            }
            queue.write(large.clear());
            do {
                dispatcher.runOnce(0);
                peer[0].read(received.clear());
            } while (queue.pendingBytes() > 0);
        });
        assertNoReports();
    }

    /** More held buffers at once than an empty queue has places for. */
    @Test
    void burstsOfManyWrites() throws Exception {
        assumeSelectorDoesNotAllocate();
        int count = 1000;
        StreamSocket[] socket = new StreamSocket[1];
        StreamListener listener = dispatcher.listen(loopback(), accepted -> socket[0] = opened(accepted));
        SocketChannel peer = peer(listener);
        peer.configureBlocking(false);
        turnUntil("it is accepted", () -> socket[0] != null);
        // Far less than a burst, and as much as the peer acknowledges at once: or each write waits for that.
        socket[0].setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
        Registration registration = dispatcher.register(socket[0], Interest.NONE, (current, readiness) -> {});
        WriteQueue queue = WriteQueue.builder(registration)
                .limit(count * WriteQueueWork.HELD_MIN_BYTES)
                .open();
        ByteBuffer[] buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = ByteBuffer.allocateDirect(WriteQueueWork.HELD_MIN_BYTES);
        }
        int[] released = new int[1];
        WriteQueue.Release release = buffer -> released[0]++;
        ByteBuffer received = ByteBuffer.allocateDirect(1_000_000);
        int[] places = new int[1];
        assertNoAllocation("a burst", 1, () -> {
            for (ByteBuffer buffer : buffers) {
                queue.write(buffer.clear(), release);
            }
            places[0] = Math.max(places[0], Inside.of(queue).room());
            do {
                dispatcher.runOnce(0);
                peer.read(received.clear());
            } while (queue.pendingBytes() > 0);
            InsideLoop.trim(dispatcher);
        });
        assertTrue(places[0] >= count / 2, places[0] + " places: too few were held");
        assertEquals(0, released[0] % count);
        assertTrue(Inside.of(queue).room() <= 128, Inside.of(queue).room() + " places are kept");
        assertNoReports();
    }

    @Test
    void datagramsOfSeveralSenders() throws Exception {
        assumeFalse(Backends.isOnChannels(backend), "a DatagramChannel allocates");
        UdpSocket server = opened(dispatcher.openUdpSocket());
        server.bind(loopback());
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        dispatcher.register(server, Interest.READ, (registration, readiness) -> {
            while (server.receive(buffer.clear())) {
                server.send(buffer.flip(), server.sender());
            }
        });
        SocketAddress address = server.localAddress();
        long[] answered = new long[1];
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            UdpSocket client;
            do { // two that share a slot of a cache would take turns in it
                client = opened(dispatcher.openUdpSocket());
                client.bind(loopback());
            } while (!slots.add(slot(client)) || !slots.add(1000 + TargetCache.slot(client.localAddress())));
            UdpSocket each = client;
            dispatcher.register(client, Interest.READ, (registration, readiness) -> {
                if (each.receive(buffer.clear())) {
                    answered[0]++;
                    each.send(buffer.flip(), address);
                }
            });
            client.send(buffer.clear().limit(8), address);
        }
        turnUntil("the first answers", () -> answered[0] > 100);
        assertNoAllocation("a turn of several senders", 2_000, () -> dispatcher.runOnce(-1));
        assertNoReports();
    }

    private static int slot(UdpSocket client) throws Exception {
        NativeAddress address = new NativeAddress();
        address.set(client.localAddress(), Family.INET6);
        return SenderCache.slot(address);
    }

    @Test
    void datagramsAndWhatWaits() throws Exception {
        assumeFalse(Backends.isOnChannels(backend), "a DatagramChannel allocates, and does not tell what waits");
        UdpSocket a = opened(dispatcher.openUdpSocket());
        UdpSocket b = opened(dispatcher.openUdpSocket());
        a.bind(loopback());
        b.bind(loopback());
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        long[] received = new long[1];
        for (UdpSocket each : new UdpSocket[] {a, b}) {
            dispatcher.register(each, Interest.READ, (registration, readiness) -> {
                received[0] += each.bytesToRead();
                if (each.receive(buffer.clear())) {
                    each.send(buffer.flip(), each.sender());
                }
            });
        }
        a.send(buffer.clear().limit(8), b.localAddress());
        turnUntil("the first answers", () -> received[0] > 100);
        long before = received[0];
        assertNoAllocation("a datagram's turn", 2_000, () -> dispatcher.runOnce(-1));
        assertTrue(received[0] - before >= CLEAN_ROUNDS * 2_000);
        assertNoReports();
    }
}
