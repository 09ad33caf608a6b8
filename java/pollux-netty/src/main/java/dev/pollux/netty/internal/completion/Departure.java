package dev.pollux.netty.internal.completion;

/** The end of what a channel has left behind on a loop, and what waits for it. May be used from any thread. */
public final class Departure {
    // Guarded by this object.
    private boolean isOver;
    private Runnable afterwards;

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
