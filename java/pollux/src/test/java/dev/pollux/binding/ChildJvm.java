package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the binding under test in a JVM of its own, the same that runs the tests: for what a process can do or be told
 * only once.
 */
public final class ChildJvm {
    /** What the child prints when the binding works. */
    public static final String WORKS = "works";

    /** Printed before the result: what comes earlier is the JVM's warnings. */
    private static final String RESULT = "=== result:";

    private static final String REFUSED_BY_WINE = "CreateProcess error=1359";
    private static final int MOST_TRIES = 5;

    private ChildJvm() {}

    /** {@return the flag that denies native access, which the running JVM must know} */
    public static String denyNativeAccess() {
        assumeTrue(Runtime.version().feature() >= 24, "this JDK cannot deny native access");
        return "--illegal-native-access=deny";
    }

    /**
     * Loads the binding under test on the class path of this JVM.
     *
     * @param flags flags for the JVM
     * @return {@link #WORKS}, or the reason and the remedy, each on a line
     */
    public static String load(String... flags) {
        return loadFrom(System.getProperty("java.class.path"), flags);
    }

    /**
     * Loads the binding under test.
     *
     * @param classPath the class path
     * @param flags flags for the JVM
     * @return {@link #WORKS}, or the reason and the remedy, each on a line
     */
    public static String loadFrom(String classPath, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-D" + TestBinding.PROPERTY + "=" + TestBinding.name(), "-cp", classPath));
        command.add(ChildJvm.class.getName());
        try {
            Process child = start(command);
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor(), output);
            assertTrue(output.contains(RESULT), output);
            return output.substring(output.lastIndexOf(RESULT) + RESULT.length())
                    .strip();
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Wine refuses to make a process, once in thousands: ERROR_INTERNAL_ERROR. None has begun then, and the next one does. */
    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        for (int tries = 1; ; tries++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (tries == MOST_TRIES || !String.valueOf(e.getMessage()).contains(REFUSED_BY_WINE)) {
                    throw e;
                }
            }
        }
    }

    /**
     * The child: loads the binding and calls it once.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            long opened = Platform.isWindows()
                    ? TestBinding.binding().windows().createIoCompletionPort(-1, 0, 0, 0)
                    : TestBinding.binding().linux().eventfd(0, 0);
            System.out.println(RESULT);
            System.out.println(opened >= 0 ? WORKS : "the first call gave " + opened);
        } catch (BindingUnavailableException refusal) {
            System.out.println(RESULT);
            System.out.println(refusal.getMessage());
            System.out.println(refusal.remedy());
        }
    }
}
