package dev.pollux.wine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One run: of tests, as Surefire would do it on Windows, or of something else.
 *
 * @param kind what is done
 * @param name what it is called
 * @param binding the binding under test, or nothing
 * @param feature the runtime's feature version
 * @param tested the modules whose tests run. Their libraries are on the class path
 * @param others the modules whose classes are on the class path besides
 * @param flags what the JVM is told
 * @param classes whose tests run, if none is asked for: a pattern of their names, or nothing for all
 */
record Run(
        Kind kind,
        String name,
        String binding,
        int feature,
        List<String> tested,
        List<String> others,
        List<String> flags,
        String classes) {
    /** What is done. */
    enum Kind {
        /** JUnit runs. */
        TESTS,
        /** The echo example is loaded from Linux. */
        ECHO,
        /** A server of Netty's HTTP codec is asked by curl and loaded by wrk from Linux. */
        HTTP,
        /** The benchmarks' suite of servers on Windows is measured: on request only, for it takes minutes and the machine for itself. */
        COMPARE
    }

    private static final List<String> LIBRARY = List.of("pollux", "pollux-ffm", "pollux-jni", "pollux-jnr");

    /**
     * Of a binding that others have been tested beside: its calls one by one, the direct floor, limits, and the ports' contracts. What
     * stands above is the same code on the same JDK, and the others' runs have all of it.
     */
    private static final String BESIDES_OTHERS =
            "dev\\.pollux\\.((binding|jni|jnr|windows|completion\\.limits|internal\\.[a-z]+)\\..*|[^.]*)Test";

    /** Those that run if none is asked for, in this order: the longest first, so that the machine is shared to the end. */
    static final List<Run> ALL = List.of(
            tests("examples", "", 25, List.of("examples"), LIBRARY, List.of()),
            tests("nio", "", 21, List.of("pollux"), List.of(), List.of()),
            jni("jni").of(BESIDES_OTHERS),
            jnr("jnr").of(BESIDES_OTHERS),
            tests("ffm", "ffm", 25, List.of("pollux", "pollux-ffm"), List.of(), List.of()),
            echo("ffm", 25),
            echo("jni", 21),
            echo("jnr", 21));

    /** Netty's tests on Pollux's transport, and the transport's own: where the profile netty has built them. */
    private static final Run NETTY = netty("netty", "ffm", 25);

    private static final Run NETTY_HTTP = nettyHttp("netty-http", "ffm", 25);

    /** Those that take minutes, or the machine for themselves, or are what one binding more would say. */
    private static final List<Run> ON_REQUEST = List.of(
            jni("jni-whole"),
            jnr("jnr-whole"),
            NETTY,
            NETTY_HTTP,
            netty("netty-jni", "jni", 21),
            netty("netty-jnr", "jnr", 21),
            nettyHttp("netty-http-jni", "jni", 21),
            nettyHttp("netty-http-jnr", "jnr", 21),
            // What Netty's own nio transport passes there, to compare with.
            tests(
                    "netty-own-nio",
                    "ffm",
                    25,
                    List.of("pollux-netty-suite"),
                    Stream.concat(LIBRARY.stream(), Stream.of("pollux-netty")).toList(),
                    List.of("-Dpollux.netty.transport=nio", "-Dio.netty.leakDetection.level=simple")),
            new Run(Kind.COMPARE, "compare", "", 25, List.of("benchmarks"), LIBRARY, List.of()),
            tests(
                    "stress",
                    "jni",
                    21,
                    List.of("stress"),
                    List.of("pollux", "pollux-jni"),
                    List.of("-Ddev.pollux.stress.backend=iocp")));

    /** Wine's calls are slow, and the tests of what is allocated wait until calls were made often enough to be compiled. */
    private static final String COMPILE_EARLY = "-XX:CompileThresholdScaling=0.1";

    private Run(
            Kind kind,
            String name,
            String binding,
            int feature,
            List<String> tested,
            List<String> others,
            List<String> flags) {
        this(kind, name, binding, feature, tested, others, flags, "");
    }

    private static Run tests(
            String name, String binding, int feature, List<String> tested, List<String> others, List<String> flags) {
        List<String> all = new ArrayList<>(flags);
        all.add(COMPILE_EARLY);
        return new Run(Kind.TESTS, name, binding, feature, tested, others, List.copyOf(all));
    }

    private static Run jni(String name) {
        return tests(name, "jni", 21, List.of("pollux", "pollux-jni"), List.of(), List.of("-Xcheck:jni"));
    }

    private static Run jnr(String name) {
        return tests(name, "jnr", 21, List.of("pollux", "pollux-jnr"), List.of(), List.of());
    }

    private static Run netty(String name, String binding, int feature) {
        return tests(
                name,
                binding,
                feature,
                List.of("pollux-netty", "pollux-netty-suite"),
                LIBRARY,
                List.of("-Dio.netty.leakDetection.level=simple"));
    }

    private static Run nettyHttp(String name, String binding, int feature) {
        return new Run(
                Kind.HTTP,
                name,
                binding,
                feature,
                List.of("pollux-netty-suite", "examples"),
                Stream.concat(LIBRARY.stream(), Stream.of("pollux-netty")).toList(),
                List.of());
    }

    private static Run echo(String binding, int feature) {
        return new Run(Kind.ECHO, "echo-" + binding, binding, feature, List.of("examples"), LIBRARY, List.of());
    }

    /**
     * {@return those of these names, with commas between. {@code echo}, which is none, is all that begin with it, and {@code jni-17} is
     * {@code jni} on that runtime}
     */
    static List<Run> named(String names) {
        return names.isBlank()
                ? usual()
                : Stream.of(names.split(","))
                        .flatMap(name -> some(name.strip()))
                        .toList();
    }

    private static List<Run> usual() {
        return Boolean.getBoolean("pollux.wine.netty")
                ? Stream.concat(ALL.stream(), Stream.of(NETTY, NETTY_HTTP)).toList()
                : ALL;
    }

    private static Stream<Run> some(String name) {
        for (Predicate<Run> is :
                List.<Predicate<Run>>of(each -> each.name.equals(name), each -> each.name.startsWith(name + "-"))) {
            List<Run> found =
                    Stream.concat(ALL.stream(), ON_REQUEST.stream()).filter(is).toList();
            if (!found.isEmpty()) {
                return found.stream();
            }
        }
        return Stream.of(one(name));
    }

    private static Run one(String name) {
        String[] parts = name.split("-(?=[0-9]+$)");
        Run run = ALL.stream()
                .filter(each -> each.name.equals(parts[0]) && parts.length == 2)
                .findFirst()
                .orElseThrow(() -> new BrokenException("there is no run " + name + ", only "
                        + String.join(", ", ALL.stream().map(Run::name).toList())));
        return run.on(Integer.parseInt(parts[1]));
    }

    private Run on(int other) {
        return new Run(kind, name + "-" + other, binding, other, tested, others, flags, classes);
    }

    private Run of(String some) {
        return new Run(kind, name, binding, feature, tested, others, flags, some);
    }
}
