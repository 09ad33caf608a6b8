package dev.pollux.examples.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.LoopTimer;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.FileWriteOperation;
import dev.pollux.examples.Backends;
import dev.pollux.linux.TimerFd;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the guide shows. */
@Timeout(60)
class SnippetsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private ReadinessDispatcher loop;

    @BeforeEach
    void open() throws IOException {
        loop = ReadinessDispatcher.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void turnUntil(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            loop.runOnce(1_000_000);
        }
    }

    private StreamSocket connection(Socket peer) throws Exception {
        StreamSocket[] accepted = new StreamSocket[1];
        StreamListener listener = Snippets.buffers(loop, ANY_PORT, accepted);
        peer.connect(listener.localInetAddress());
        turnUntil(() -> accepted[0] != null);
        listener.close();
        assertTrue(accepted[0].getOption(StandardSocketOptions.TCP_NODELAY));
        return accepted[0];
    }

    private static Thread inBackground(Callable<?> action) {
        Thread thread = new Thread(() -> {
            try {
                action.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void completion() throws Exception {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        try (CompletionDispatcher completions = CompletionDispatcher.open()) {
            CompletionListener listener = Snippets.completion(completions, ANY_PORT);
            Thread thread = inBackground(() -> {
                completions.run();
                return null;
            });
            assertEchoes(listener.localAddress());
            completions.stop();
            thread.join();
        }
    }

    @Test
    void streams() throws Exception {
        assumeTrue(Backends.available().anyMatch(Backend::isOfCompletion), "needs a completion port");
        LongAdder received = new LongAdder();
        try (CompletionDispatcher completions = CompletionDispatcher.open()) {
            CompletionListener listener = Snippets.streams(completions, ANY_PORT, received);
            Thread thread = inBackground(() -> {
                completions.run();
                return null;
            });
            assertEchoes(listener.localAddress());
            completions.stop();
            thread.join();
        }
        assertTrue(received.sum() > 0);
    }

    @Test
    void aLog(@TempDir Path folder) throws Exception {
        assumeTrue(Backends.available().anyMatch(Backend::isOfCompletion), "needs a completion port");
        Path path = Files.writeString(folder.resolve("log"), "before;");
        try (CompletionPort port = CompletionPort.open()) {
            ByteBuffer record = ByteBuffer.allocateDirect(4).put("rec;".getBytes());
            int[] answers = new int[1];
            FileWriteOperation append = Snippets.log(port, path, record, () -> answers[0]++);
            for (int i = 1; i <= 3; i++) {
                record.flip();
                append.submit();
                while (answers[0] < i) {
                    port.poll(-1);
                }
            }
        }
        assertEquals("before;rec;rec;rec;", Files.readString(path));
    }

    @Test
    void aFileToASocket(@TempDir Path folder) throws Exception {
        assumeTrue(Backends.available().anyMatch(Backend::isOfCompletion), "needs a completion port");
        byte[] content = new byte[200_000];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        try (CompletionPort port = CompletionPort.open();
                Socket peer = new Socket()) {
            CompletionListener listener =
                    port.listen(ANY_PORT, socket -> Snippets.fileToSocket(port.openFile(path), socket));
            peer.connect(listener.localAddress());
            boolean[] isRead = new boolean[1];
            Thread reader = inBackground(() -> {
                assertArrayEquals(content, peer.getInputStream().readAllBytes());
                isRead[0] = true;
                return null;
            });
            while (reader.isAlive()) {
                port.poll(1_000_000);
            }
            assertTrue(isRead[0]);
        }
    }

    @Test
    void aPortInAnotherLoop() throws Exception {
        try (ReadinessPort port = ReadinessPort.open();
                Socket peer = new Socket()) {
            StreamListener listener = port.openListener();
            listener.bind(ANY_PORT, StreamListener.MAX_BACKLOG);
            int[] told = new int[1];
            port.register(listener, Interest.READ, TriggerMode.ONESHOT, (registration, readiness) -> told[0]++);
            peer.connect(listener.localInetAddress());
            Snippets.foreignLoop(port, () -> told[0] == 0, () -> -1, () -> {});
            assertEquals(1, told[0]);
            Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
            boolean[] ended = new boolean[1];
            Thread thread = inBackground(() -> {
                Snippets.foreignLoop(port, () -> !ended[0], () -> -1, () -> {
                    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                        task.run();
                    }
                });
                return null;
            });
            Snippets.handOver(port, tasks, () -> ended[0] = true);
            thread.join();
            assertTrue(ended[0]);
            listener.close();
        }
    }

    private static void assertEchoes(InetSocketAddress address) throws IOException {
        byte[] bytes = new byte[300_000];
        new java.util.Random(1).nextBytes(bytes);
        try (Socket socket = new Socket()) {
            socket.connect(address);
            inBackground(() -> {
                socket.getOutputStream().write(bytes);
                return null;
            });
            assertTrue(java.util.Arrays.equals(bytes, socket.getInputStream().readNBytes(bytes.length)));
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void first() throws Exception {
        StreamListener listener = FirstServer.serve(loop, ANY_PORT);
        Thread thread = inBackground(() -> {
            loop.run();
            return null;
        });
        assertEchoes(listener.localInetAddress());
        loop.stop();
        thread.join();
    }

    @Test
    void theSelectorProgramAndTheMovedOne() throws Exception {
        try (SelectorServer server = new SelectorServer(ANY_PORT)) {
            inBackground(() -> {
                try {
                    server.run();
                } catch (java.nio.channels.ClosedSelectorException e) {
                    // So it is to end.
                }
                return null;
            });
            assertEchoes(server.address());
        }
        try (MovedServer server = new MovedServer(ANY_PORT)) {
            inBackground(() -> {
                server.run();
                return null;
            });
            assertEchoes(server.address());
        }
    }

    @Test
    void theProgramOfAsynchronousChannels() throws Exception {
        try (ChannelServer server = new ChannelServer(ANY_PORT)) {
            assertEchoes(server.address());
        }
    }

    @Test
    void theSameOnACompletionPort() throws Exception {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        Thread thread;
        try (PortServer server = new PortServer(ANY_PORT)) {
            thread = inBackground(() -> {
                server.run();
                return null;
            });
            assertEchoes(server.address());
        }
        thread.join();
    }

    @Test
    void threadsEdgeAndHeld() throws Exception {
        try (Socket peer = new Socket()) {
            StreamSocket socket = connection(peer);
            WriteQueue[] queue = new WriteQueue[1];
            ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
            Registration registration = loop.backend() == Backend.EPOLL
                    ? Snippets.edge(loop, socket, buffer, queue)
                    : loop.register(socket, Interest.READ, (current, readiness) -> {});
            queue[0] = WriteQueue.open(registration);
            Snippets.fromAnotherThread(loop, queue[0], ByteBuffer.wrap("task".getBytes()));
            loop.runOnce(0);
            loop.runOnce(0);
            assertEquals("task", new String(peer.getInputStream().readNBytes(4)));
            ArrayDeque<ByteBuffer> pool = new ArrayDeque<>();
            Snippets.held(queue[0], ByteBuffer.allocateDirect(4096), pool);
            turnUntil(() -> !pool.isEmpty());
            assertEquals(4096, peer.getInputStream().readNBytes(4096).length);
            Snippets.observe(loop, queue[0]);
            if (loop.backend() == Backend.EPOLL) {
                peer.getOutputStream().write(new byte[5000]);
                turnUntil(() -> peer.getInputStream().available() == 5000);
                peer.shutdownOutput();
                turnUntil(() -> !socket.isOpen());
            }
        }
    }

    @Test
    void backPressure() throws Exception {
        try (Socket fast = new Socket();
                Socket slow = new Socket()) {
            StreamSocket from = connection(fast);
            StreamSocket to = connection(slow);
            WriteQueue[] queue = new WriteQueue[1];
            ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
            Registration source = loop.register(from, Interest.READ, (registration, readiness) -> {
                from.read(buffer.clear());
                queue[0].write(buffer.flip());
            });
            Registration target = loop.register(to, Interest.NONE, (registration, readiness) -> {});
            queue[0] = Snippets.backPressure(source, target);
            inBackground(() -> {
                fast.getOutputStream().write(new byte[10_000_000]);
                return null;
            });
            turnUntil(() -> source.interest() == Interest.NONE);
            Thread reader = inBackground(() -> slow.getInputStream().readNBytes(10_000_000));
            turnUntil(() -> !reader.isAlive());
            assertEquals(Interest.READ, source.interest());
        }
    }

    @Test
    void datagramsAndTimeout() throws Exception {
        UdpSocket[] opened = new UdpSocket[1];
        long[] received = new long[1];
        Snippets.datagrams(loop, ANY_PORT, opened, received);
        try (java.net.DatagramSocket sender = new java.net.DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[10], 10, opened[0].localInetAddress()));
        }
        turnUntil(() -> received[0] == 1);
        try (Socket peer = new Socket()) {
            LoopTimer idle = Snippets.idle(loop, connection(peer), ByteBuffer.allocateDirect(100));
            assertTrue(idle.isScheduled());
            peer.getOutputStream().write(1);
            peer.shutdownOutput();
            turnUntil(() -> !idle.isScheduled());
            assertFalse(idle.isScheduled());
        }
    }

    @Test
    void aTimerOfAnotherClock() throws Exception {
        assumeTrue(loop.port().capabilities().contains(Capability.DESCRIPTORS), "only epoll takes a TimerFd");
        int[] renewed = new int[1];
        TimerFd timer = Snippets.throughSuspension(loop, TimeUnit.MILLISECONDS.toNanos(1), () -> renewed[0]++);
        turnUntil(() -> renewed[0] == 1);
        assertEquals(0, timer.remainingNanos());
    }

    @Test
    void groupAndMove() throws Exception {
        try (DispatcherGroup loops = DispatcherGroup.builder(2).open()) {
            GroupListener listener = Snippets.group(loops, ANY_PORT);
            try (Socket socket = new Socket()) {
                socket.connect(listener.localAddress());
                socket.getOutputStream().write(7);
                assertEquals(7, socket.getInputStream().read());
            }
        }
        try (ReadinessDispatcher quiet = ReadinessDispatcher.open();
                Socket peer = new Socket()) {
            boolean[] told = new boolean[1];
            Registration registration =
                    loop.register(connection(peer), Interest.WRITE, (current, readiness) -> told[0] = true);
            assertTrue(registration != Snippets.move(registration, loop, quiet));
            assertEquals(1, quiet.sourceCount());
            while (!told[0]) {
                quiet.runOnce(1_000_000);
            }
        }
    }

    @Test
    void byHandWaitingAndScheduled() throws Exception {
        try (ReadinessDispatcher adaptive = Snippets.waiting()) {
            assertTrue(adaptive.describe().contains("adaptive, 50 us"), adaptive::describe);
            int[] frames = new int[1];
            ScheduledFuture<?> report = Snippets.scheduled(adaptive, () -> {});
            assertFalse(report.isDone());
            adaptive.execute(() -> report.cancel(false));
            Snippets.byHand(adaptive, () -> frames[0] < 3, () -> frames[0]++);
            assertEquals(3, frames[0]);
            assertTrue(report.isCancelled());
        }
    }

    @Test
    void listenerAndCounters() throws Exception {
        LongAdder slow = new LongAdder();
        try (ReadinessDispatcher timed = Snippets.heard(slow)) {
            timed.execute(() -> {
                long startNanos = System.nanoTime();
                while (System.nanoTime() - startNanos < 5_000_000) {
                    Thread.onSpinWait(); // what a callback must not do
                }
            });
            timed.runOnce(0);
            assertEquals(1, slow.sum());
            assertTrue(Snippets.busy(timed) > 0);
        }
    }
}
