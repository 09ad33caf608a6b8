package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Measurement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The figures of a report, and where in them to find what. */
final class Findings {
    /** By the order in which a binding is chosen: the first is what a user gets. */
    static final List<String> BINDINGS =
            List.of(Contestants.POLLUX_FFM, Contestants.POLLUX_JNI, Contestants.POLLUX_JNR);

    static final List<String> POLLUX = List.of(
            Contestants.POLLUX_FFM,
            Contestants.POLLUX_JNI,
            Contestants.POLLUX_JNR,
            Contestants.POLLUX_NIO,
            Contestants.POLLUX_IO_URING,
            Contestants.by(Contestants.POLLUX_IO_URING, "jni"),
            Contestants.by(Contestants.POLLUX_IO_URING, "jnr"),
            Contestants.POLLUX_IO_URING_OPERATIONS,
            Contestants.by(Contestants.POLLUX_IO_URING_OPERATIONS, "jni"),
            Contestants.by(Contestants.POLLUX_IO_URING_OPERATIONS, "jnr"),
            Contestants.POLLUX_EPOLL,
            Contestants.by(Contestants.POLLUX_EPOLL, "jni"),
            Contestants.by(Contestants.POLLUX_EPOLL, "jnr"),
            Contestants.POLLUX_EMULATED,
            Contestants.by(Contestants.POLLUX_EMULATED, "jni"),
            Contestants.by(Contestants.POLLUX_EMULATED, "jnr"),
            Contestants.NETTY_ON_POLLUX_EPOLL,
            Contestants.by(Contestants.NETTY_ON_POLLUX_EPOLL, "jni"),
            Contestants.by(Contestants.NETTY_ON_POLLUX_EPOLL, "jnr"),
            Contestants.NETTY_ON_POLLUX_IO_URING,
            Contestants.by(Contestants.NETTY_ON_POLLUX_IO_URING, "jni"),
            Contestants.by(Contestants.NETTY_ON_POLLUX_IO_URING, "jnr"),
            Contestants.POLLUX_IOCP_FFM,
            Contestants.POLLUX_IOCP_JNI,
            Contestants.POLLUX_IOCP_JNR,
            Contestants.POLLUX_IOCP_FOUR_THREADS);

    static final List<String> FLOORS =
            List.of(Contestants.C, Contestants.C_ONE_THREAD, Contestants.C_EPOLL, Contestants.C_IO_URING);

    /** Everybody, in the order of tables and charts. */
    static final List<String> ORDER = Stream.of(
                    FLOORS,
                    POLLUX,
                    List.of(
                            Contestants.JDK_SELECT,
                            Contestants.JDK_CONSUMER,
                            Contestants.JDK_ASYNCHRONOUS,
                            Contestants.NETTY_NIO,
                            Contestants.NETTY_EPOLL,
                            Contestants.NETTY_IO_URING,
                            Contestants.AGRONA))
            .flatMap(List::stream)
            .toList();

    private final List<Measurement> all;

    Findings(List<Measurement> all) {
        this.all = List.copyOf(all);
    }

    List<Measurement> all() {
        return all;
    }

    Optional<Measurement> find(String suite, String group, String scene, String contestant, String metric) {
        return all.stream()
                .filter(in(suite, group, scene))
                .filter(each ->
                        each.contestant().equals(contestant) && each.metric().equals(metric))
                .findFirst();
    }

    Optional<Measurement> ofAnother(Measurement measurement, String contestant) {
        return find(measurement.suite(), measurement.group(), measurement.scene(), contestant, measurement.metric());
    }

    /** {@return the scenes of a group whose name is the pattern, in which one asterisk stands for anything} */
    List<String> scenes(String suite, String group, String pattern) {
        int star = pattern.indexOf('*');
        Predicate<String> wanted = star < 0
                ? pattern::equals
                : scene -> scene.startsWith(pattern.substring(0, star)) && scene.endsWith(pattern.substring(star + 1));
        return distinct(
                each -> each.suite().equals(suite) && each.group().equals(group) && wanted.test(each.scene()),
                Measurement::scene);
    }

    List<String> distinct(Predicate<Measurement> filter, Function<Measurement, String> name) {
        return all.stream().filter(filter).map(name).distinct().toList();
    }

    /** {@return the contestants of a scene, in the order of the report, those it does not know at the end} */
    List<String> contestants(String suite, String group, String scene) {
        return distinct(in(suite, group, scene), Measurement::contestant).stream()
                .sorted(Comparator.comparingInt(Findings::rank))
                .toList();
    }

    static Predicate<Measurement> in(String suite, String group, String scene) {
        return each -> each.suite().equals(suite)
                && each.group().equals(group)
                && each.scene().equals(scene);
    }

    /** {@return where a figure is from: groups of several suites may have one name} */
    static String where(Measurement figure) {
        return figure.suite() + ", " + figure.group() + ": " + figure.scene();
    }

    static boolean isPeer(String contestant) {
        return !FLOORS.contains(contestant) && !POLLUX.contains(contestant);
    }

    static int rank(String contestant) {
        int rank = ORDER.indexOf(contestant);
        return rank < 0 ? ORDER.size() : rank;
    }
}
