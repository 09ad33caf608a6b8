package dev.pollux.history;

import java.nio.ByteBuffer;

/** One submission of a read: checked once all that were submitted before it are. */
final class Reading {
    private static final long NOT_TOLD = Long.MIN_VALUE;
    private static final long FAILED = Long.MIN_VALUE + 1;

    private final EndModel end;
    private final ReadModel read;
    private final long alreadyReceived;
    private long result = NOT_TOLD;
    private ByteBuffer bytes;

    Reading(EndModel end, ReadModel read) {
        this.end = end;
        this.read = read;
        alreadyReceived = end.in().received();
    }

    void told(long newResult, ByteBuffer newBytes) {
        result = newResult;
        bytes = newBytes;
    }

    void failed() {
        result = FAILED;
    }

    boolean isWaiting() {
        return result == NOT_TOLD;
    }

    /** {@return how many bytes it has read that are not checked yet} */
    long claimed() {
        return Math.max(0, result);
    }

    /** Checks it. Returns false if it is still pending. */
    boolean settle() {
        if (isWaiting()) {
            return false;
        }
        if (result == FAILED || end.peer.torn) {
            return true; // there is nothing to check, or nobody knows
        }
        if (result > 0) {
            end.in().received(bytes);
        } else if (result < 0) {
            boolean all = end.in().isEnded() && end.in().left() == 0;
            require(all || end.mayBeReset || end.outputShut || end.inputShut, "the end was told, of ");
        } else {
            require(
                    end.in().sent() > alreadyReceived || end.in().isEnded() || end.mayBeReset || end.inputShut,
                    "told of nothing, of ");
        }
        return true;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + end.peer + ": " + read);
        }
    }
}
