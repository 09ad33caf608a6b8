package dev.pollux.internal.field;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Fields that threads share, found once. A {@code static final} field has to hold what is found, or each use is slow. */
public final class Fields {
    private Fields() {}

    /**
     * Finds a field of the class that asks.
     *
     * @param own the class's own {@link MethodHandles#lookup()}, which may see its private fields
     * @param name the field's name
     * @param type the field's type
     * @return its handle
     * @throws ExceptionInInitializerError if the class has no such field
     */
    public static VarHandle find(MethodHandles.Lookup own, String name, Class<?> type) {
        try {
            return own.findVarHandle(own.lookupClass(), name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
