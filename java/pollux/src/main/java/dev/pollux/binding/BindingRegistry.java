package dev.pollux.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the binding. Each binding is looked up by its class's name, in order, until one can be used. The others are not even
 * loaded. Every refusal is kept with its reason. Decided once a process.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * LinuxCalls calls = BindingRegistry.linuxCalls(); // null if no binding works
 * for (BindingFinding finding : BindingRegistry.probeAll()) {
 *     log(finding.name() + ": " + finding.reason());
 * }
 * }</pre>
 */
public final class BindingRegistry {
    /** System property: a binding's name, or several, comma-separated, in the order in which they are tried. */
    public static final String BINDING_PROPERTY = "dev.pollux.binding";

    /** The default of {@link #BINDING_PROPERTY}. */
    public static final String BINDING_DEFAULT = "ffm,jni,jnr";

    private static final String JNI = "jni";

    private static final Map<String, String> CLASS_NAMES = Map.of(
            "ffm", "dev.pollux.ffm.FfmBinding", JNI, "dev.pollux.jni.JniBinding", "jnr", "dev.pollux.jnr.JnrBinding");

    private static final List<BindingFinding> TRIED = new ArrayList<>();
    private static final Object CALLS = find(); // LinuxCalls or WindowsCalls, as the system is; or null

    // Those that were tried after the choice, each once, because to try is to load; guarded by this class's lock.
    private static final List<BindingFinding> LATER = new ArrayList<>();
    private static Object jni; // LinuxCalls or WindowsCalls, as the system is; or null

    private BindingRegistry() {}

    /** {@return Linux's calls by the chosen binding, or null if none can be used, or this is another system} */
    public static LinuxCalls linuxCalls() {
        return CALLS instanceof LinuxCalls calls ? calls : null;
    }

    /** {@return Windows's calls by the chosen binding, or null if none can be used, or this is another system} */
    public static WindowsCalls windowsCalls() {
        return CALLS instanceof WindowsCalls calls ? calls : null;
    }

    /** {@return the chosen binding's name, or null if none can be used} */
    public static String chosen() {
        return CALLS == null ? null : TRIED.get(TRIED.size() - 1).name();
    }

    /** {@return why each binding that was tried can't be used, and what to do, in one line, or empty if the first could} */
    public static String refusals() {
        StringBuilder all = new StringBuilder();
        for (BindingFinding tried : TRIED) {
            if (!tried.available()) {
                all.append(all.length() == 0 ? "" : "; ").append(tried.name()).append(": ");
                all.append(tried.reason());
                all.append(tried.remedy().isEmpty() ? "" : " (" + tried.remedy() + ")");
            }
        }
        return all.toString();
    }

    /** {@return what became of every binding: of those that were tried, and of the others, tried now} */
    public static synchronized List<BindingFinding> probeAll() {
        List<BindingFinding> all = new ArrayList<>(TRIED);
        for (String name : BINDING_DEFAULT.split(",")) {
            if (!isIn(TRIED, name)) {
                all.add(later(name));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Linux's calls by the jni binding, whichever was chosen: what it alone can do is done through it. Loads it, if need be.
     *
     * @return the calls, or null if jni can't be used, or this is another system
     */
    public static synchronized LinuxCalls jniCalls() {
        return ofJni() instanceof LinuxCalls calls ? calls : null;
    }

    /**
     * Windows's calls by the jni binding, whichever was chosen, as {@link #jniCalls()} has Linux's.
     *
     * @return the calls, or null if jni can't be used, or this is another system
     */
    public static synchronized WindowsCalls jniWindowsCalls() {
        return ofJni() instanceof WindowsCalls calls ? calls : null;
    }

    private static Object ofJni() {
        if (JNI.equals(chosen())) {
            return CALLS;
        }
        if (!isIn(TRIED, JNI)) { // else it has refused
            later(JNI);
        }
        return jni;
    }

    private static BindingFinding later(String name) {
        for (BindingFinding finding : LATER) {
            if (finding.name().equals(name)) {
                return finding;
            }
        }
        Object[] calls = new Object[1];
        BindingFinding finding = probe(name, calls);
        LATER.add(finding);
        if (name.equals(JNI)) {
            jni = calls[0];
        }
        return finding;
    }

    private static boolean isIn(List<BindingFinding> findings, String name) {
        for (BindingFinding finding : findings) {
            if (finding.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Object find() {
        String property = System.getProperty(BINDING_PROPERTY, "");
        String names = property.isBlank() ? BINDING_DEFAULT : property;
        for (String name : names.split(",")) {
            Object[] calls = new Object[1];
            TRIED.add(probe(name.trim().toLowerCase(Locale.ROOT), calls));
            if (calls[0] != null) {
                return calls[0];
            }
        }
        return null;
    }

    private static BindingFinding probe(String name, Object[] result) {
        if (!CLASS_NAMES.containsKey(name)) {
            return refused(
                    name, "there is no binding of this name", "-D" + BINDING_PROPERTY + "=" + BINDING_DEFAULT, null);
        }
        String os = System.getProperty("os.name");
        if (!os.equals("Linux") && !Platform.isWindows(os)) {
            return refused(name, "Pollux has no native port for " + os, "", null);
        }
        try {
            Class<?> type = Class.forName(CLASS_NAMES.get(name), true, BindingRegistry.class.getClassLoader());
            Binding binding = (Binding) type.getConstructor().newInstance();
            result[0] = Platform.isWindows(os) ? binding.windows() : binding.linux();
            return new BindingFinding(name, true, "linked", "", null);
        } catch (BindingUnavailableException e) {
            return refused(name, e.getMessage(), e.remedy(), e);
        } catch (ClassNotFoundException e) {
            return refused(
                    name, "not on the class path or module path", "add the dependency dev.pollux:pollux-" + name, e);
        } catch (UnsupportedClassVersionError e) {
            return refused(
                    name,
                    "needs JDK 22 or newer; this is " + System.getProperty("java.version"),
                    "run on JDK 22 or newer",
                    e);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return refused(name, "failed to load: " + e, "", e);
        }
    }

    private static BindingFinding refused(String name, String reason, String remedy, Throwable cause) {
        return new BindingFinding(name, false, reason, remedy, cause);
    }
}
