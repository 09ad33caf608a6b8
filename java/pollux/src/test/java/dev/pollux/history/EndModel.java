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

    /** Its input was shut: a read may be told the end. */
    boolean inputShut;

    /** It is to be closed once all is written: no write that is submitted later is. */
    boolean closing;

    /** A write is failing, whose callback has not returned. */
    boolean failing;

    /** It is closed in a moment, or was closed a moment ago: the model can't tell. */
    boolean closesUnseen;

    /** How long a write may take, or 0. */
    long writeTimeoutNanos;

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
        boolean touched =
                peer.mayBeClosed() || peer.outputShut || mayBeReset || outputShut || inputShut || peer.inputShut;
        return failure instanceof SocketException && touched;
    }

    /** {@return true if it is closed for what is submitted from now on, other operations than writes excepted} */
    boolean isClosing() {
        return closed || closing;
    }

    /** {@return true if it is closed, or the model can't tell} */
    boolean mayBeClosed() {
        return closed || closing && closesUnseen;
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
        return operations.stream().anyMatch(each -> each.pending && each.isWrite());
    }

    void shutInput() {
        inputShut = true;
        halfShut();
    }

    /** One whose halves are shut both, in whatever order, answers what comes by a reset. */
    void halfShut() {
        if (inputShut && out.isEnded()) {
            mayBeReset = true;
            peer.mayBeReset = true;
        }
    }

    /** Nothing more will be sent. */
    void endOutput() {
        torn |= hasPendingWrites();
        out.end();
        halfShut();
        surelyEnded = true;
    }

    void close() {
        closed();
        socket.close();
    }

    /** The socket closes itself once all is written, a failing write being the last. */
    void closeWhenWritten(boolean isShared) {
        if (!isClosing()) {
            closesUnseen |= isShared || out.isEnded(); // then some writes are refused at once
            closing = true;
            out.end();
            halfShut();
        }
        socket.closeWhenWritten();
        closeIfWritten();
    }

    /** The callback of a write has returned: does it close the socket? */
    void wasTold() {
        if (closing && failing && !closed) {
            closed();
        }
        failing = false;
        closeIfWritten();
    }

    private void closeIfWritten() {
        if (closing && !closed && !hasPendingWrites()) {
            closed();
        }
    }

    /** It is closed, or about to be. */
    void closed() {
        boolean unread = in().left() > 0 || peer.torn; // which the system answers by a reset
        closed = true;
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
