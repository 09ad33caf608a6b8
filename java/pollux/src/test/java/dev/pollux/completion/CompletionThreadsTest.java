package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Several threads at one port, and wakeups. */
@CompletionTest
class CompletionThreadsTest extends CompletionFixture {

    @Test
    void eachPacketGoesToOneOfFourThreads() throws Exception {
        int packets = 50_000;
        int threads = 4;
        AtomicIntegerArray seen = new AtomicIntegerArray(packets);
        AtomicInteger told = new AtomicInteger();
        try (CompletionPort shared = kind.builder().concurrency(2).open()) {
            List<Background> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(Background.run(() -> {
                    Await.until("all packets", () -> told.get() == packets, () -> shared.poll(TURN_NANOS));
                }));
            }
            for (int i = 0; i < packets; i++) {
                shared.post((operation, data) -> {
                            seen.incrementAndGet((int) data);
                            told.incrementAndGet();
                        })
                        .data(i)
                        .submit();
            }
            for (Background each : all) {
                each.close();
            }
        }
        for (int i = 0; i < packets; i++) {
            assertEquals(1, seen.get(i), "packet " + i);
        }
        assertEquals(packets, told.get());
    }

    /** Echoes over many connections, served by four threads of which two run at once: nothing lost, nothing twice. */
    @Test
    void fourThreadsServeManyConnections() throws Exception {
        int connections = 32;
        int rounds = 50;
        AtomicBoolean over = new AtomicBoolean();
        try (CompletionPort shared = kind.builder().concurrency(2).open()) {
            shared.errorHandler((source, failure) -> reports.add(failure));
            CompletionListener listener = shared.listen(loopback(), CompletionThreadsTest::echo);
            List<Background> servers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                servers.add(Background.run(() -> {
                    while (!over.get()) {
                        shared.poll(TURN_NANOS);
                    }
                }));
            }
            List<Background> clients = new ArrayList<>();
            for (int c = 0; c < connections; c++) {
                clients.add(Background.run(() -> client(listener, rounds)));
            }
            for (Background client : clients) {
                client.close();
            }
            over.set(true);
            for (Background server : servers) {
                server.close();
            }
        }
    }

    private static void client(CompletionListener listener, int rounds) throws Exception {
        try (var channel = java.nio.channels.SocketChannel.open(listener.localAddress())) {
            byte[] message = pattern(1000);
            for (int i = 0; i < rounds; i++) {
                writeFully(channel, ByteBuffer.wrap(message));
                assertPattern(readFully(channel, message.length).array());
            }
        }
    }

    private static void echo(CompletionSocket socket) {
        ByteBuffer buffer = direct(4096);
        WriteOperation[] write = new WriteOperation[1];
        ReadOperation read = socket.read(buffer, (operation, n) -> {
            if (n < 0) {
                socket.close();
            } else {
                buffer.flip();
                write[0].submit();
            }
        });
        write[0] = socket.write(buffer, (operation, n) -> {
            buffer.clear();
            read.submit();
        });
        read.submit();
    }

    @Test
    void aWakeupEndsOneWaitAndIsNoEvent() throws Exception {
        port.wakeup();
        port.wakeup();
        assertEquals(0, port.poll(-1));
        AtomicInteger returned = new AtomicInteger();
        try (Background loop = Background.run(() -> {
            assertEquals(0, port.poll(-1));
            returned.incrementAndGet();
        })) {
            loop.awaitBlocked();
            port.wakeup();
        }
        assertEquals(1, returned.get());
    }

    @Test
    void wakeupsAreNotLost() throws Exception {
        int rounds = kind.hasSlowWakeups() ? 100 : 2_000;
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        try (Background loop = Background.run(() -> {
            while (seen.get() < rounds) {
                port.poll(-1);
                seen.set(asked.get());
            }
        })) {
            for (int i = 1; i <= rounds; i++) {
                int round = i;
                asked.set(i);
                port.wakeup();
                Await.until(
                        "wakeup " + i,
                        () -> seen.get() >= round || !loop.thread().isAlive());
            }
        }
    }

    @Test
    void waitsAreNeverShort() throws Exception {
        for (long millis : new long[] {1, 2, 15, 40}) {
            long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(millis);
            long startNanos = System.nanoTime();
            assertEquals(0, port.poll(timeoutNanos));
            assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
        }
    }

    @Test
    void aPollWithinAPollIsRefused() throws Exception {
        Outcome outcome = new Outcome();
        port.post((operation, data) -> {
                    assertThrows(IllegalStateException.class, () -> port.poll(0));
                    outcome.completed(data);
                })
                .submit();
        turnUntil("the packet", outcome::isOver);
    }
}
