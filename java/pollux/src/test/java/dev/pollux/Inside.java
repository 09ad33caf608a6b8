package dev.pollux;

import dev.pollux.linux.Descriptor;

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
