package dev.pollux.internal.readiness;

import dev.pollux.internal.loop.Surplus;
import java.util.ArrayList;

/** The write queues of a port that have something for the turn's end. The polling thread's own. */
final class FlushList {
    private ArrayList<WriteQueueWork> toFlush = new ArrayList<>();
    private ArrayList<WriteQueueWork> flushing = new ArrayList<>();
    private int room; // so many were in one of those at once
    private int most; // since the last trim

    boolean isEmpty() {
        return toFlush.isEmpty();
    }

    void add(WriteQueueWork queue) {
        toFlush.add(queue);
    }

    /** Those that were there when it began. What their listeners write is the next turn's, which does not wait then. */
    void flush(AbstractReadinessPort port) {
        if (toFlush.isEmpty()) {
            return;
        }
        ArrayList<WriteQueueWork> queues = toFlush;
        toFlush = flushing;
        flushing = queues;
        if (queues.size() > most) {
            most = queues.size();
            room = Math.max(room, most);
        }
        for (int i = 0; i < queues.size(); i++) {
            WriteQueueWork queue = queues.get(i);
            try {
                queue.endOfTurn(port);
            } catch (Throwable e) { // not this one's alone: the others still have to be flushed
                port.failed(queue.registration(), e);
            }
        }
        queues.clear();
    }

    boolean isGrown() {
        return room > Surplus.KEPT_LENGTH;
    }

    void trim() {
        if (Surplus.trimmed(room, most) < room) {
            flushing.trimToSize();
            toFlush.trimToSize();
            room = toFlush.size();
        }
        most = toFlush.size();
    }
}
