package dev.pollux.internal.afd;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The registrations that were added since the polling thread has looked. Any thread adds, and the polling thread takes all. */
final class AddedRegistrations {
    private static final VarHandle LAST = Fields.find(MethodHandles.lookup(), "last", AfdRegistration.class);

    private volatile AfdRegistration last;

    void add(AfdRegistration registration) {
        AfdRegistration before;
        do {
            before = last;
            registration.addedBefore = before;
        } while (!LAST.compareAndSet(this, before, registration));
    }

    /** Returns the last one, which links to the others, or null. */
    AfdRegistration take() {
        return last == null ? null : (AfdRegistration) LAST.getAndSet(this, null);
    }
}
