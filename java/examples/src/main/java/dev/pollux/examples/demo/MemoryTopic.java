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
            long[] before = loop.ask("memory");
            connect(clients, count, loop);
            long[] after = loop.ask("memory");
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
