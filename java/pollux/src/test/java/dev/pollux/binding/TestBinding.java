package dev.pollux.binding;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The binding that this run of the tests is about, named by {@value #PROPERTY}. Tests are skipped, with the reason,
 * where there is nothing to test; a binding that is there and does not work fails them.
 */
public final class TestBinding {
    /** Its value is {@code ffm}, {@code jni}, {@code jnr} or nothing. */
    public static final String PROPERTY = "dev.pollux.test.binding";

    private static LinuxCalls linux;
    private static WindowsCalls windows;

    private TestBinding() {}

    /** {@return the name of the binding under test; the test is skipped if there is none} */
    public static String name() {
        String name = System.getProperty(PROPERTY, "");
        assumeTrue(!name.isEmpty(), "no binding is under test here (" + PROPERTY + " is empty)");
        return name;
    }

    /** {@return a new instance of the binding under test} */
    public static Binding binding() {
        String name = name();
        String className = "dev.pollux." + name + "." + name.substring(0, 1).toUpperCase(Locale.ROOT)
                + name.substring(1) + "Binding";
        try {
            return (Binding) Class.forName(className).getConstructor().newInstance();
        } catch (ReflectiveOperationException failure) {
            throw new AssertionError("the binding under test is not on the class path: " + className, failure);
        }
    }

    /** {@return the Linux calls of the binding under test, loaded once} */
    public static synchronized LinuxCalls linux() {
        if (linux == null) {
            Binding binding = binding();
            assumeTrue("Linux".equals(System.getProperty("os.name")), "needs Linux");
            try {
                linux = binding.linux();
            } catch (BindingUnavailableException refusal) {
                throw refused(binding, refusal);
            }
        }
        return linux;
    }

    /** {@return the Windows calls of the binding under test, loaded once} */
    public static synchronized WindowsCalls windows() {
        if (windows == null) {
            Binding binding = binding();
            assumeTrue(System.getProperty("os.name").startsWith("Windows"), "this is not Windows");
            try {
                windows = binding.windows();
            } catch (BindingUnavailableException refusal) {
                throw refused(binding, refusal);
            }
        }
        return windows;
    }

    private static AssertionError refused(Binding binding, BindingUnavailableException refusal) {
        skipIfLeftOut(binding);
        return new AssertionError(
                binding.name() + " refuses: " + refusal.getMessage() + " (" + refusal.remedy() + ")", refusal);
    }

    /** The native build leaves a note in the place of a library that it had no tools to build. */
    private static void skipIfLeftOut(Binding binding) {
        String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String system = System.getProperty("os.name").startsWith("Windows") ? "windows" : "linux";
        String note = "/META-INF/native/" + system + "-" + processor + "/LEFT_OUT";
        try (InputStream in = binding.getClass().getResourceAsStream(note)) {
            if (in != null) {
                String reason = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                abort("the library of " + binding.name() + " was not built: " + reason);
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
