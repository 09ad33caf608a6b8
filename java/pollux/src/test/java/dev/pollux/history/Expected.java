package dev.pollux.history;

/** Something that the port has to end: an operation, a stream, the write of a lent buffer. */
abstract class Expected {
    boolean pending;
    int submissions;
    int ends;
    boolean channelClosed; // before it ended

    /** {@return true if the port is to tell something of it now} */
    abstract boolean isDue();

    /** {@return what it is, and what it waits for: if it waits in vain, that is all there is to find the reason by} */
    String whyDue() {
        return toString();
    }

    /** {@return true if a socket that closes when all is written waits for it} */
    boolean isWrite() {
        return false;
    }

    /** {@return true if it says itself that it is pending} */
    boolean isPendingThere() {
        return pending;
    }

    /** {@return true if {@code pendingOperations} counts it} */
    boolean isCounted() {
        return pending;
    }

    final void channelClosed() {
        channelClosed |= pending;
    }

    final void begins() {
        pending = true;
        channelClosed = false;
        submissions++;
    }

    final void ends() {
        if (!pending) {
            throw new AssertionError(this + " was told of its end, and is not pending");
        }
        pending = false;
        ends++;
    }
}
