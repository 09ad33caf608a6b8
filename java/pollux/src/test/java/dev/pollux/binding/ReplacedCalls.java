package dev.pollux.binding;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Takes the binding's place before anybody has asked for it: for a JVM of its own, which has no way back. */
public final class ReplacedCalls {
    private ReplacedCalls() {}

    /**
     * Has the system's calls handled.
     *
     * @param type the calls' type, {@link LinuxCalls} or {@link WindowsCalls}
     */
    public static void install(Class<?> type, InvocationHandler handler) throws ReflectiveOperationException {
        Object proxy = Proxy.newProxyInstance(ReplacedCalls.class.getClassLoader(), new Class<?>[] {type}, handler);
        Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
        Field its = unsafeType.getDeclaredField("theUnsafe");
        its.setAccessible(true);
        Object unsafe = its.get(null);
        Field calls = BindingRegistry.class.getDeclaredField("CALLS");
        unsafeType
                .getMethod("putObject", Object.class, long.class, Object.class)
                .invoke(
                        unsafe,
                        unsafeType.getMethod("staticFieldBase", Field.class).invoke(unsafe, calls),
                        unsafeType.getMethod("staticFieldOffset", Field.class).invoke(unsafe, calls),
                        proxy);
        if (BindingRegistry.linuxCalls() != proxy && BindingRegistry.windowsCalls() != proxy) {
            throw new IllegalStateException("the calls can't be replaced");
        }
    }
}
