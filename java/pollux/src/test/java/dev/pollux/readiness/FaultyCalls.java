package dev.pollux.readiness;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.ReplacedCalls;
import dev.pollux.binding.WindowsCalls;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;

/**
 * Windows's calls, of which one throws an Error in place of being made, or the next ones of a name fail with a code. It counts
 * calls, and knows the handles that are open. For a JVM of its own: it takes the binding's place before anybody has asked.
 */
public final class FaultyCalls implements InvocationHandler {
    private static final Set<String> NEVER_THROW = Set.of("closeHandle", "closesocket"); // a handle would stay open
    private static final Set<String> OPENING = Set.of("createIoCompletionPort", "wsaSocket", "createFile");

    private final WindowsCalls real;
    private final Set<Long> open = new TreeSet<>();
    private final Set<String> wrong = new TreeSet<>();
    private long untilThrow;
    private String thrownAt = "";
    private String failing = "";
    private int failures;
    private int code;
    private int asked;

    private FaultyCalls(WindowsCalls real) {
        this.real = real;
    }

    public static FaultyCalls install() throws ReflectiveOperationException {
        FaultyCalls faulty = new FaultyCalls(BindingRegistry.windowsCalls());
        ReplacedCalls.install(WindowsCalls.class, faulty);
        return faulty;
    }

    /** Has the call after so many throw. */
    public synchronized void throwAfter(long calls) {
        untilThrow = calls;
        thrownAt = "";
    }

    /** {@return the call that has thrown; empty if there were not so many calls} */
    public synchronized String thrownAt() {
        return thrownAt;
    }

    public synchronized void fail(String name, int times, int withCode) {
        failing = name;
        failures = times;
        code = withCode;
        asked = 0;
    }

    /** {@return how often the call that is to fail was asked for} */
    public synchronized int asked() {
        return asked;
    }

    public synchronized int openHandles() {
        return open.size();
    }

    /** {@return what was closed twice} */
    public synchronized Set<String> wrong() {
        return wrong;
    }

    @Override
    public synchronized Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (!NEVER_THROW.contains(name) && untilThrow > 0 && --untilThrow == 0) {
            thrownAt = name;
            throw new OutOfMemoryError("on purpose, in " + name);
        }
        if (name.equals(failing)) {
            asked++;
            if (failures > 0) {
                failures--;
                return method.getReturnType() == long.class ? (Object) (long) -code : (Object) (-code);
            }
        }
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        boolean associates = name.equals("createIoCompletionPort") && (Long) arguments[1] != 0;
        if (OPENING.contains(name) && !associates && (Long) result > 0) {
            open.add((Long) result);
        } else if (NEVER_THROW.contains(name) && !open.remove((Long) arguments[0])) {
            wrong.add(name + " of what is not open");
        }
        return result;
    }
}
