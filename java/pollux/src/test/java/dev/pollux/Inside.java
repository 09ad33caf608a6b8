package dev.pollux;

import dev.pollux.internal.epoll.EpollSource;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.WriteQueueWork;
import dev.pollux.linux.Descriptor;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.WriteQueue;

/** The works behind the faces, for tests that look inside. */
final class Inside {
    private Inside() {}

    static AbstractReadinessPort of(ReadinessPort port) {
        return (AbstractReadinessPort) port;
    }

    static AbstractRegistration of(Registration registration) {
        return (AbstractRegistration) registration;
    }

    static AbstractPollable of(Pollable source) {
        return (AbstractPollable) source;
    }

    static WriteQueueWork of(WriteQueue queue) {
        return (WriteQueueWork) queue;
    }

    /** On epoll: the direct floor's descriptor, or null. */
    static Descriptor descriptor(Pollable source) {
        return ((EpollSource) source).descriptor();
    }
}
