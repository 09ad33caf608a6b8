package dev.pollux.internal.epoll;

import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.linux.Epoll;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;

/** A registration with epoll: what the kernel was told last, and what its events mean. */
public final class EpollRegistration extends AbstractRegistration {
    /** The kernel does not have it: an EXCLUSIVE registration, which it can't be told to change, is paused. */
    static final int NOT_ADDED = 0;

    /** The kernel has to be told again: a one-shot registration has fired, or an event that comes once was dropped. */
    private static final int DISARMED = -1;

    /** The kernel does not have it, though it should: a new epoll instance has refused it. */
    private static final int REFUSED = -2;

    /** The events that are the bits of {@link Readiness} as they are: nearly all that a server sees. */
    private static final int PLAIN = Epoll.IN | Epoll.OUT | Epoll.PRI;

    private final EpollSource source;
    private long data;
    private volatile int wanted; // the mask of the interest now, NOT_ADDED once it is closed
    private int armed; // the kernel's mask; the polling thread's own

    public EpollRegistration(
            AbstractReadinessPort port,
            AbstractPollable source,
            Interest interest,
            TriggerMode triggerMode,
            ReadinessCallback callback) {
        super(port, source, interest, triggerMode, callback);
        this.source = (EpollSource) source;
    }

    /** What the kernel knows it by. */
    EpollSource watched() {
        return source;
    }

    /** Slot and generation. */
    long data() {
        return data;
    }

    void data(long newData) {
        data = newData;
    }

    /** Returns the mask to add it with, or {@link #NOT_ADDED}. */
    int arm() {
        effectiveInterestChanged();
        int mask = isSpent() ? mask(Interest.NONE) : wanted;
        armed(isSpent() ? DISARMED : mask);
        return mask;
    }

    /** Under the source's lock: the next change, or the next wait, adds it. */
    void notAdded() {
        armed = REFUSED;
        expected = 0;
    }

    @Override
    public void effectiveInterestChanged() {
        wanted = isOpen() ? mask(effectiveInterest()) : NOT_ADDED;
        expected = 0; // until the kernel is told
    }

    /** Under the source's lock. */
    private void armed(int mask) {
        armed = mask;
        boolean plain =
                mask == wanted && triggerMode() != TriggerMode.ONESHOT && !source().isForeign() && writeQueue() == null;
        expected = (byte) (plain ? mask & PLAIN : 0);
    }

    private int mask(Interest interest) {
        if (interest.isNone()) {
            if (triggerMode() == TriggerMode.EXCLUSIVE) {
                return NOT_ADDED;
            }
            // Hang-ups and errors can't be masked: edge-triggered, they come once and are dropped, instead of for ever.
            return Epoll.ET;
        }
        int mask = interest.isWrite() ? Epoll.OUT : 0;
        if (interest.isRead()) {
            mask |= triggerMode() == TriggerMode.EXCLUSIVE ? Epoll.IN : Epoll.IN | Epoll.RDHUP;
        }
        if (interest.isPriority()) {
            mask |= Epoll.PRI;
        }
        return mask
                | switch (triggerMode()) {
                    case LEVEL -> 0;
                    case EDGE -> Epoll.ET;
                    case ONESHOT -> Epoll.ONESHOT;
                    case EXCLUSIVE -> Epoll.EXCLUSIVE;
                };
    }

    @Override
    public void forgetTold() {
        if (armed != REFUSED) {
            armed = DISARMED;
        }
    }

    @Override
    public void tellInterest() throws IOException {
        int mask = wanted;
        if (mask == armed) {
            port.counters.addShared(LoopCounters.CONTROL_CALLS_SAVED, 1);
            armed(mask);
            return;
        }
        EpollControl its = ((EpollPort) port).control();
        if (armed == REFUSED) {
            its.addAgain(this, mask, null);
        } else if (triggerMode() != TriggerMode.EXCLUSIVE) {
            its.modify(this, mask);
        } else {
            if (armed != NOT_ADDED) {
                its.delete(this);
                armed = NOT_ADDED;
            }
            if (mask != NOT_ADDED) {
                its.add(this, mask);
            }
        }
        armed(mask);
    }

    @Override
    public void remove(boolean sourceCloses) {
        ((EpollPort) port).remove(this, sourceCloses);
    }

    /** True if an event's flags are the bits of {@link Readiness} to call the callback with, and there is no more to it. */
    boolean isExpected(int events) {
        return (events & ~expected) == 0;
    }

    /** Returns the bits of {@link Readiness} that an event means here, or 0 if nobody is to learn of it. */
    int fired(int events) {
        if (!isOpen() || isSpent()) {
            return 0; // moved here when it had fired: the kernel can't be told to keep errors and hang-ups back
        }
        int mask = wanted; // once: another thread may change it meanwhile, and change it back
        if (triggerMode() == TriggerMode.ONESHOT || mask != armed) {
            armed = DISARMED;
        }
        boolean broken = (events & (Epoll.HUP | Epoll.ERR)) != 0;
        int bits = events & mask & PLAIN;
        if (broken || (events & Epoll.RDHUP) != 0) {
            bits |= mask & Epoll.IN;
        }
        if (broken) {
            bits |= mask & Epoll.OUT;
        }
        if (bits == 0 && (!broken || (mask & PLAIN) == 0)) {
            return 0; // but who waits for priority data only has to learn that there will be none
        }
        reported();
        return bits
                | ((events & (Epoll.RDHUP | Epoll.HUP)) != 0 ? Readiness.READ_CLOSED : 0)
                | ((events & Epoll.HUP) != 0 ? Readiness.HANG_UP : 0)
                | ((events & Epoll.ERR) != 0 ? Readiness.ERROR : 0);
    }
}
