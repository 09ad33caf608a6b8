package dev.pollux.readiness;

import dev.pollux.internal.epoll.EpollSource;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.WriteQueueWork;
import dev.pollux.linux.Descriptor;

/** The works behind the faces, for tests that look inside. */
public final class Inside {
    private Inside() {}

    public static AbstractReadinessPort of(ReadinessPort port) {
        return (AbstractReadinessPort) port;
    }

    public static AbstractRegistration of(Registration registration) {
        return (AbstractRegistration) registration;
    }

    public static AbstractPollable of(Pollable source) {
        return (AbstractPollable) source;
    }

    public static WriteQueueWork of(WriteQueue queue) {
        return (WriteQueueWork) queue;
    }

    /** On epoll: the direct floor's descriptor, or null. */
    public static Descriptor descriptor(Pollable source) {
        return ((EpollSource) source).descriptor();
    }
}
