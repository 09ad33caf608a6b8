package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a write queue holds and sends: order, flushes, marks, limits. The peer is a plain channel of the JDK. */
@Timeout(60)
abstract class WriteQueueFlowContract extends DispatcherContract {
    StreamSocket socket;
    SocketChannel peer;
    Registration registration;
    final List<Readiness> told = new ArrayList<>();

    WriteQueueFlowContract(Backend backend) {
        super(backend);
    }

    /** What a queue's listener was told, in order. */
    static class Log implements WriteQueue.Listener {
        final List<String> lines = new ArrayList<>();
        IOException failure;

        @Override
        public void onHighWater(WriteQueue queue) throws Exception {
            assertTrue(queue.isAboveHighWater());
            lines.add("high");
        }

        @Override
        public void onLowWater(WriteQueue queue) throws Exception {
            assertFalse(queue.isAboveHighWater());
            lines.add("low");
        }

        @Override
        public void onFinished(WriteQueue queue) {
            lines.add("finished");
        }

        @Override
        public void onFailure(WriteQueue queue, IOException e) throws Exception {
            lines.add("failure");
            failure = e;
        }
    }

    @BeforeEach
    final void connect() throws Exception {
        connect(TriggerMode.LEVEL);
    }

    void connect(TriggerMode mode) throws Exception {
        StreamSocket[] accepted = new StreamSocket[1];
        StreamListener listener = dispatcher.openListener();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
        listener.bind(loopback(), 16);
        dispatcher.listen(listener, s -> accepted[0] = opened(s));
        peer = opened(SocketChannel.open());
        peer.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
        peer.connect(listener.localAddress());
        turnUntil("it is accepted", () -> accepted[0] != null);
        listener.close();
        socket = accepted[0];
        socket.setOption(StandardSocketOptions.SO_SNDBUF, 16 * 1024);
        told.clear();
        registration = dispatcher.register(socket, Interest.READ, mode, (current, readiness) -> told.add(readiness));
    }

    static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(StandardCharsets.US_ASCII));
    }

    static ByteBuffer direct(int bytes, int seed) {
        byte[] array = new byte[bytes];
        new Random(seed).nextBytes(array);
        return ByteBuffer.allocateDirect(bytes).put(array).flip();
    }

    String fromPeer(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && peer.read(buffer) >= 0) {
            continue;
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }

    /** Reads on another thread until the end of the stream. */
    Background peerReads(ByteArrayOutputStream to) {
        return Background.run(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            while (peer.read(buffer.clear()) >= 0) {
                to.write(buffer.array(), 0, buffer.position());
            }
        });
    }

    /** Writes until the socket takes no more and this many bytes are pending. */
    void fill(WriteQueue queue, int pendingBytes) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(1000);
        while (queue.pendingBytes() < pendingBytes
                || !Inside.of(registration).effectiveInterest().includes(Interest.WRITE)) {
            queue.write(chunk.clear());
            if (queue.pendingBytes() >= pendingBytes) {
                queue.flush();
            }
        }
    }

    @Test
    void writesOfATurnLeaveAtItsEndInOrder() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        peer.configureBlocking(false);
        queue.write(ascii("a"));
        queue.write(ascii("bc"));
        assertTrue(queue.offer(ascii("def")));
        queue.write(ByteBuffer.allocate(0));
        assertEquals(6, queue.pendingBytes());
        assertEquals(0, peer.read(ByteBuffer.allocate(8)), "before the turn's end");
        dispatcher.runOnce(0);
        assertEquals(0, queue.pendingBytes());
        peer.configureBlocking(true);
        assertEquals("abcdef", fromPeer(6));
        assertEquals(Interest.READ, Inside.of(registration).effectiveInterest());
    }

    @Test
    void atOnceMeansWithinTheCall() throws Exception {
        WriteQueue queue = WriteQueue.builder(registration)
                .flushMode(WriteQueue.FlushMode.AT_ONCE)
                .open();
        queue.write(ascii("now"));
        assertEquals(0, queue.pendingBytes());
        assertEquals("now", fromPeer(3));
    }

    @Test
    void flushNeedNotWaitForTheTurn() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        queue.write(ascii("now"));
        queue.flush();
        assertEquals(0, queue.pendingBytes());
        assertEquals("now", fromPeer(3));
    }

    /** What a task writes in the turn that finds it is not left until something else happens. */
    @Test
    void aTasksWriteEndsTheNextWait() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        start();
        dispatcher.execute(() -> queue.offer(ascii("task")));
        assertEquals("task", fromPeer(4));
        dispatcher.schedule(1, () -> queue.offer(ascii("timer")));
        assertEquals("timer", fromPeer(5));
    }

    /** Also what is written from a call back at the turn's end itself. */
    @Test
    void whatAReleaseWritesAtTheTurnsEndLeavesToo() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        int[] released = new int[1];
        WriteQueue.Release again = new WriteQueue.Release() {
            @Override
            public void onRelease(ByteBuffer buffer) {
                if (++released[0] < 6) {
                    queue.offer(buffer.clear(), this);
                }
            }
        };
        queue.write(direct(2_000, 1), again);
        start();
        assertEquals(12_000, fromPeer(12_000).length());
        Await.until("the last is released", () -> {
            onLoop(() -> {});
            return released[0] == 6;
        });
        assertNoReports();
    }

    @ParameterizedTest
    @EnumSource(WriteQueue.FlushMode.class)
    void noByteIsLostOrReordered(WriteQueue.FlushMode mode) throws Exception {
        for (int seed = 1; seed <= 6; seed++) {
            if (seed > 1) {
                connect(seed % 2 == 0 && backend == Backend.EPOLL ? TriggerMode.EDGE : TriggerMode.LEVEL);
            }
            transfer(mode, seed);
        }
        assertNoReports();
    }

    /** Random writes of all kinds against a peer that reads as much as it likes, when it likes. */
    void transfer(WriteQueue.FlushMode mode, int seed) throws Exception {
        Random random = new Random(seed);
        int total = 2_000_000;
        byte[] sent = new byte[total];
        random.nextBytes(sent);
        byte[] received = new byte[total];
        WriteQueue queue = WriteQueue.builder(registration)
                .flushMode(mode)
                .waterMarks(10_000, 50_000)
                .limit(200_000)
                .open();
        Map<ByteBuffer, Boolean> held = new IdentityHashMap<>();
        int at = 0;
        int read = 0;
        boolean blockedOnce = false;
        peer.configureBlocking(false);
        long deadline = System.nanoTime() + Await.LIMIT_NANOS;
        while (read < total || queue.pendingBytes() > 0) {
            assertTrue(System.nanoTime() < deadline, "stuck at " + read + " of " + total + ", " + queue);
            for (int writes = random.nextInt(6); writes > 0 && at < total; writes--) {
                int count = Math.min(total - at, size(random));
                if (write(queue, sent, at, count, random, held)) {
                    at += count;
                }
                blockedOnce |= Inside.of(registration).effectiveInterest().includes(Interest.WRITE);
            }
            if (random.nextInt(4) == 0) {
                queue.flush();
            }
            if (random.nextInt(8) == 0) {
                registration.modify(random.nextBoolean() ? Interest.NONE : Interest.READ);
            }
            dispatcher.runOnce(0);
            if (random.nextInt(3) > 0 && read < total) {
                read += peer.read(ByteBuffer.wrap(received, read, Math.min(total - read, 1 + random.nextInt(60_000))));
            }
        }
        assertTrue(blockedOnce, "the peer was never too slow: the test tells nothing");
        assertArrayEquals(sent, received);
        dispatcher.runOnce(0);
        assertTrue(held.isEmpty(), held.size() + " buffers were not released");
        assertFalse(Inside.of(registration).effectiveInterest().includes(Interest.WRITE));
        socket.close();
    }

    static int size(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(20);
            case 1 -> random.nextInt(2_000);
            case 2 -> random.nextInt(20_000);
            default -> random.nextInt(90_000);
        };
    }

    boolean write(WriteQueue queue, byte[] bytes, int at, int count, Random random, Map<ByteBuffer, Boolean> held) {
        boolean isDirect = random.nextBoolean();
        ByteBuffer buffer = isDirect
                ? ByteBuffer.allocateDirect(count).put(bytes, at, count).flip()
                : ByteBuffer.wrap(bytes, at, count).slice();
        if (random.nextBoolean()) {
            boolean taken = queue.offer(buffer);
            assertEquals(taken ? 0 : count, buffer.remaining());
            if (taken && isDirect) { // it is ours again: to overwrite it must not matter
                buffer.clear();
                while (buffer.hasRemaining()) {
                    buffer.put((byte) -1);
                }
            }
            return taken;
        }
        held.put(buffer, true);
        boolean taken = queue.offer(buffer, released -> {
            assertEquals(0, released.remaining(), "released before it was written");
            assertTrue(held.remove(released), "released twice");
        });
        if (!taken) {
            held.remove(buffer);
        }
        return taken;
    }

    @Test
    void marksAreToldOnceACrossing() throws Exception {
        Log log = new Log();
        WriteQueue queue = WriteQueue.builder(registration)
                .waterMarks(10_000, 100_000)
                .listener(log)
                .open();
        fill(queue, 90_000);
        assertEquals(List.of(), log.lines);
        fill(queue, 300_000);
        assertEquals(List.of("high"), log.lines);
        peer.configureBlocking(false);
        ByteBuffer buffer = ByteBuffer.allocate(50_000);
        while (queue.pendingBytes() > 90_000) { // a turn writes what two buffers of 32 KiB have room for, at most
            peer.read(buffer.clear());
            dispatcher.runOnce(0);
        }
        assertEquals(List.of("high"), log.lines, "between the marks");
        fill(queue, 150_000);
        assertEquals(List.of("high"), log.lines, "was not told to go on");
        while (queue.pendingBytes() > 0) {
            peer.read(buffer.clear());
            dispatcher.runOnce(0);
        }
        assertEquals(List.of("high", "low"), log.lines);
        fill(queue, 150_000);
        assertEquals(List.of("high", "low", "high"), log.lines);
        assertTrue(queue.isAboveHighWater());
    }

    @Test
    void theLimitRefusesAndTakesNothing() throws Exception {
        WriteQueue queue = WriteQueue.builder(registration)
                .waterMarks(0, 50_000)
                .limit(100_000)
                .open();
        fill(queue, 95_000);
        int pending = queue.pendingBytes();
        ByteBuffer small = ByteBuffer.allocateDirect(100_000 - pending + 1);
        assertFalse(queue.offer(small));
        assertFalse(queue.offer(small, buffer -> {
            throw new AssertionError("released what was not taken");
        }));
        String full = assertThrows(IOException.class, () -> queue.write(small)).getMessage();
        assertTrue(full.contains("full") && full.contains("100000"), full);
        assertEquals(100_000 - pending + 1, small.remaining());
        assertTrue(queue.offer(small.limit(small.limit() - 1)), "up to the limit it takes");
        assertEquals(100_000, queue.pendingBytes());
        assertEquals(0, small.remaining());
        assertTrue(queue.offer(ByteBuffer.allocate(0)));
        assertThrows(IllegalArgumentException.class, () -> queue.offer(ByteBuffer.allocate(100_001)));
        assertNoReports();
    }

    @Test
    void itWaitsForWritabilityOnlyWhileSomethingIsLeft() throws Exception {
        WriteQueue queue = WriteQueue.open(registration);
        dispatcher.runOnce(0);
        assertEquals(Interest.READ, Inside.of(registration).effectiveInterest());
        fill(queue, 10_000);
        assertEquals(Interest.READ_WRITE, Inside.of(registration).effectiveInterest());
        assertEquals(Interest.READ, registration.interest(), "is the program's own");
        registration.modify(Interest.NONE);
        assertEquals(Interest.WRITE, Inside.of(registration).effectiveInterest());
        peer.configureBlocking(false);
        peer.write(ascii("not to be told"));
        ByteBuffer buffer = ByteBuffer.allocate(50_000);
        turnUntil("all is written", () -> peer.read(buffer.clear()) == 0 && queue.pendingBytes() == 0);
        assertEquals(Interest.NONE, Inside.of(registration).effectiveInterest());
        assertEquals(List.of(), told, "paused, and writability is the queue's affair");
        registration.modify(Interest.READ);
        turnUntil("it is readable", () -> !told.isEmpty());
        assertTrue(told.get(0).isReadable() && !told.get(0).isWritable(), told::toString);
        registration.modify(Interest.READ_WRITE);
        told.clear();
        turnUntil("the program asks for writability itself", () -> !told.isEmpty());
        assertTrue(told.get(0).isWritable(), told::toString);
    }

    /** Not even a large write makes a call that would be in vain, before the system says that there is room. */
    @Test
    void whileItWaitsForWritabilityItDoesNotAsk() throws Exception {
        WriteQueue queue = WriteQueue.builder(registration).limit(10_000_000).open();
        fill(queue, 1);
        int before = queue.pendingBytes();
        peer.configureBlocking(false);
        Await.until("there is room again", () -> {
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            peer.read(buffer);
            return socket.write(ByteBuffer.allocate(1)) == 1; // behind the queue's back
        });
        queue.write(direct(100_000, 1));
        queue.flush();
        assertEquals(before + 100_000, queue.pendingBytes());
    }
}
