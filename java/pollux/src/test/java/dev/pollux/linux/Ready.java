package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Waits, in tests, until a descriptor is ready: by an epoll instance of its own, not by sleeping. */
public final class Ready {
    /** Longer than anything here takes; a wait that reaches it has lost an event. */
    static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    private Ready() {}

    /** Waits for any of the flags; returns what is reported. */
    public static int await(Descriptor descriptor, int flags) throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.add(descriptor, flags, 1);
            EpollEvents events = new EpollEvents(1);
            assertEquals(1, epoll.await(events, LONG_NANOS), () -> descriptor + " never got ready");
            return events.events(0);
        }
    }

    /** {@return what is reported of a descriptor now, 0 for nothing} */
    static int now(Descriptor descriptor, int flags) throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.add(descriptor, flags, 1);
            EpollEvents events = new EpollEvents(1);
            return epoll.await(events, 0) == 0 ? 0 : events.events(0);
        }
    }

    /** Waits until every one of the flags is reported together. */
    static void awaitAll(Descriptor descriptor, int flags) throws IOException {
        try (Epoll epoll = Epoll.create()) {
            epoll.add(descriptor, flags | Epoll.ET, 1);
            EpollEvents events = new EpollEvents(1);
            int seen;
            do {
                assertTrue(epoll.await(events, LONG_NANOS) == 1, () -> descriptor + " never got ready");
                seen = events.events(0);
            } while ((seen & flags) != flags);
        }
    }
}
