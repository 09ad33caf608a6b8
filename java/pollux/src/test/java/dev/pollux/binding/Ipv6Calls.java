package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;

/** The system's calls, except that sockets of IPv6 are refused with a code. For a JVM of its own. */
public final class Ipv6Calls implements InvocationHandler {
    private static final int EMFILE = 24;
    private static final int WSAEMFILE = 10_024;
    private static final int EAFNOSUPPORT = 97;
    private static final int WSAEAFNOSUPPORT = 10_047;

    private final Object real = Platform.isWindows() ? BindingRegistry.windowsCalls() : BindingRegistry.linuxCalls();
    private final String opening = Platform.isWindows() ? "wsaSocket" : "socket";
    private final Integer family = Platform.isWindows() ? 23 : 10;
    private int code;
    private int asked;

    private Ipv6Calls() {}

    private static Ipv6Calls install() throws ReflectiveOperationException {
        Ipv6Calls calls = new Ipv6Calls();
        ReplacedCalls.install(Platform.isWindows() ? WindowsCalls.class : LinuxCalls.class, calls);
        return calls;
    }

    /** Makes this JVM's system one without IPv6. */
    public static void takeIpv6Away() throws ReflectiveOperationException {
        install().noFamily();
    }

    /** Checks that the system is asked until it has said that there is no IPv6, and then never again. */
    public static void checkThatARefusalIsKept(Callable<?> forIp) throws Exception {
        Ipv6Calls calls = install();
        calls.noDescriptors();
        assertThrows(IOException.class, forIp::call);
        calls.noFamily();
        assertEquals("INET", forIp.call().toString());
        calls.asBefore();
        assertEquals("INET", forIp.call().toString());
        assertEquals(2, calls.asked);
    }

    /** Checks that the system is asked until it has answered, and then never again. */
    public static void checkThatAnAnswerIsKept(Callable<?> forIp) throws Exception {
        Ipv6Calls calls = install();
        calls.noDescriptors();
        assertThrows(IOException.class, forIp::call);
        calls.asBefore();
        Object answer = forIp.call();
        calls.noFamily();
        assertEquals(answer, forIp.call());
        assertEquals(2, calls.asked);
    }

    private void noDescriptors() {
        code = Platform.isWindows() ? WSAEMFILE : EMFILE;
    }

    private void noFamily() {
        code = Platform.isWindows() ? WSAEAFNOSUPPORT : EAFNOSUPPORT;
    }

    private void asBefore() {
        code = 0;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals(opening) && arguments[0].equals(family)) {
            asked++;
            if (code != 0) {
                return method.getReturnType() == long.class ? (Object) (long) -code : (Object) (-code);
            }
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
