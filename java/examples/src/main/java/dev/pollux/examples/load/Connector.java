package dev.pollux.examples.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens a thread's connections, some at a time: all at once would overrun the listener's backlog. */
final class Connector {
    private static final int MAX_PENDING = 128;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Selector selector;
    private final LoadPlan plan;
    private final LoadTally tally;
    private final List<LoadConnection> connections = new ArrayList<>();
    private int pending;

    Connector(Selector selector, LoadPlan plan, LoadTally tally) {
        this.selector = selector;
        this.plan = plan;
        this.tally = tally;
    }

    /** Opens the connections {@code first}, {@code first + step}, … of the plan. */
    List<LoadConnection> connect(int first, int step) throws IOException {
        long deadlineNanos = System.nanoTime() + TIMEOUT_NANOS;
        int next = first;
        while (next < plan.connections() || pending > 0) {
            while (next < plan.connections() && pending < MAX_PENDING) {
                begin(next);
                next += step;
            }
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (pending > 0 && leftMillis > 0) {
                selector.select(this::finish, leftMillis);
            }
            if (leftMillis <= 0) {
                giveUp(next, step);
                break;
            }
        }
        return connections;
    }

    private void begin(int index) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean connected = channel.connect(plan.target());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, index);
            if (connected) {
                established(key);
            } else {
                pending++;
            }
        } catch (IOException e) {
            failed(channel, e);
        }
    }

    private void finish(SelectionKey key) {
        if (!(key.attachment() instanceof Integer)) {
            return; // established before, and spoken to by a server that may not speak first: seen when the load begins
        }
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (channel.finishConnect()) {
                pending--;
                established(key);
            }
        } catch (IOException e) {
            pending--;
            failed(channel, e);
        }
    }

    private void established(SelectionKey key) {
        int index = (Integer) key.attachment();
        LoadConnection connection = new LoadConnection(
                (SocketChannel) key.channel(), key, plan.newConversation(index), plan.pipeline(), connections.size());
        key.attach(connection);
        key.interestOps(0); // until the load begins
        connections.add(connection);
        tally.opened++;
    }

    private void failed(SocketChannel channel, IOException e) {
        tally.failed++;
        tally.error("connect: " + e.getMessage());
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException closing) {
                // It has been counted.
            }
        }
    }

    private void giveUp(int next, int step) throws IOException {
        int notBegun = next < plan.connections() ? (plan.connections() - 1 - next) / step + 1 : 0;
        tally.failed += pending + notBegun;
        tally.errors("connect: no answer within 30 s", pending + notBegun);
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Integer) {
                key.channel().close();
            }
        }
    }
}
