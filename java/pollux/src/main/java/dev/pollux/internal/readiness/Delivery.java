package dev.pollux.internal.readiness;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;

/** Calls the callbacks of what is ready, and has write queues go on. On the polling thread. */
public final class Delivery {
    private Delivery() {}

    /** Has a registration's write queue go on and calls its callback, whichever is asked; returns false if neither is. */
    public static boolean deliver(AbstractReadinessPort port, AbstractRegistration registration, int readiness) {
        WriteQueueWork queue = registration.writeQueue();
        int rest = queue == null || readiness == 0 ? readiness : deliver(port, registration, queue, readiness);
        if (rest != 0) {
            callWatched(port, registration, rest);
            if (queue != null && queue.isConnecting() && registration.isOpen()) {
                goOn(port, registration, queue); // after a callback that finishes the connect itself
            }
        }
        return readiness != 0;
    }

    /** Calls a callback, and has it measured. */
    public static void callWatched(AbstractReadinessPort port, AbstractRegistration registration, int readiness) {
        long startNanos = port.watch.beginCallback();
        call(port, registration, readiness);
        port.watch.endCallback(startNanos, registration.callback, registration.source());
    }

    /** Calls a callback. */
    public static void call(AbstractReadinessPort port, AbstractRegistration registration, int readiness) {
        try {
            registration.callback.onReady(registration, Readiness.of(readiness));
        } catch (Throwable e) {
            port.failed(registration, e);
        }
    }

    /** Has a write queue go on; returns what is left for the callback. */
    private static int deliver(
            AbstractReadinessPort port, AbstractRegistration registration, WriteQueueWork queue, int readiness) {
        Interest asked = registration.ownInterest();
        if (queue.isConnecting() && asked.isWrite()) {
            return readiness; // the callback first
        }
        if ((readiness & Readiness.WRITABLE) != 0) {
            goOn(port, registration, queue);
            if (queue.isConnecting()) {
                return 0; // it has failed, and the queue's listener learns of it
            }
        }
        int rest = asked.isWrite() ? readiness : readiness & ~Readiness.WRITABLE;
        boolean isAsked = asked.isPriority() || (rest & (Readiness.READABLE | Readiness.WRITABLE)) != 0;
        return isAsked && registration.isOpen() ? rest : 0;
    }

    private static void goOn(AbstractReadinessPort port, AbstractRegistration registration, WriteQueueWork queue) {
        try {
            queue.writable();
        } catch (Throwable e) {
            port.failed(registration, e);
        }
    }
}
