package dev.pollux.binding;

/**
 * What to tell a user whose JVM denies native access: {@code --illegal-native-access=deny}, JDK 24 and newer.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * try {
 *     return link();
 * } catch (IllegalCallerException e) {
 *     throw NativeAccess.denied(FfmBinding.class, "dev.pollux.ffm", e);
 * }
 * }</pre>
 */
public final class NativeAccess {
    private NativeAccess() {}

    /**
     * The refusal of a binding that the JVM keeps from native code.
     *
     * @param caller a class of the module that needs native access
     * @param automaticName the name of that module when it is on the module path
     * @param denied what the JVM said
     * @return the refusal, which names the flag
     */
    public static BindingUnavailableException denied(Class<?> caller, String automaticName, Throwable denied) {
        String module = caller.getModule().isNamed() ? automaticName : "ALL-UNNAMED";
        return new BindingUnavailableException(
                "the JVM denies native access to " + automaticName,
                "start the JVM with --enable-native-access=" + module,
                denied);
    }
}
