package dev.pollux.internal.uring;

import dev.pollux.Backend;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.shared.CompletionEntry;
import dev.pollux.internal.field.Fields;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ServedPort;
import dev.pollux.readiness.ReadinessPort;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;

/**
 * A readiness port within the ring's waits. The ring watches its descriptor, and once that is readable, a batch has a turn of the
 * readiness port as one of its entries. So each turn has some of both. The descriptor is watched again after that turn: this is
 * either in the ring, or in a batch.
 */
final class RingReadiness extends CompletionEntry {
    private static final VarHandle IS_TO_WATCH = Fields.find(MethodHandles.lookup(), "isToWatch", boolean.class);

    final AbstractReadinessPort port;
    private final ServedPort served;
    private final CompletionPortWork within;
    private final UringEngine engine;
    private volatile boolean isToWatch; // the ring had no room for it

    private RingReadiness(AbstractReadinessPort port, CompletionPortWork within, UringEngine engine) {
        this.port = port;
        this.within = within;
        this.engine = engine;
        served = new ServedPort(port);
    }

    /** Its first turn comes with the next wait. */
    static RingReadiness open(CompletionPortWork within, UringEngine engine) throws IOException {
        AbstractReadinessPort its = AbstractReadinessPort.of(ReadinessPort.open(Backend.EPOLL));
        its.errorHandler(within.failures::tell);
        RingReadiness made = new RingReadiness(its, within, engine);
        engine.waits.readiness = made;
        engine.shared.add(made);
        return made;
    }

    /** On a thread that is about to wait, or ends its turn. */
    void tellChanges() {
        served.tellChanges();
        if (isToWatch && IS_TO_WATCH.compareAndSet(this, true, false)) { // by one of the threads that see it
            watch(served.descriptor());
        }
    }

    /** A turn of the readiness port. Returns how many callbacks were called. */
    int deliver() {
        if (!within.isOpen()) {
            return 0;
        }
        try {
            return served.turn();
        } catch (ClosedChannelException e) {
            return 0;
        } catch (IOException e) {
            within.failures.tell(null, e);
            return 0;
        } finally {
            if (port.isOpen()) {
                watch(served.fallsAsleep());
            }
        }
    }

    /** From here on the next turn may begin, on another thread. */
    private void watch(int descriptor) {
        try {
            engine.watch(descriptor, 0, RingEntries.OF_READINESS);
        } catch (IOException | IllegalStateException e) { // what is in the ring has to be completed first
            isToWatch = true;
        }
    }

    @Override
    protected AbstractOperation<?> operation() {
        return null; // it is no submission's end
    }
}
