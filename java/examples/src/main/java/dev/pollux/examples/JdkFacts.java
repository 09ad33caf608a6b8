package dev.pollux.examples;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What doctor and demo say about the JDK. */
final class JdkFacts {
    private static final int NATIVE_ACCESS_JDK = 22;
    private static final int NATIVE_ACCESS_WARNING_JDK = 24;

    private JdkFacts() {}

    static String version() {
        return System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor");
    }

    /** {@return whether the JDK warns of this code's native calls, or denies them} */
    static boolean isNativeAccessDoubtful() {
        return Runtime.version().feature() >= NATIVE_ACCESS_WARNING_JDK
                && Boolean.FALSE.equals(isNativeAccessEnabled());
    }

    /** {@return whether this code may call native code, by the JDK's own rules} */
    static String nativeAccess() {
        if (Runtime.version().feature() < NATIVE_ACCESS_JDK) {
            return "not restricted by this JDK";
        }
        Boolean enabled = isNativeAccessEnabled();
        if (enabled == null) {
            return "unknown";
        }
        if (enabled) {
            return "enabled" + nativeAccessFlags();
        }
        return "not enabled" + nativeAccessFlags()
                + (isNativeAccessDoubtful() ? ": the JDK warns of it or denies it" : "")
                + "; --enable-native-access=ALL-UNNAMED enables it";
    }

    /** Null if it can't be found out: it is not in the API of the oldest JDK that this code runs on. */
    private static Boolean isNativeAccessEnabled() {
        try {
            return (Boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(JdkFacts.class.getModule());
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static String nativeAccessFlags() {
        StringBuilder flags = new StringBuilder();
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.toLowerCase(Locale.ROOT).contains("native-access")) {
                flags.append(", ").append(argument);
            }
        }
        return flags.toString();
    }
}
