package dev.pollux.internal.completion;

import dev.pollux.internal.loop.Failures;

/** The open channels and files of a port, in a list through themselves: opening and closing one allocates nothing here. */
final class CompletionSources {
    private AbstractCompletionSource first;
    private boolean closed;
    private int count;

    /** Returns false if all were closed already. */
    synchronized boolean add(AbstractCompletionSource source) {
        if (closed) {
            return false;
        }
        source.nextSource = first;
        if (first != null) {
            first.previousSource = source;
        }
        first = source;
        source.listed = true;
        count++;
        return true;
    }

    synchronized void remove(AbstractCompletionSource source) {
        if (!source.listed) {
            return;
        }
        source.listed = false;
        count--;
        if (source.previousSource == null) {
            first = source.nextSource;
        } else {
            source.previousSource.nextSource = source.nextSource;
        }
        if (source.nextSource != null) {
            source.nextSource.previousSource = source.previousSource;
        }
        source.nextSource = null;
        source.previousSource = null;
    }

    synchronized int count() {
        return count;
    }

    /** Closes all, whatever one of them throws. */
    void closeAll(Failures failures) {
        AbstractCompletionSource source;
        while ((source = anyToClose()) != null) {
            try {
                source.close();
            } catch (Throwable e) {
                failures.tell(source, e);
            }
        }
    }

    private synchronized AbstractCompletionSource anyToClose() {
        closed = true;
        return first;
    }
}
