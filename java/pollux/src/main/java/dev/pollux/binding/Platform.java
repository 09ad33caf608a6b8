package dev.pollux.binding;

import java.util.Map;

/**
 * Where the bindings work: Linux on x86-64 and aarch64, both 64-bit and little-endian, where the constants and
 * structures that Pollux knows are the same (except {@code struct epoll_event}), and Windows on the same two, where they all are.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * String architecture = Platform.requireLinux(); // or the reason why not
 * }</pre>
 */
public final class Platform {
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "aarch64");

    private Platform() {}

    /** {@return true on Windows, of whatever version} */
    public static boolean isWindows() {
        return isWindows(System.getProperty("os.name"));
    }

    static boolean isWindows(String system) {
        return system.startsWith("Windows");
    }

    /**
     * This process's processor, if the Linux bindings work here.
     *
     * @return {@code x86_64} or {@code aarch64}
     * @throws BindingUnavailableException on any other operating system or processor
     */
    public static String requireLinux() throws BindingUnavailableException {
        return requireLinux(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String requireLinux(String system, String architecture) throws BindingUnavailableException {
        if (!"Linux".equals(system)) {
            throw new BindingUnavailableException("the Linux calls do not exist on " + system, "", null);
        }
        return requireProcessor(architecture);
    }

    /**
     * This process's processor, if the Windows bindings work here.
     *
     * @return {@code x86_64} or {@code aarch64}
     * @throws BindingUnavailableException on any other operating system or processor
     */
    public static String requireWindows() throws BindingUnavailableException {
        return requireWindows(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String requireWindows(String system, String architecture) throws BindingUnavailableException {
        if (!isWindows(system)) {
            throw new BindingUnavailableException("the Windows calls do not exist on " + system, "", null);
        }
        return requireProcessor(architecture);
    }

    private static String requireProcessor(String architecture) throws BindingUnavailableException {
        String processor = PROCESSORS.get(architecture);
        if (processor == null) {
            throw new BindingUnavailableException(
                    "the processor " + architecture + " is not supported, only x86-64 and aarch64", "", null);
        }
        return processor;
    }
}
