/**
 * The operating system's own event ports, directly, and a thin dispatcher over them.
 *
 * <p>{@code dev.pollux.readiness} and {@code dev.pollux.completion} are the portable floor, and {@code dev.pollux} is what both
 * share. {@code dev.pollux.linux} and {@code dev.pollux.windows} are the direct floor. {@code dev.pollux.system} is what all have
 * of the system's errors. The bindings (modules {@code dev.pollux.ffm},
 * {@code dev.pollux.jni}, {@code dev.pollux.jnr}) are optional and found at run time.
 */
@SuppressWarnings("module") // the bindings named below are compiled after this module
module dev.pollux {
    requires static jdk.jfr; // without it, nothing is recorded
    requires static java.management; // without it, dev.pollux.management refuses, and all else works

    exports dev.pollux;
    exports dev.pollux.readiness;
    exports dev.pollux.completion;
    exports dev.pollux.linux;
    exports dev.pollux.windows;
    exports dev.pollux.system;
    exports dev.pollux.management;
    exports dev.pollux.binding to
            dev.pollux.ffm,
            dev.pollux.jni,
            dev.pollux.jnr;

    // Draws the binding modules that are present into the module graph; they are then looked up by class name.
    uses dev.pollux.binding.Binding;
}
