package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.internal.loop.InsideLoop;
import dev.pollux.internal.loop.Surplus;
import dev.pollux.internal.loop.TaskQueue;
import dev.pollux.internal.readiness.ChunkPool;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.WriteQueue;
import java.lang.ref.WeakReference;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** What grew under a load shrinks after it, and a steady load keeps what it uses. */
abstract class MemoryContract extends DispatcherContract {
    private static final int COUNT = Integer.getInteger("dev.pollux.test.memoryCount", 100_000);
    private static final long BYTES = Long.getLong("dev.pollux.test.memoryBytes", 12_000_000);
    private static final int CONNECTIONS = 4;
    private static final int LIMIT_BYTES = 4_000_000;
    /** A few more than what counts as many. Opening a thousand takes long on Windows. */
    private static final int SOCKETS =
            Integer.getInteger("dev.pollux.test.memorySockets", OS.WINDOWS.isCurrentOs() ? 50 : 1100);

    private static final int PERIODS = 30; // each halves what is left of a burst

    MemoryContract(Backend backend) {
        super(backend);
    }

    private void passPeriods() {
        for (int i = 0; i < PERIODS; i++) {
            InsideLoop.trim(dispatcher);
        }
    }

    private void runTasks() throws Exception {
        int[] ran = new int[1];
        for (int i = 0; i < COUNT; i++) {
            dispatcher.execute(() -> ran[0]++);
        }
        while (ran[0] < COUNT) {
            dispatcher.runOnce(0);
        }
    }

    @Test
    void aQueueOfManyTasksShrinks() throws Exception {
        TaskQueue tasks = InsideLoop.tasks(dispatcher);
        runTasks();
        assertTrue(tasks.room() >= COUNT, tasks.room() + " places");
        InsideLoop.trim(dispatcher);
        for (int i = 0; i < 3; i++) { // a steady load
            runTasks();
            int room = tasks.room();
            InsideLoop.trim(dispatcher);
            assertTrue(tasks.room() >= COUNT && tasks.room() <= room, tasks.room() + " places");
        }
        passPeriods();
        assertTrue(tasks.room() <= 2 * Surplus.KEPT_LENGTH, tasks.room() + " places are kept");
        assertFalse(tasks.isGrown());
        runTasks();
        assertNoReports();
    }

    @Test
    void tasksThatWaitOutlastATrim() throws Exception {
        runTasks();
        InsideLoop.trim(dispatcher);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 3000; i++) { // in three turns
            int n = i;
            dispatcher.execute(() -> ran.add(n));
        }
        for (int i = 0; ran.size() < 3000; i++) {
            dispatcher.runOnce(0);
            InsideLoop.trim(dispatcher);
            int n = 3000 + i;
            if (i < 3) {
                dispatcher.execute(() -> ran.add(n));
            }
        }
        turnUntil("all ran", () -> ran.size() == 3003);
        for (int i = 0; i < ran.size(); i++) {
            assertEquals(i, ran.get(i));
        }
    }

    @Test
    void aHeapOfManyTimersShrinks() throws Exception {
        int[] fired = new int[1];
        for (int i = 0; i < COUNT; i++) {
            dispatcher.schedule(0, () -> fired[0]++);
        }
        dispatcher.runOnce(0); // from the wheel into the heap, but for those that have fired
        int room = InsideLoop.timers(dispatcher).room();
        assertTrue(room >= COUNT / 2, room + " places");
        InsideLoop.trim(dispatcher);
        InsideLoop.trim(dispatcher);
        assertTrue(
                InsideLoop.timers(dispatcher).room()
                        >= InsideLoop.timers(dispatcher).size(),
                "they are all in there");
        while (fired[0] < COUNT) {
            dispatcher.runOnce(0);
        }
        passPeriods();
        assertTrue(
                InsideLoop.timers(dispatcher).room() <= Surplus.KEPT_LENGTH,
                InsideLoop.timers(dispatcher).room() + " places are kept");
        dispatcher.schedule(0, () -> fired[0]++);
        dispatcher.runOnce(0);
        assertEquals(COUNT + 1, fired[0]);
    }

    /** Its own doing, with nothing else to do. */
    @Test
    void anIdleLoopGivesBackByItself() throws Exception {
        runTasks();
        int room = InsideLoop.tasks(dispatcher).room();
        start();
        Await.until(
                "the arrays are short again", () -> InsideLoop.tasks(dispatcher).room() <= room / 4);
    }

    /** Their peers do not read: half of them do in the end, the others are gone. */
    @Test
    void whatLaggingPeersHeldIsGivenBack() throws Exception {
        ChunkPool chunks = Inside.of(dispatcher.port()).chunks;
        List<WeakReference<ByteBuffer>> held = new ArrayList<>();
        for (long written = 0; written < BYTES; written += CONNECTIONS * (long) LIMIT_BYTES) {
            held.addAll(spareChunks(chunks));
            letPeersLag(chunks);
        }
        assertTrue(chunks.spareCount() <= ChunkPool.MAX_SPARE, chunks.spareCount() + " chunks");
        passPeriods();
        assertTrue(chunks.spareCount() <= ChunkPool.KEPT_SPARE, chunks.spareCount() + " chunks are kept");
        Await.until("nobody keeps the chunks", () -> alive(held) <= ChunkPool.KEPT_SPARE, System::gc);
        assertFalse(Inside.of(dispatcher.port()).isGrown());
        assertNoReports();
    }

    /** As many as the pool takes. The next that need some get these. */
    private static List<WeakReference<ByteBuffer>> spareChunks(ChunkPool chunks) {
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < ChunkPool.MAX_SPARE; i++) {
            all.add(chunks.take());
        }
        all.forEach(chunks::giveBack);
        assertEquals(ChunkPool.MAX_SPARE, chunks.spareCount());
        return all.stream().map(WeakReference::new).toList();
    }

    private static long alive(List<WeakReference<ByteBuffer>> held) {
        return held.stream().filter(chunk -> !chunk.refersTo(null)).count();
    }

    private void letPeersLag(ChunkPool chunks) throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        List<WriteQueue> queues = new ArrayList<>();
        try (StreamListener listener = dispatcher.openListener()) {
            listener.setOption(StandardSocketOptions.SO_RCVBUF, 128 * 1024);
            listener.bind(loopback(), CONNECTIONS);
            dispatcher.listen(listener, socket -> {
                socket.setOption(StandardSocketOptions.SO_SNDBUF, 128 * 1024);
                Registration registration = dispatcher.register(socket, Interest.NONE, (r, readiness) -> {});
                queues.add(WriteQueue.builder(registration).limit(LIMIT_BYTES).open());
            });
            for (int i = 0; i < CONNECTIONS; i++) {
                peers.add(peer(listener));
                turnUntil("accepted", () -> queues.size() == peers.size());
            }
        }
        ByteBuffer message = ByteBuffer.allocate(1000);
        for (WriteQueue queue : queues) {
            while (queue.offer(message.clear())) {}
        }
        dispatcher.runOnce(0);
        // The system took a part into its own buffers, and so some chunks are spare again.
        long pending = queues.stream().mapToLong(WriteQueue::pendingBytes).sum();
        assertTrue(pending >= CONNECTIONS * LIMIT_BYTES / 2, pending + " bytes are too little to be seen");
        assertTrue(chunks.spareCount() <= ChunkPool.MAX_SPARE / 2, chunks.spareCount() + " chunks are not held");
        for (int i = 0; i < CONNECTIONS; i++) {
            if (i % 2 == 0) {
                queues.get(i).registration().source().close();
            } else {
                drain(peers.get(i), queues.get(i));
            }
        }
        dispatcher.runOnce(0);
        for (int i = 0; i < CONNECTIONS; i++) {
            WriteQueue queue = queues.get(i);
            assertEquals(0, queue.pendingBytes());
            assertTrue(Inside.of(queue).room() <= 128, Inside.of(queue).room() + " places are kept by " + queue);
            queue.registration().source().close();
            peers.get(i).close();
        }
    }

    /** All ready at once, and all with something for the turn's end. */
    @Test
    void listsOfManyConnectionsShrink() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        int[] told = new int[1];
        StreamListener listener = opened(dispatcher.openListener());
        listener.bind(loopback(), 128);
        dispatcher.listen(listener, socket -> {
            Registration registration = dispatcher.register(socket, Interest.READ, (r, readiness) -> {
                told[0]++;
                socket.read(ByteBuffer.allocate(1));
            });
            registration.attach(WriteQueue.open(registration));
            registrations.add(registration);
        });
        for (int i = 0; i < SOCKETS; i++) {
            peers.add(peer(listener));
            turnUntil("accepted", () -> registrations.size() == peers.size());
        }
        for (int i = 0; i < 2; i++) {
            for (SocketChannel peer : peers) {
                peer.write(ByteBuffer.allocate(1));
            }
            int all = told[0] + SOCKETS;
            turnUntil("all are told", () -> told[0] == all);
            for (Registration registration : registrations) {
                ((WriteQueue) registration.attachment()).write(ByteBuffer.allocate(1));
            }
            dispatcher.runOnce(0);
        }
        assertEquals(SOCKETS > Surplus.KEPT_LENGTH, Inside.of(dispatcher.port()).isGrown());
        assertEquals(SOCKETS + 1, dispatcher.sourceCount());
        registrations.forEach(registration -> registration.source().close());
        dispatcher.runOnce(0);
        passPeriods();
        dispatcher.runOnce(0);
        assertFalse(Inside.of(dispatcher.port()).isGrown(), "it keeps a long list");
        assertEquals(1, dispatcher.sourceCount());
        assertNoReports();
    }

    private void drain(SocketChannel peer, WriteQueue queue) throws Exception {
        peer.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        turnUntil("the peer has read all", () -> {
            while (peer.read(buffer.clear()) > 0) {}
            return queue.pendingBytes() == 0;
        });
    }
}
