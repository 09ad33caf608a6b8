package dev.pollux;

import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import java.io.IOException;

/** A registration with epoll: what the kernel was told last, and what its events mean. */
final class EpollRegistration extends Registration {
    /** The kernel has to be told again: a one-shot registration has fired, or an event that comes once was dropped. */
    private static final int DISARMED = -1;

    private long data;
    private int armed; // the kernel's mask; the polling thread's own

    EpollRegistration(
            ReadinessPort port,
            Pollable source,
            Interest interest,
            TriggerMode triggerMode,
            ReadinessCallback callback) {
        super(port, source, interest, triggerMode, callback);
    }

    static Descriptor descriptor(Pollable source) {
        return source instanceof EpollSocket socket ? socket.socket() : ((EpollListener) source).listener();
    }

    /** Slot and generation. */
    long data() {
        return data;
    }

    void data(long newData) {
        data = newData;
    }

    /** Returns the mask to add it with. */
    int arm() {
        armed = mask(watched());
        return armed;
    }

    private int mask(Interest interest) {
        if (interest.isNone()) {
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
    void applyChange() throws IOException {
        int mask = mask(watched());
        if (mask != armed) {
            ((EpollPort) port).modify(this, mask);
            armed = mask;
        }
    }

    @Override
    void remove(boolean sourceCloses) {
        ((EpollPort) port).remove(this, sourceCloses);
    }

    /** Returns the bits of {@link Readiness} that an event means here; 0 if nobody is to learn of it. */
    int fired(int events) {
        Interest interest = watched(); // read once: another thread may change it meanwhile, and change it back
        if (triggerMode() == TriggerMode.ONESHOT || mask(interest) != armed) {
            armed = DISARMED;
        }
        boolean broken = (events & (Epoll.HUP | Epoll.ERR)) != 0;
        int bits = 0;
        if (interest.isRead() && (broken || (events & (Epoll.IN | Epoll.RDHUP)) != 0)) {
            bits |= Readiness.READABLE;
        }
        if (interest.isWrite() && (broken || (events & Epoll.OUT) != 0)) {
            bits |= Readiness.WRITABLE;
        }
        if (interest.isPriority() && (events & Epoll.PRI) != 0) {
            bits |= Readiness.PRIORITY;
        }
        if (bits == 0 && (!broken || interest.isNone())) {
            return 0; // but who waits for priority data only has to learn that there will be none
        }
        return bits
                | ((events & (Epoll.RDHUP | Epoll.HUP)) != 0 ? Readiness.READ_CLOSED : 0)
                | ((events & Epoll.HUP) != 0 ? Readiness.HANG_UP : 0)
                | ((events & Epoll.ERR) != 0 ? Readiness.ERROR : 0);
    }
}
