package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.linux.OpenDescriptors;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Closing at awkward moments; what comes after in the same descriptor or slot. */
abstract class CloseAndReuseContract extends PortContract {
    private static final int ENOUGH = 50; // connections, to have come across their mistakes

    CloseAndReuseContract(Backend backend) {
        super(backend);
    }

    @Test
    void closingInACallbackDropsItsOtherEvents() throws Exception {
        Connection c = connection();
        c.peerSends("x");
        Recorder recorder = new Recorder().then((registration, readiness) -> registration.close());
        register(c.socket(), Interest.READ_WRITE, recorder);
        pollUntilCount(recorder, 1);
        pollForNothing();
        assertEquals(1, recorder.count());
    }

    /** Whichever comes first closes the other, whose event stands in the same batch. */
    @Test
    void closingAnotherDropsItsEventOfTheSameBatch() throws Exception {
        for (int round = 0; round < 20; round++) {
            boolean closesSource = round % 2 == 0;
            Registration[] both = new Registration[2];
            AtomicInteger calls = new AtomicInteger();
            for (int i = 0; i < 2; i++) {
                int other = 1 - i;
                both[i] = register(connection().socket(), Interest.WRITE, (registration, readiness) -> {
                    calls.incrementAndGet();
                    if (closesSource) {
                        both[other].source().close();
                    } else {
                        both[other].close();
                    }
                });
            }
            assertEquals(1, port.poll(FOR_EVER));
            assertEquals(1, calls.get());
            both[0].source().close();
            both[1].source().close();
        }
    }

    /** The successor takes the slot, and mostly the descriptor, of one whose event stands in the same batch. */
    @Test
    void aSuccessorWithinTheBatchGetsNothingOfItsPredecessor() throws Exception {
        Recorder successor = new Recorder();
        Registration[] both = new Registration[2];
        Connection[] connections = {connection(), connection()};
        Connection next = connection();
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            connections[i].peerSends("x");
            both[i] = register(connections[i].socket(), Interest.READ, (registration, readiness) -> {
                both[other].close();
                register(next.socket(), Interest.READ, successor);
                registration.close();
            });
        }
        pollUntil("one of them is called", () -> !both[0].isOpen());
        pollForNothing();
        assertEquals(0, successor.count());
        next.peerSends("x");
        pollUntilCount(successor, 1);
    }

    @Test
    void closingThePortInACallbackEndsTheBatch() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            register(connection().socket(), Interest.WRITE, (registration, readiness) -> {
                calls.incrementAndGet();
                port.close();
            });
        }
        port.poll(FOR_EVER);
        assertEquals(1, calls.get());
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
    }

    @Test
    void closingThePortEndsItsWait() throws Exception {
        Connection c = connection();
        Registration registration = register(c.socket(), Interest.READ, new Recorder());
        try (Background loop = Background.run(() -> assertThrows(ClosedChannelException.class, () -> {
            while (true) {
                port.poll(FOR_EVER);
            }
        }))) {
            loop.awaitBlocked();
            port.close();
        }
        assertFalse(registration.isOpen());
        assertTrue(c.socket().isOpen());
        c.peerSends("x");
        Await.until("what it had is still usable", () -> c.drain() == 1);
    }

    @Test
    void aClosedListenerIsGivenBackThoughItsRegistrationWasClosedBefore() throws Exception {
        register(listener, Interest.READ, new Recorder()).close();
        var address = listener.localAddress();
        ReadinessPort other = opened(ReadinessPort.open(backend));
        other.register(listener, Interest.READ, TriggerMode.LEVEL, new Recorder())
                .close();
        try (Background loop = Background.run(() -> assertThrows(ClosedChannelException.class, () -> {
                    while (true) {
                        port.poll(FOR_EVER);
                    }
                }));
                Background otherLoop = Background.run(() -> assertThrows(ClosedChannelException.class, () -> {
                    while (true) {
                        other.poll(FOR_EVER);
                    }
                }))) {
            loop.awaitBlocked();
            otherLoop.awaitBlocked();
            listener.close();
            Await.until("nobody listens any more", () -> {
                try (var peer = java.nio.channels.SocketChannel.open(address)) {
                    return !peer.isOpen();
                } catch (java.net.ConnectException e) {
                    return true;
                }
            });
            port.close();
            other.close();
        }
    }

    /**
     * Two threads open, tag, register and close connections whose descriptors and slots are each other's successors, while
     * a third polls: no callback sees data that was not sent to its own connection, and no event is lost.
     */
    @Test
    void churnNeverMixesConnections() throws Exception {
        int threads = 2;
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger tags = new AtomicInteger();
        AtomicInteger strangers = new AtomicInteger();
        AtomicLong served = new AtomicLong();
        port.errorHandler((source, failure) -> {
            if (!(failure instanceof ClosedChannelException)) { // that is the other thread's close, during the callback
                strangers.incrementAndGet();
            }
        });
        long startNanos = System.nanoTime();
        Background[] clients = new Background[threads];
        Background loop = Background.run(() -> {
            while (running.get()) {
                port.poll(FOR_EVER);
            }
        });
        try (loop) {
            for (int t = 0; t < threads; t++) {
                StreamListener own = listener(port);
                clients[t] = Background.run(() -> {
                    for (int i = 0; goesOn(System.nanoTime() - startNanos, served.get()); i++) {
                        serveOne(own, tags.incrementAndGet(), i, strangers, served);
                    }
                });
            }
            try {
                for (Background client : clients) {
                    client.close();
                }
            } finally {
                running.set(false);
                port.wakeup();
            }
        }
        assertEquals(0, strangers.get(), "events of a predecessor");
        assertTrue(served.get() >= ENOUGH, served + " connections");
        assertEquals(0, Inside.of(port).registrations().size());
    }

    /** For a while, and on a slow system for as long as it takes. */
    private static boolean goesOn(long nanos, long served) {
        return nanos < TimeUnit.MILLISECONDS.toNanos(700) || served < ENOUGH && nanos < Await.LIMIT_NANOS;
    }

    private void serveOne(StreamListener own, int tag, int i, AtomicInteger strangers, AtomicLong served)
            throws Exception {
        try (var peer = java.nio.channels.SocketChannel.open(own.localAddress())) {
            StreamSocket[] accepted = new StreamSocket[1];
            Await.until("accepted", () -> (accepted[0] = own.accept()) != null);
            StreamSocket socket = accepted[0];
            AtomicBoolean seen = new AtomicBoolean();
            ByteBuffer buffer = ByteBuffer.allocateDirect(4);
            Registration registration = port.register(
                    socket, Interest.READ, i % 3 == 0 ? TriggerMode.ONESHOT : TriggerMode.LEVEL, (self, readiness) -> {
                        if (seen.get()) {
                            return; // the end of the stream
                        }
                        int n = socket.read(buffer);
                        if (n == 4 && buffer.getInt(0) == tag) {
                            served.incrementAndGet();
                        } else {
                            strangers.incrementAndGet();
                        }
                        seen.set(true);
                    });
            peer.write(ByteBuffer.allocate(4).putInt(0, tag));
            if (i % 5 != 0) { // else closed with the event on its way
                Await.until("connection " + tag + " is served", seen::get);
            }
            seen.set(true);
            if (i % 2 == 0) {
                registration.close();
            }
            socket.close();
            assertFalse(registration.isOpen());
        }
    }

    @Test
    void openAndCloseLeavesNothing() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors are counted on Linux");
        int n = 500;
        for (int i = 0; i < 100; i++) {
            openAndClose();
        }
        Set<String> before = OpenDescriptors.all();
        long directBefore = directMemory();
        for (int i = 0; i < n; i++) {
            openAndClose();
        }
        Set<String> added = OpenDescriptors.addedTo(before);
        assertTrue(added.size() < 20, () -> "left open: " + added);
        assertEquals(0, Inside.of(port).registrations().size());
        System.gc(); // an event array is a direct buffer, freed by the collector
        Await.until(
                "direct memory is given back: " + directBefore + " before, " + directMemory() + " now",
                () -> directMemory() < directBefore + 1_000_000,
                System::gc);
    }

    private void openAndClose() throws Exception {
        ReadinessPort.open(backend).close();
        port.openListener().close();
        try (StreamSocket connecting = port.connect(listener.localAddress())) {
            port.register(connecting, Interest.READ_WRITE, TriggerMode.LEVEL, (registration, readiness) -> {});
            port.poll(0);
            Await.until("accepted", () -> {
                StreamSocket accepted = listener.accept();
                if (accepted != null) {
                    accepted.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
                    accepted.close();
                }
                return accepted != null;
            });
        }
        port.poll(0);
    }

    private static long directMemory() {
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                return pool.getMemoryUsed();
            }
        }
        throw new AssertionError("no direct buffer pool");
    }
}
