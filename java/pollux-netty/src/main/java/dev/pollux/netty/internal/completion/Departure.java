package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionChannel;

/** The end of what a channel has left behind on a loop, and what waits for it. May be used from any thread. */
public final class Departure {
    private final CompletionChannel left;

    // Guarded by this object.
    private boolean isOver;
    private Runnable afterwards;

    /**
     * Of what is under way on a loop.
     *
     * @param left the channel's socket as that loop's port has it
     */
    Departure(CompletionChannel left) {
        this.left = left;
    }

    /**
     * The channel is closed, maybe between two loops. Its socket is open for as long as a port has it. So the port that it has left gives
     * it up at once, and what is under way there ends by that.
     */
    public void closed() {
        left.close();
    }

    /** It has ended. Calls what waits for that. */
    void over() {
        Runnable next;
        synchronized (this) {
            isOver = true;
            next = afterwards;
            afterwards = null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** Calls when it has ended: at once, or on the thread of the loop that is left. What was asked for earlier is called first. */
    public void whenOver(Runnable task) {
        synchronized (this) {
            if (!isOver) {
                Runnable earlier = afterwards;
                afterwards = earlier == null
                        ? task
                        : () -> {
                            earlier.run();
                            task.run();
                        };
                return;
            }
        }
        task.run();
    }
}
