package dev.pollux.internal.completion;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How a completion port ends: its channels are closed, what is pending is delivered, and then the system's part is freed. Who does
 * that is the thread that closes, or the one whose turn it is, at that turn's end.
 */
final class CompletionPortEnd {
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final CompletionPortWork port;
    private final CompletionTurn closersTurn; // made in time: a close needs no memory

    CompletionPortEnd(CompletionPortWork port, CompletionTurn closersTurn) {
        this.port = port;
        this.closersTurn = closersTurn;
    }

    /** Drains the port, or leaves that to the thread that has to. Once, after the port says that it is closed. */
    void close() {
        CompletionTurn turn = port.turns.get();
        if (turn != null && turn.drainAtEnd()) {
            return;
        }
        if (port.only != null && port.backend.isBoundToThread()) {
            port.wakeup();
            if (!port.only.leavesTheEnd(ROUND_NANOS)) {
                return;
            }
        }
        if (turn == null || !turn.hasLeft()) {
            turn = closersTurn;
            try {
                port.turns.set(turn); // so that a callback which polls is refused, as ever
            } catch (OutOfMemoryError e) {
                // It is not, then.
            }
        }
        turn.begin();
        drain(turn);
    }

    /** What the system may still write to is freed only after its completion was dequeued. */
    void drain(CompletionTurn turn) {
        try {
            port.sources.closeAll(port.failures);
            while (port.submissions.undelivered() > 0 && drainSome(turn)) {
                // until all are delivered
            }
        } finally {
            try {
                port.fileThreads.end();
                port.backend.close();
            } finally {
                port.turns.clear();
                port.lentBuffers.portClosed();
                if (port.only != null) {
                    port.only.over();
                }
            }
        }
    }

    /** Returns false if there is no sense in going on. */
    private boolean drainSome(CompletionTurn turn) {
        try {
            port.wait.fireDeadlines(); // what had no memory is tried again
            port.submissions.deliverAtOnce(turn);
            if (turn.next == turn.count) {
                turn.next = 0;
                turn.count = 0;
                turn.count = turn.batch.await(ROUND_NANOS);
            }
            port.deliverBatch(turn);
        } catch (IOException e) { // then what is not dequeued is never freed either
            port.report(null, e);
            return false;
        } catch (Throwable e) { // no memory: what is pending is delivered as soon as there is some
            if (!turn.failed) {
                turn.failed = true; // once: this comes round a hundred times a second
                port.report(null, e);
            }
            LockSupport.parkNanos(ROUND_NANOS);
        }
        return true;
    }
}
