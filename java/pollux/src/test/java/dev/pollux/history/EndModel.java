package dev.pollux.history;

import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The model of one end of a connection whose two ends are the port's. */
final class EndModel {
    private static final int SMALL = 4096; // a system takes so many, whatever it has

    final CompletionSocket socket;
    final ByteStream out;
    EndModel peer;
    boolean closed;
    boolean outputShut;

    /** What came to the other end after it had gone, or was left there unread, may be answered by a reset. */
    boolean mayBeReset;

    /** A write has failed, or was cut off by a close: how much of it the peer has, nobody knows. */
    boolean torn;

    /** What writes have been told that is surely sent. */
    long surelySent;

    /** The end of what is sent is certain: nothing that was submitted before is pending any more. */
    boolean surelyEnded;

    final ArrayDeque<Reading> reads = new ArrayDeque<>(); // submitted, in order, until what they have read is checked
    final List<Expected> operations = new ArrayList<>();

    EndModel(CompletionSocket socket, int tag) {
        this.socket = socket;
        out = new ByteStream(tag);
    }

    ByteStream in() {
        return peer.out;
    }

    /** {@return true if operations here may fail because of what the other end did} */
    boolean mayFail(IOException failure) {
        return failure instanceof SocketException && (peer.closed || peer.outputShut || mayBeReset || outputShut);
    }

    boolean hasPendingReads() {
        return !reads.isEmpty();
    }

    /** {@return true if a write has to end, whatever the other end does} */
    boolean isWriteDue(boolean submittedAfterTheEnd) {
        return submittedAfterTheEnd || peer.closed || mayBeReset || out.left() <= SMALL;
    }

    /** {@return how many bytes are surely there for those reads that are not told yet} */
    long surelyReadable() {
        long claimed = 0;
        for (Reading each : reads) {
            claimed += each.claimed();
        }
        return peer.torn ? 0 : peer.surelySent - in().received() - claimed;
    }

    /** Checks what reads have read, in the order in which they were submitted. */
    void settle() {
        while (!reads.isEmpty() && reads.peek().settle()) {
            reads.remove();
        }
    }

    boolean hasPendingWrites() {
        return operations.stream()
                .anyMatch(each -> each.pending && (each instanceof WriteModel || each instanceof LentModel.Writing));
    }

    /** Nothing more will be sent. */
    void endOutput() {
        torn |= hasPendingWrites();
        out.end();
        surelyEnded = true;
    }

    void close() {
        boolean unread = in().left() > 0 || peer.torn; // which the system answers by a reset
        closed = true;
        socket.close();
        operations.forEach(Expected::channelClosed);
        endOutput();
        peer.mayBeReset |= unread;
        mayBeReset = true;
    }

    /** Its port is about to be closed, or is being closed. */
    void closedWithPort() {
        closed = true;
        endOutput();
        mayBeReset = true;
    }

    @Override
    public String toString() {
        return socket + " (peer has " + out.left() + " to read" + (out.isEnded() ? ", then the end" : "")
                + (torn ? ", torn" : "") + (mayBeReset ? ", perhaps reset" : "") + ")";
    }
}
