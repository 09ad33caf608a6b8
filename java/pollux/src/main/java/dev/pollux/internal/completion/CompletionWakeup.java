package dev.pollux.internal.completion;

import dev.pollux.internal.field.Fields;
import dev.pollux.internal.loop.Timers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Ends a wait at a completion port. A packet is sent only if a thread may be asleep. Otherwise the next thread that is about to
 * sleep finds that it was woken. Whoever goes to sleep says so before it asks, whoever wakes says so before it looks: at
 * least one of them sees the other.
 */
final class CompletionWakeup implements Timers.Loop {
    private static final VarHandle ASLEEP = Fields.find(MethodHandles.lookup(), "asleep", int.class);
    private static final VarHandle WOKEN = Fields.find(MethodHandles.lookup(), "woken", boolean.class);
    private static final VarHandle ASKED = Fields.find(MethodHandles.lookup(), "asked", long.class);

    private final Runnable packet;
    private volatile int asleep; // how many threads wait, or are about to
    private volatile long asked;
    private volatile boolean woken; // a wait is to end, and none has since

    /** @param packet sends the packet that ends one wait */
    CompletionWakeup(Runnable packet) {
        this.packet = packet;
    }

    /** {@return how many wakeups were asked for until now} */
    long asked() {
        return asked;
    }

    /** Makes a wait under way, or the next one, return. */
    @Override
    public void wakeup() {
        ASKED.getAndAdd(this, 1L);
        if (!(boolean) WOKEN.getAndSet(this, true) && asleep > 0) {
            try {
                packet.run();
            } catch (Throwable e) { // without memory: the next wakeup has to send one
                woken = false;
                throw e;
            }
        }
    }

    /** A deadline needs no wakeup while nobody sleeps: it is looked at before a sleep. */
    @Override
    public boolean looksAnyway() {
        VarHandle.fullFence(); // it was put in by a release: else the look might come before it, and miss who goes to
        // sleep
        return asleep == 0;
    }

    /** Takes a wakeup for seen, by a thread that spins. Returns whether there was one. */
    boolean takeWoken() {
        return (boolean) WOKEN.getAndSet(this, false);
    }

    /** Called before a wait. Returns false if it is to end at once. */
    boolean beforeWait() {
        ASLEEP.getAndAdd(this, 1);
        return !woken;
    }

    /**
     * Takes a packet. One that a thread has found that did not sleep may have been to end the sleep of another, for which
     * there is an earlier deadline now: it is passed on.
     *
     * @param slept true if this thread was asleep
     */
    void dequeued(boolean slept) {
        if (!slept && asleep > 0) {
            packet.run();
        }
    }

    /**
     * Takes a wakeup for seen, at the end of a wait. Returns whether there was one.
     *
     * @param wasAsleep true if {@link #beforeWait} was called before
     */
    boolean afterWait(boolean wasAsleep) {
        if (wasAsleep) {
            ASLEEP.getAndAdd(this, -1);
        }
        boolean was = woken;
        woken = false; // whoever wakes from here on ends the next wait
        return was;
    }
}
