package dev.pollux.netty.watch;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.concurrent.atomic.LongAdder;

/**
 * Netty's leak detector for a program that is started as its users would. Netty's own tells a logger, and not every program has one.
 * This one tells the errors' stream, and how many it has looked after when the program ends: none would mean that it was not at work.
 * {@code -Dio.netty.customResourceLeakDetector=dev.pollux.netty.watch.LeaksTold} names it to Netty.
 *
 * @param <T> what it looks after
 */
public final class LeaksTold<T> extends ResourceLeakDetector<T> {
    private static final LongAdder WATCHED = new LongAdder();
    private static final LongAdder LOST = new LongAdder();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> System.err.println("buffers watched: " + WATCHED + ", lost: " + LOST)));
    }

    /**
     * Netty calls it.
     *
     * @param type the class of what it looks after
     * @param interval one of so many is looked after, unless the level is paranoid
     */
    public LeaksTold(Class<?> type, int interval) {
        super(type, interval);
    }

    /**
     * Netty complains if it is missing.
     *
     * @param type the class of what it looks after
     * @param interval one of so many is looked after, unless the level is paranoid
     * @param ignored it was a limit once
     */
    public LeaksTold(Class<?> type, int interval, long ignored) {
        this(type, interval);
    }

    @Override
    public ResourceLeakTracker<T> track(T resource) {
        ResourceLeakTracker<T> tracker = super.track(resource);
        if (tracker != null) {
            WATCHED.increment();
        }
        return tracker;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        tell(type + " was lost: " + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        tell(type + " was lost");
    }

    private static void tell(String what) {
        LOST.increment();
        System.err.println(what);
    }
}
