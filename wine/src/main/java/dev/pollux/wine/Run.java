package dev.pollux.wine;

import java.util.List;
import java.util.stream.Stream;

/**
 * One run of tests, as Surefire would do it on Windows.
 *
 * @param name what it is called
 * @param binding the binding under test, or nothing
 * @param feature the runtime's feature version
 * @param tested the modules whose tests run; their libraries are on the class path
 * @param others the modules whose classes are on the class path besides
 * @param flags what the JVM is told
 */
record Run(String name, String binding, int feature, List<String> tested, List<String> others, List<String> flags) {
    /** Those that run if none is asked for, in this order. */
    static final List<Run> ALL = List.of(
            new Run("nio", "", 21, List.of("pollux"), List.of(), List.of()),
            new Run("ffm", "ffm", 25, List.of("pollux", "pollux-ffm"), List.of(), List.of()),
            new Run("jni", "jni", 21, List.of("pollux", "pollux-jni"), List.of(), List.of("-Xcheck:jni")),
            new Run("jnr", "jnr", 21, List.of("pollux", "pollux-jnr"), List.of(), List.of()),
            new Run(
                    "examples",
                    "",
                    25,
                    List.of("examples"),
                    List.of("pollux", "pollux-ffm", "pollux-jni", "pollux-jnr"),
                    List.of()));

    /** {@return those of these names, with commas between; {@code jni-17} is {@code jni} on that runtime} */
    static List<Run> named(String names) {
        return names.isBlank() ? ALL : Stream.of(names.split(",")).map(Run::one).toList();
    }

    private static Run one(String name) {
        String[] parts = name.strip().split("-(?=[0-9]+$)");
        Run run = ALL.stream()
                .filter(each -> each.name.equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new BrokenException("there is no run " + name + ", only "
                        + String.join(", ", ALL.stream().map(Run::name).toList())));
        return parts.length == 1 ? run : run.on(Integer.parseInt(parts[1]));
    }

    private Run on(int other) {
        return new Run(name + "-" + other, binding, other, tested, others, flags);
    }
}
