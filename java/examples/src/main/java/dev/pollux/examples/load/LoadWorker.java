package dev.pollux.examples.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread of the client: a share of the connections, on a Selector of its own. */
final class LoadWorker {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** How long replies may take to come after the last message was due. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LoadPlan plan;
    private final int workerIndex;
    private final LoadTally tally = new LoadTally();
    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> onSelected = this::onSelected;
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer output;
    private List<LoadConnection> connections;
    private Schedule schedule;
    private long measureFromNanos;
    private long endNanos;
    private long underWay;

    /** Open loop: how many messages of this thread have been due so far. */
    private long dueCount;

    LoadWorker(LoadPlan plan, int workerIndex) throws IOException {
        this.plan = plan;
        this.workerIndex = workerIndex;
        this.output = ByteBuffer.allocateDirect(
                Math.max(BUFFER_BYTES, plan.newConversation(0).messageBytes()));
    }

    /**
     * Opens this thread's connections.
     *
     * @return how many were established
     */
    int connect() throws IOException {
        connections = new Connector(selector, plan, tally).connect(workerIndex, plan.threads());
        return connections.size();
    }

    /** Sends and receives. It returns once every reply is in, or has been given up. */
    LoadTally run(long startNanos) throws IOException {
        try (selector) {
            measureFromNanos = startNanos + (long) (plan.warmupSeconds() * 1e9);
            endNanos = measureFromNanos + (long) (plan.seconds() * 1e9);
            schedule = new Schedule(startNanos, plan.ratePerSecond(), plan.threads(), workerIndex);
            for (LoadConnection connection : connections) {
                connection.key.interestOps(SelectionKey.OP_READ);
            }
            if (plan.isOpenLoop()) {
                openLoop();
            } else {
                closedLoop();
            }
            awaitReplies();
            connections.forEach(this::end);
        }
        return tally;
    }

    private void closedLoop() throws IOException {
        for (LoadConnection connection : connections) {
            connection.due = Long.MAX_VALUE;
            send(connection);
        }
        for (long nowNanos = System.nanoTime(); nowNanos < endNanos && anyOpen(); nowNanos = System.nanoTime()) {
            selector.select(onSelected, 1 + TimeUnit.NANOSECONDS.toMillis(endNanos - nowNanos));
        }
        for (LoadConnection connection : connections) {
            connection.due = connection.sent();
        }
    }

    private void openLoop() throws IOException {
        while (!connections.isEmpty()) {
            long nowNanos = System.nanoTime();
            long nextNanos = schedule.atNanos(dueCount);
            if (nextNanos >= endNanos) {
                return;
            }
            if (nextNanos <= nowNanos) {
                LoadConnection connection = connections.get((int) (dueCount++ % connections.size()));
                connection.due++;
                send(connection);
                continue;
            }
            long waitMillis = TimeUnit.NANOSECONDS.toMillis(nextNanos - nowNanos);
            if (waitMillis > 0) {
                selector.select(onSelected, waitMillis);
            } else {
                // A Selector waits whole milliseconds only: to be on time, the rest is spun away.
                selector.selectNow(onSelected);
                Thread.onSpinWait();
            }
        }
    }

    private void awaitReplies() throws IOException {
        long deadlineNanos = System.nanoTime() + GRACE_NANOS;
        while ((underWay > 0 || anyUnsent()) && deadlineNanos - System.nanoTime() > 0) {
            selector.select(onSelected, 10);
        }
    }

    private boolean anyOpen() {
        return underWay > 0 || connections.stream().anyMatch(LoadConnection::isOpen);
    }

    private boolean anyUnsent() {
        return connections.stream().anyMatch(connection -> connection.isOpen() && connection.due > connection.sent());
    }

    private void end(LoadConnection connection) {
        tally.errors("no reply", connection.underWay());
        if (plan.isOpenLoop()) {
            tally.errors("not sent", connection.due - connection.sent());
        }
        connection.close();
    }

    private void onSelected(SelectionKey key) {
        LoadConnection connection = (LoadConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.writeRest();
            }
            if (key.isReadable()) {
                receive(connection);
            }
            send(connection);
        } catch (IOException e) {
            lost(connection, e.getMessage());
        }
    }

    private void receive(LoadConnection connection) throws IOException {
        int count = connection.channel.read(input.clear());
        if (count < 0) {
            throw new IOException("closed by the server");
        }
        long nowNanos = System.nanoTime();
        input.flip();
        while (input.hasRemaining()) {
            Conversation.Reply reply = connection.take(input);
            if (reply == Conversation.Reply.INCOMPLETE) {
                return;
            }
            underWay--;
            long startNanos = connection.endReply();
            if (reply == Conversation.Reply.GOOD) {
                good(startNanos, nowNanos);
            } else {
                tally.error(connection.error());
            }
        }
    }

    private void good(long startNanos, long nowNanos) {
        tally.replies++;
        if (nowNanos >= measureFromNanos && nowNanos < endNanos) {
            tally.measuredReplies++;
        }
        if (startNanos >= measureFromNanos && startNanos < endNanos) {
            tally.latency(nowNanos - startNanos);
        }
    }

    /** Sends what is due and may be under way, in one write. */
    private void send(LoadConnection connection) {
        if (!connection.canSend() || connection.due == connection.sent()) {
            return;
        }
        output.clear();
        long nowNanos = System.nanoTime();
        while (connection.canSend() && connection.due > connection.sent() && connection.hasRoom(output)) {
            connection.put(output, plan.isOpenLoop() ? intendedNanos(connection) : nowNanos);
            underWay++;
        }
        try {
            connection.write(output.flip());
        } catch (IOException e) {
            lost(connection, e.getMessage());
        }
    }

    /** The connections take turns, so the number of a connection's message gives its place in the schedule. */
    private long intendedNanos(LoadConnection connection) {
        return schedule.atNanos(connection.sent() * connections.size() + connection.turn);
    }

    private void lost(LoadConnection connection, String why) {
        tally.error("connection lost: " + why);
        underWay -= connection.underWay();
        connection.close();
    }
}
