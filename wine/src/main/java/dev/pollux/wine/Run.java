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
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

    /** All there are, in the order in which they run. */
    static final List<Run> ALL = List.of(
            new Run("nio", "", 25, List.of("pollux"), List.of(), List.of()),
            new Run("ffm", "ffm", 25, List.of("pollux", "pollux-ffm"), List.of(), NATIVE_ACCESS),
            new Run("jni", "jni", 21, List.of("pollux", "pollux-jni"), List.of(), List.of("-Xcheck:jni")),
            new Run("jnr", "jnr", 21, List.of("pollux", "pollux-jnr"), List.of(), List.of()),
            new Run(
                    "examples",
                    "",
                    25,
                    List.of("examples"),
                    List.of("pollux", "pollux-ffm", "pollux-jni", "pollux-jnr"),
                    NATIVE_ACCESS));

    /** {@return those of these names, with commas between; all, if there is no name} */
    static List<Run> named(String names) {
        if (names.isBlank()) {
            return ALL;
        }
        return Stream.of(names.split(",")).map(Run::one).toList();
    }

    private static Run one(String name) {
        return ALL.stream()
                .filter(run -> run.name.equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new BrokenException("There is no run " + name + ", only "
                        + ALL.stream().map(Run::name).toList()));
    }
}
