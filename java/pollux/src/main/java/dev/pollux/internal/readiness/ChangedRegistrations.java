package dev.pollux.internal.readiness;

import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The registrations of a port whose interest has changed since the last wait, in no order that means anything. Each links to
 * the one that was added before it, so adding costs no memory and takes no lock except the source's, which is held then. Any thread
 * adds. The polling thread takes what is there, and removes it one by one.
 */
public final class ChangedRegistrations {
    private static final VarHandle LAST = Fields.find(MethodHandles.lookup(), "last", AbstractRegistration.class);

    private volatile AbstractRegistration last;
    private AbstractRegistration taken; // the polling thread's own

    /** For the polling thread: others may miss what it has taken. */
    public boolean isEmpty() {
        return last == null && taken == null;
    }

    /** Adds one that is not in here, under its source's lock. */
    public void add(AbstractRegistration registration) {
        AbstractRegistration before;
        do {
            before = last;
            registration.changedBefore = before;
        } while (!LAST.compareAndSet(this, before, registration));
        registration.changed = true;
    }

    /** Has {@link #first} tell what is here now. What is left of the last time, for an error ended that, is told before. */
    public void take() {
        if (taken == null && last != null) {
            taken = (AbstractRegistration) LAST.getAndSet(this, null);
        }
    }

    /** Returns the first of those that were taken, or null. */
    public AbstractRegistration first() {
        return taken;
    }

    /** Removes the first, under its source's lock: from then on it can be added again. */
    public void removeFirst() {
        AbstractRegistration first = taken;
        taken = first.changedBefore;
        first.changedBefore = null;
        first.changed = false;
    }

    /** One is removed once it is applied, so that none is lost if an error, such as no memory, ends this. */
    void applyAll(AbstractReadinessPort port) {
        take();
        for (AbstractRegistration each = first(); each != null; each = first()) {
            apply(port, each);
        }
    }

    private void apply(AbstractReadinessPort port, AbstractRegistration registration) {
        Exception failure = null;
        boolean open;
        // Or another thread could close it and register its source again, between the question and the call.
        synchronized (registration.source().lock) {
            open = registration.isOpen();
            if (open) {
                try {
                    registration.applyChange();
                } catch (IOException | RuntimeException e) { // with an Error it stays, to be applied by the next poll
                    failure = e;
                }
                removeFirst();
            }
        }
        if (!open) {
            drop(registration);
        } else if (failure != null) {
            port.notTold(registration, failure);
        }
    }

    /** Of a registration that is closed. */
    private void drop(AbstractRegistration registration) {
        try {
            if (registration.writeQueue() != null) {
                registration.writeQueue().drop(); // calls its listener: not under the lock
            }
        } finally {
            synchronized (registration.source().lock) {
                removeFirst();
            }
        }
    }
}
