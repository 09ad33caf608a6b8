package dev.pollux.examples.demo;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What connections keep that say nothing, in a fresh process each time. */
final class MemoryTopic extends Topic {
    private static final long ACCEPT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int CHECK_MILLIS = 2;
    private static final int LOOK_MILLIS = 40;
    private static final int MOST_LOOKS = 20;
    private static final int SETTLED_BYTES = 4096;

    MemoryTopic(DemoPlan plan) {
        super(plan, Subject.MEMORY);
    }

    @Override
    void warmUp(Contender contender) {
        // Each round has a process of its own, which loads its classes with the first connections.
    }

    @Override
    void measure(Contender contender) throws IOException, InterruptedException {
        int count = plan.idleConnections();
        List<SocketChannel> clients = new ArrayList<>();
        try (ServerChild loop = ServerChild.startLoop(contender.layer, KeptMemory.FLAGS)) {
            int few = count / 10;
            connect(clients, few, loop);
            long[] before = settled(loop, 4);
            connect(clients, count, loop);
            long[] after = settled(loop, 2);
            contender.add(Figure.IDLE_HEAP, (double) (after[0] - before[0]) / count);
            if (after[1] > 0) {
                contender.add(Figure.IDLE_NATIVE, Math.max(0, (double) (after[1] - before[1]) / count));
            }
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    /**
     * {@return what is kept once that has stopped to change: what a JVM does at its start may not be over}
     *
     * @param looks how often it has to be the same, one after another
     */
    private static long[] settled(ServerChild loop, int looks) throws IOException, InterruptedException {
        long[] last = loop.ask("memory");
        int same = 1;
        for (int i = 0; same < looks && i < MOST_LOOKS; i++) {
            Thread.sleep(LOOK_MILLIS);
            long[] next = loop.ask("memory");
            same = Math.abs(next[0] - last[0]) < SETTLED_BYTES ? same + 1 : 1;
            last = next;
        }
        return last;
    }

    private static void connect(List<SocketChannel> clients, int count, ServerChild loop)
            throws IOException, InterruptedException {
        SocketAddress address = loop.address();
        for (int i = 0; i < count; i++) {
            SocketChannel client = SocketChannel.open();
            clients.add(client);
            client.setOption(StandardSocketOptions.SO_LINGER, 0); // else its port is not free for a minute
            client.connect(address);
        }
        long startNanos = System.nanoTime();
        while (loop.ask("connections")[0] < clients.size()) {
            if (System.nanoTime() - startNanos > ACCEPT_NANOS) {
                throw new IOException("of " + clients.size() + " connections some were not accepted");
            }
            Thread.sleep(CHECK_MILLIS);
        }
    }
}
