package dev.pollux.internal.readiness;

import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.util.Objects;

/** What a write queue is told before it is opened. */
public final class WriteQueueBuilder implements WriteQueue.Builder {
    private static final WriteQueue.Listener SILENT = new WriteQueue.Listener() {};

    AbstractRegistration registration;
    WriteQueue.Listener listener = SILENT;
    WriteQueue.FlushMode flushMode = WriteQueue.FlushMode.END_OF_TURN;
    int highWaterBytes = 64 * 1024;
    int lowWaterBytes = 16 * 1024;
    int limitBytes = 1024 * 1024;

    @Override
    public WriteQueueBuilder registration(Registration newRegistration) {
        Objects.requireNonNull(newRegistration, "registration");
        if (!(newRegistration instanceof AbstractRegistration its)) {
            throw new IllegalArgumentException(newRegistration + " was not made by Pollux: a port makes registrations");
        }
        if (!(its.source() instanceof StreamSocket)) {
            throw new IllegalArgumentException("a write queue is a StreamSocket's, not for " + its.source());
        }
        TriggerMode mode = its.triggerMode();
        if (mode != TriggerMode.LEVEL && mode != TriggerMode.EDGE) {
            throw new IllegalArgumentException("a write queue needs a LEVEL or EDGE registration, this is " + mode);
        }
        registration = its;
        return this;
    }

    @Override
    public WriteQueueBuilder listener(WriteQueue.Listener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    @Override
    public WriteQueueBuilder flushMode(WriteQueue.FlushMode mode) {
        flushMode = Objects.requireNonNull(mode, "flushMode");
        return this;
    }

    @Override
    public WriteQueueBuilder waterMarks(int lowBytes, int highBytes) {
        if (lowBytes < 0 || highBytes <= lowBytes) {
            throw new IllegalArgumentException(
                    "water marks of " + lowBytes + " and " + highBytes + " bytes: 0 <= low < high is needed");
        }
        lowWaterBytes = lowBytes;
        highWaterBytes = highBytes;
        return this;
    }

    @Override
    public WriteQueueBuilder limit(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes: at least 1 is needed");
        }
        limitBytes = bytes;
        return this;
    }

    @Override
    public WriteQueue open() {
        if (limitBytes < highWaterBytes) {
            throw new IllegalArgumentException("a limit of " + limitBytes + " bytes is below the high water mark of "
                    + highWaterBytes + ": the writer could never be told to stop");
        }
        registration.port.checkNotPolledElsewhere();
        WriteQueueWork queue = new WriteQueueWork(this);
        registration.addWriteQueue(queue);
        return queue;
    }
}
