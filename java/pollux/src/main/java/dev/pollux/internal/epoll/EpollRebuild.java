package dev.pollux.internal.epoll;

import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.recording.RebuildRecording;
import dev.pollux.internal.text.Log;
import dev.pollux.linux.Epoll;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Makes a new epoll instance for a port, when the old one tells of what is closed without end. The polling thread's own. */
public final class EpollRebuild {
    private final EpollPort port;
    private final EpollSet set;
    private final SlotTable slots;
    private final EpollControl control;
    private final RebuildRecording recording = new RebuildRecording();
    private boolean told;
    private boolean refusalTold;
    private Throwable refusal; // of the last that failed, since the last that did not
    private boolean refused; // the last attempt has failed

    EpollRebuild(EpollPort port, EpollSet set, SlotTable slots, EpollControl control) {
        this.port = port;
        this.set = set;
        this.slots = slots;
        this.control = control;
    }

    /** True if the last attempt has failed. */
    boolean isRefused() {
        return refused;
    }

    /** Makes a new epoll instance of the registrations, without what the old one had beside them. */
    public void run() {
        boolean isRecorded = beginRecording();
        if (make() && isRecorded) {
            try {
                recording.end(port::describe, port.registrations().size(), refused ? refusal : null);
            } catch (Throwable e) {
                port.failures.tell(null, e);
            }
        }
    }

    /** Whatever the recorder throws: the set is made all the same. */
    private boolean beginRecording() {
        try {
            return recording.begin();
        } catch (Throwable e) {
            port.failures.tell(null, e);
            return false;
        }
    }

    /** Returns false if the port is closed. */
    private boolean make() {
        try {
            Epoll old = begin();
            try {
                // Who adds one to the old instance just now had its slot before this, and still has its source's lock.
                int used = slots.used();
                for (int slot = 0; slot < used; slot++) {
                    EpollRegistration registration = slots.at(slot);
                    if (registration != null) {
                        addAgain(registration, old);
                    }
                }
            } finally {
                old.close();
            }
        } catch (ClosedChannelException e) {
            return false; // there is nothing to be made any more
        } catch (Throwable e) {
            refused = true;
            refusal = e;
            // For lack of a descriptor, most likely. A JDK that formats its first record then can never format one
            // again.
            refusalTold = refusalTold
                    || FirstFailure.isReady()
                            && tell(
                                    "a loop gets events of a closed descriptor without end, and can't make a"
                                            + " new epoll set, which would end them; it tries again: " + e,
                                    e);
            return true;
        }
        refused = false;
        port.counters.add(LoopCounters.REBUILDS, 1);
        told = told
                || tell(
                        "a loop got events of a closed descriptor without end, and made a new epoll set: the descriptor has"
                                + " a duplicate, in this process or another (dup, fork, SCM_RIGHTS). Close the registration"
                                + " before the descriptor, then there are none. Told once a loop;"
                                + " DispatcherCounters.rebuilds counts them"
                                + (refusal == null ? "" : ". It could not be made before: " + refusal),
                        refusal);
        refusal = null;
        return true;
    }

    /** Returns false if the program's logging fails: another time, then. */
    private static boolean tell(String message, Throwable cause) {
        try {
            System.getLogger(Log.NAME).log(System.Logger.Level.WARNING, message, cause);
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    /** Puts an empty instance in the old one's place, and returns that: to be closed once the new one has all that it had. */
    public Epoll begin() throws IOException {
        return set.replace();
    }

    /** One that the new instance refuses is tried again before the next wait, and who owns it learns if that fails too. */
    public void addAgain(EpollRegistration registration, Epoll old) {
        Throwable failure = null;
        synchronized (registration.source().lock) {
            try {
                if (registration.isOpen()) {
                    int mask = registration.arm();
                    control.addAgain(registration, mask, old);
                }
            } catch (ClosedChannelException e) {
                failure = e;
            } catch (Throwable e) {
                registration.notAdded();
                port.changed(registration);
            }
        }
        if (failure != null) {
            port.notTold(registration, failure);
        } else if (registration.isAbandoned()) {
            port.takeOut(registration); // closed meanwhile: what has been added is another's
        }
    }
}
