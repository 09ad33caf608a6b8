package dev.pollux.internal.epoll;

import dev.pollux.linux.Descriptor;

/** What can be registered with an epoll port. */
public interface EpollSource {
    /** Returns the direct floor's descriptor that it stands on, or null if all that is known is a number. */
    Descriptor descriptor();

    /** Returns the number of a descriptor that may be closed without our being told. */
    default int number() {
        throw new AssertionError(this + " has a descriptor of its own");
    }
}
