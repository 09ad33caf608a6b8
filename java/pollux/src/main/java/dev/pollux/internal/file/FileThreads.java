package dev.pollux.internal.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that a port has for what the system does only while a thread waits. They are started when there is work and none
 * of them is free, and end when there has been none for some time. The work waits in a list through itself, so that nothing
 * is allocated for it. May be called from any thread.
 */
public final class FileThreads {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicInteger PORTS = new AtomicInteger();

    /** Something to do, again and again, once at a time. */
    public abstract static class Job {
        private final Object owner;

        // Guarded by the threads.
        private Job next;
        private Job previous;
        private boolean waits;

        /** @param owner whose jobs can be taken back together */
        protected Job(Object owner) {
            this.owner = owner;
        }

        /** Does it, on one of the threads. */
        protected abstract void run();
    }

    private final int most;
    private final long idleNanos;
    private final int port = PORTS.incrementAndGet();

    // All guarded by this object.
    private Job first;
    private Job last;
    private int threads;
    private int started;
    private int idle; // threads that wait
    private int called; // of these, how many were told of work
    private boolean ended;

    /** @param most how many threads there are at most */
    public FileThreads(int most) {
        this(most, IDLE_NANOS);
    }

    FileThreads(int most, long idleNanos) {
        this.most = most;
        this.idleNanos = idleNanos;
    }

    /**
     * Has a job done.
     *
     * @throws OutOfMemoryError if there is no thread, and the system gives none. Then the job is not done
     */
    public synchronized void submit(Job job) {
        append(job);
        if (called < idle) {
            called++;
            notify();
        } else if (threads < most) {
            startOne(job);
        }
    }

    private void startOne(Job job) {
        boolean isStarted = false;
        try {
            Thread thread = new Thread(
                    null, this::work, "pollux-files-" + port + "-" + ++started, 0, false); // inherits nothing
            thread.setContextClassLoader(null);
            thread.setDaemon(true);
            thread.start();
            isStarted = true;
            threads++;
        } catch (OutOfMemoryError e) {
            if (threads > 0) { // they get there
                isStarted = true;
            } else {
                throw e;
            }
        } finally {
            if (!isStarted) {
                unlink(job);
            }
        }
    }

    /** Takes a job back. Returns false if it is not waiting any more. */
    public synchronized boolean takeBack(Job job) {
        boolean waited = job.waits;
        if (waited) {
            unlink(job);
        }
        return waited;
    }

    /** Takes back one of an owner's jobs that wait. Returns null if there is none. */
    public synchronized Job takeBackOneOf(Object owner) {
        for (Job each = first; each != null; each = each.next) {
            if (each.owner == owner) {
                unlink(each);
                return each;
            }
        }
        return null;
    }

    /** {@return how many threads there are} */
    public synchronized int count() {
        return threads;
    }

    /** Ends the threads, once they have done what they are at. Nothing waits. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void work() {
        for (Job job = next(); job != null; job = next()) {
            job.run();
        }
    }

    private synchronized Job next() {
        long startNanos = System.nanoTime();
        while (first == null) {
            long leftNanos = idleNanos - (System.nanoTime() - startNanos);
            if (ended || leftNanos <= 0) {
                threads--;
                return null;
            }
            idle++;
            try {
                wait(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
            } catch (InterruptedException e) {
                // Nobody has a reason to.
            }
            idle--;
            called = Math.max(0, called - 1);
        }
        Job job = first;
        unlink(job);
        return job;
    }

    private void append(Job job) {
        job.waits = true;
        job.previous = last;
        if (last == null) {
            first = job;
        } else {
            last.next = job;
        }
        last = job;
    }

    private void unlink(Job job) {
        job.waits = false;
        if (job.previous == null) {
            first = job.next;
        } else {
            job.previous.next = job.next;
        }
        if (job.next == null) {
            last = job.previous;
        } else {
            job.next.previous = job.previous;
        }
        job.next = null;
        job.previous = null;
    }
}
