package dev.pollux.internal.completion;

import dev.pollux.internal.loop.Failures;

/** The open channels of a port, in a list through themselves: opening and closing one allocates nothing here. */
final class CompletionChannels {
    private AbstractCompletionChannel first;
    private boolean closed;
    private int count;

    /** Returns false if all were closed already. */
    synchronized boolean add(AbstractCompletionChannel channel) {
        if (closed) {
            return false;
        }
        channel.nextChannel = first;
        if (first != null) {
            first.previousChannel = channel;
        }
        first = channel;
        channel.listed = true;
        count++;
        return true;
    }

    synchronized void remove(AbstractCompletionChannel channel) {
        if (!channel.listed) {
            return;
        }
        channel.listed = false;
        count--;
        if (channel.previousChannel == null) {
            first = channel.nextChannel;
        } else {
            channel.previousChannel.nextChannel = channel.nextChannel;
        }
        if (channel.nextChannel != null) {
            channel.nextChannel.previousChannel = channel.previousChannel;
        }
        channel.nextChannel = null;
        channel.previousChannel = null;
    }

    synchronized int count() {
        return count;
    }

    /** Closes all, whatever one of them throws. */
    void closeAll(Failures failures) {
        AbstractCompletionChannel channel;
        while ((channel = anyToClose()) != null) {
            try {
                channel.close();
            } catch (Throwable e) {
                failures.tell(channel, e);
            }
        }
    }

    private synchronized AbstractCompletionChannel anyToClose() {
        closed = true;
        return first;
    }
}
