package dev.pollux.netty.internal.loop;

import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.concurrent.RejectedExecutionException;

/** The thread of an event loop. May be used from any thread. */
public final class LoopThread {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(LoopThread.class);

    private final ThreadAwareExecutor executor;

    public LoopThread(ThreadAwareExecutor executor) {
        this.executor = executor;
    }

    /** Runs a registration's end there: now, if this is it. */
    void run(Runnable task) {
        if (executor.isExecutorThread(Thread.currentThread())) {
            task.run();
            return;
        }
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and with it its registrations.", e);
        }
    }
}
