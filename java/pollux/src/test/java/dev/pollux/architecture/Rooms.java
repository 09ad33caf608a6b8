package dev.pollux.architecture;

import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Some packages of the library.
 *
 * @param name what they are called in a rule
 * @param have whether the package of this name is one of them
 */
record Rooms(String name, Predicate<String> have) {
    private static final String ROOT = "dev.pollux";

    static final Rooms HOUSE = room(ROOT);
    static final Rooms SHARED_FACES = new Rooms(ROOT, ROOT::equals);
    static final Rooms SYSTEM = rooms("system");
    static final Rooms BINDING = rooms("binding");
    static final Rooms LINUX = rooms("linux");
    static final Rooms WINDOWS = rooms("windows");
    static final Rooms READINESS = rooms("readiness", "internal.readiness");
    static final Rooms COMPLETION = rooms("completion", "internal.completion");
    static final Rooms INTERNAL = rooms("internal");
    static final Rooms LEAFS = rooms(
            "internal.field",
            "internal.file",
            "internal.handle",
            "internal.memory",
            "internal.recording",
            "internal.socket",
            "internal.text");
    static final Rooms CHOICE = rooms("internal.backends");

    /** Whatever is internal and shared by nobody is a backend: a new one has all rules without being named here. */
    static final Rooms BACKENDS = INTERNAL.except(
                    rooms("internal.loop", "internal.readiness", "internal.completion", "internal.wiring"))
            .except(LEAFS)
            .except(CHOICE)
            .called("a backend");

    /** Those that have nothing of a system's own. */
    static final Rooms PORTABLE_BACKENDS = rooms("internal.nio", "internal.emulated");

    static final Rooms LINUX_BACKENDS = rooms("internal.epoll", "internal.uring");
    static final Rooms WINDOWS_BACKENDS =
            BACKENDS.except(PORTABLE_BACKENDS).except(LINUX_BACKENDS).called("a backend of Windows");

    /** {@return these packages of the library, and what is beneath them} */
    static Rooms rooms(String... names) {
        return Stream.of(names)
                .map(name -> room(ROOT + "." + name))
                .reduce(Rooms::and)
                .orElseThrow();
    }

    private static Rooms room(String room) {
        return new Rooms(room, each -> each.equals(room) || each.startsWith(room + "."));
    }

    Rooms and(Rooms others) {
        return new Rooms(name + ", " + others.name, have.or(others.have));
    }

    Rooms except(Rooms others) {
        return new Rooms(name + " except " + others.name, have.and(others.have.negate()));
    }

    Rooms called(String better) {
        return new Rooms(better, have);
    }
}
