package dev.pollux.internal.recording;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that looks at all loops while something of them is recorded. It ends when nothing is, and when there is no loop any
 * more. A loop that is forgotten is not kept.
 */
final class SpanWatcher implements Runnable {
    /** What is shorter is seen by luck alone, and what is longer seems up to so much shorter than it is. */
    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final SpanWatcher ONLY = new SpanWatcher();

    // Guarded by this object.
    private final List<WeakReference<LoopRecording>> loops = new ArrayList<>();
    private boolean isRunning;

    private SpanWatcher() {}

    /** Looks at a loop from now on. */
    static void add(LoopRecording loop) {
        ONLY.addAndStart(loop);
    }

    /** Looks at it no longer. */
    static void remove(LoopRecording loop) {
        ONLY.takeOut(loop);
    }

    private synchronized void addAndStart(LoopRecording loop) {
        loops.add(new WeakReference<>(loop));
        try {
            start();
            loop.isWatched = true;
        } finally {
            if (!loop.isWatched) { // no thread can be made
                takeOut(loop);
            }
        }
    }

    private void start() {
        if (!isRunning) {
            Thread thread = new Thread(null, this, "pollux-recording", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
            isRunning = true;
        }
    }

    private synchronized void takeOut(LoopRecording loop) {
        loops.removeIf(each -> each.refersTo(loop));
        loop.isWatched = false;
    }

    @Override
    public void run() {
        while (looks()) {
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private boolean looks() {
        try {
            return lookAtAll();
        } catch (Throwable e) { // no memory, or the recorder fails: the loops are told of that by their own events
            return true;
        }
    }

    /** Returns false if there is nothing to look at, and this thread is no longer counted on. */
    private synchronized boolean lookAtAll() {
        boolean isRecorded = LoopRecording.isRecorded();
        for (int i = loops.size() - 1; i >= 0; i--) {
            LoopRecording loop = loops.get(i).get();
            if (loop != null && isRecorded) {
                loop.look();
            } else {
                loops.remove(i);
                if (loop != null) {
                    loop.isWatched = false; // it comes back when something is recorded
                }
            }
        }
        isRunning = !loops.isEmpty();
        return isRunning;
    }
}
