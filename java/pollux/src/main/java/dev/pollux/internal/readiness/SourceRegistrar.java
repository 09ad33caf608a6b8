package dev.pollux.internal.readiness;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.util.Objects;

/** The part of a readiness port that registers sources with it. */
public abstract class SourceRegistrar extends SocketOpener {
    /** True while there may be registrations in the port that are closed; see {@link #clearLeftBehind}. */
    public volatile boolean leftBehind;

    SourceRegistrar(BackendSockets sockets) {
        super(sockets);
    }

    @Override
    public final boolean supports(TriggerMode mode) {
        return switch (mode) {
            case LEVEL, ONESHOT -> true;
            case EDGE -> capabilities().contains(Capability.EDGE_TRIGGER);
            case EXCLUSIVE -> capabilities().contains(Capability.EXCLUSIVE_TRIGGER);
        };
    }

    @Override
    public final AbstractRegistration register(
            Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interest, "interest");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(callback, "callback");
        checkMode(mode);
        checkInterest(interest);
        if (mode == TriggerMode.EXCLUSIVE && (interest.isNone() || interest.isPriority())) {
            throw new UnsupportedOperationException(
                    "an EXCLUSIVE registration waits for READ, WRITE or both, not for " + interest);
        }
        AbstractPollable its = AbstractPollable.of(source);
        AbstractRegistration registration = prepare(its, interest, mode, callback);
        if (leftBehind) {
            clearLeftBehind();
        }
        synchronized (its.lock) {
            addPrepared(registration);
        }
        return registration;
    }

    @Override
    public final AbstractRegistration register(
            SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        if (!channel.isOpen()) {
            throw Refusals.closed(channel);
        }
        if (channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        sweep();
        return register(source(channel), interest, mode, callback);
    }

    @Override
    public final AbstractRegistration register(
            OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        Objects.requireNonNull(descriptor, "descriptor");
        sweep();
        return register(source(descriptor), interest, mode, callback);
    }

    @Override
    public final AbstractRegistration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return register(source(fd), interest, mode, callback);
    }

    public abstract AbstractPollable source(SelectableChannel channel) throws IOException;

    public AbstractPollable source(OpenDescriptor descriptor) {
        throw noDescriptors();
    }

    public AbstractPollable source(int fd) {
        throw noDescriptors();
    }

    private UnsupportedOperationException noDescriptors() {
        return Capability.DESCRIPTORS.refusal(backend(), "a descriptor's registration");
    }

    /** Before a foreign source is registered: now and then, looks for those that were closed without our being told. */
    public void sweep() {}

    /**
     * Takes out what adds and closes that failed have left in the port, because they had no memory or no stack to undo what
     * they had done. Under no source's lock.
     */
    public void clearLeftBehind() {
        leftBehind = false;
    }

    /** Makes a registration that the system does not know of yet. */
    public final AbstractRegistration prepare(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        if (source.backend() != backend()) {
            throw new IllegalArgumentException(source + " is of backend " + source.backend() + ", this port of "
                    + backend() + ": use the port's own listen, connect and accept");
        }
        return newRegistration(source, interest, mode, callback);
    }

    /** Adds a registration that {@link #prepare} made; under the source's lock. If it fails, nothing is left behind. */
    public final void addPrepared(AbstractRegistration registration) throws IOException {
        AbstractPollable source = registration.source();
        if (source.registrationWith(this) != null) {
            throw new IllegalStateException("already registered: " + source);
        }
        source.link(registration); // first: whoever finds it in the port, to close it, finds it linked
        try {
            add(registration);
        } catch (Throwable e) {
            // Whoever has found it in the port meanwhile finds it closed. By no call: there may be no stack left.
            registration.open = false;
            source.registration = registration.nextOfSource;
            throw e;
        }
        if (!source.isOpen()) { // closed meanwhile by another thread, which saw no registration
            registration.close();
            throw Refusals.closed(source);
        }
    }

    public abstract AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback);

    /** Tells the system of a new registration, and may report it at once. */
    public abstract void add(AbstractRegistration registration) throws IOException;

    private void checkMode(TriggerMode mode) {
        if (!supports(mode)) {
            Capability missing = mode == TriggerMode.EDGE ? Capability.EDGE_TRIGGER : Capability.EXCLUSIVE_TRIGGER;
            throw missing.refusal(backend(), "trigger mode " + mode);
        }
    }

    public final void checkInterest(Interest interest) {
        if (interest.isPriority() && !capabilities().contains(Capability.PRIORITY)) {
            throw Capability.PRIORITY.refusal(backend(), "interest " + interest);
        }
    }
}
