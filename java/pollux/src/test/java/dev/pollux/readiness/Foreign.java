package dev.pollux.readiness;

import java.lang.reflect.Proxy;

/** Implementations of faces that were not made by Pollux. */
public final class Foreign {
    private Foreign() {}

    public static <T> T of(Class<T> face) {
        return face.cast(Proxy.newProxyInstance(
                face.getClassLoader(), new Class<?>[] {face}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "toString" -> "a foreign " + face.getSimpleName();
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    case "isOpen" -> true;
                    default -> null;
                }));
    }
}
