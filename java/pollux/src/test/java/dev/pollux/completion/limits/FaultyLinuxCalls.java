package dev.pollux.completion.limits;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.ReplacedCalls;
import dev.pollux.linux.Errno;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;

/**
 * Linux's calls, of which one fails in place of being made, with a code that its manual page has. For a JVM of its own: it takes the
 * binding's place before anybody has asked.
 */
public final class FaultyLinuxCalls implements InvocationHandler {
    private static final int EPOLL_CTL_DEL = 2;

    /** Those that fail, and with what. What only asks for an address is no call, and a close does not fail. */
    private static final Map<String, int[]> CODES = Map.ofEntries(
            Map.entry("epollCreate1", new int[] {Errno.EMFILE, Errno.ENOMEM}),
            Map.entry("epollCtl", new int[] {Errno.ENOMEM, Errno.ENOSPC}),
            Map.entry("epollWait", new int[] {Errno.EINTR}),
            Map.entry("epollPwait2", new int[] {Errno.EINTR}),
            Map.entry("eventfd", new int[] {Errno.EMFILE, Errno.ENOMEM}),
            Map.entry("open", new int[] {Errno.EMFILE, Errno.ENOMEM}),
            Map.entry("socket", new int[] {Errno.EMFILE, Errno.ENOBUFS}),
            Map.entry("bind", new int[] {Errno.ENOMEM, Errno.EADDRINUSE}),
            Map.entry("listen", new int[] {Errno.EADDRINUSE}),
            Map.entry("accept4", new int[] {Errno.EMFILE, Errno.ECONNABORTED}),
            Map.entry("connect", new int[] {Errno.EADDRNOTAVAIL, Errno.ECONNREFUSED}),
            Map.entry("getsockname", new int[] {Errno.ENOBUFS}),
            Map.entry("getpeername", new int[] {Errno.ENOTCONN}),
            Map.entry("getsockopt", new int[] {Errno.ENOMEM}),
            Map.entry("setsockopt", new int[] {Errno.ENOBUFS}),
            Map.entry("recv", new int[] {Errno.ENOMEM, Errno.ECONNRESET}),
            Map.entry("send", new int[] {Errno.ENOBUFS, Errno.EPIPE}),
            Map.entry("recvfrom", new int[] {Errno.ENOMEM, Errno.ECONNRESET}),
            Map.entry("sendto", new int[] {Errno.ENOBUFS, Errno.EPERM}),
            Map.entry("readv", new int[] {Errno.ENOMEM, Errno.ECONNRESET}),
            Map.entry("writev", new int[] {Errno.ENOBUFS, Errno.EPIPE}),
            Map.entry("recvmsg", new int[] {Errno.ENOMEM}),
            Map.entry("sendmsg", new int[] {Errno.ENOBUFS}),
            Map.entry("sendfile", new int[] {Errno.ENOMEM, Errno.EIO}),
            Map.entry("preadv", new int[] {Errno.EIO, Errno.ENOMEM}),
            Map.entry("pwritev", new int[] {Errno.ENOSPC, Errno.EIO}),
            Map.entry("fsync", new int[] {Errno.EIO, Errno.ENOSPC}),
            Map.entry("fdatasync", new int[] {Errno.ENOSPC, Errno.EIO}),
            Map.entry("ftruncate", new int[] {Errno.EIO, Errno.EFBIG}),
            Map.entry("lseek", new int[] {Errno.EOVERFLOW}),
            Map.entry("mmap", new int[] {Errno.ENOMEM}),
            Map.entry("ioUringSetup", new int[] {Errno.ENOMEM, Errno.EMFILE}),
            Map.entry("ioUringEnter", new int[] {Errno.EAGAIN, Errno.EBUSY, Errno.EINTR}),
            Map.entry("ioUringRegister", new int[] {Errno.ENOMEM}));

    private final LinuxCalls real;
    private Set<String> failing = CODES.keySet();
    private int codeIndex;
    private long untilFailure;
    private String failedAt = "";
    private int nextCode; // of the next call that may fail, or 0

    private FaultyLinuxCalls(LinuxCalls real) {
        this.real = real;
    }

    public static FaultyLinuxCalls install() throws ReflectiveOperationException {
        FaultyLinuxCalls faulty = new FaultyLinuxCalls(BindingRegistry.linuxCalls());
        ReplacedCalls.install(LinuxCalls.class, faulty);
        return faulty;
    }

    /** Has none but these fail. */
    public synchronized void only(String... calls) {
        failing = Set.of(calls);
    }

    /** Has the call after so many fail, with the first, second or third of its codes. Calls that have fewer don't count. */
    public synchronized void failAfter(long calls, int whichCode) {
        untilFailure = calls;
        codeIndex = whichCode;
        failedAt = "";
    }

    /** Has the next call fail of those that {@link #only} names, with a code that its manual page need not have. */
    public synchronized void failNext(int code) {
        nextCode = code;
    }

    /** {@return the call that has failed; empty if there were not so many calls} */
    public synchronized String failedAt() {
        return failedAt;
    }

    private synchronized int code(String name, Object[] arguments) {
        if (nextCode != 0 && failing.contains(name)) {
            int code = nextCode;
            nextCode = 0;
            return code;
        }
        int[] codes = failing.contains(name) ? CODES.get(name) : null;
        boolean isNever = codes == null
                || codeIndex >= codes.length
                || name.equals("epollCtl") && (Integer) arguments[1] == EPOLL_CTL_DEL;
        if (isNever || untilFailure == 0 || --untilFailure > 0) {
            return 0;
        }
        int code = codes[codeIndex];
        failedAt = name + " with " + Errno.name(code);
        return code;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        int code = code(method.getName(), arguments);
        if (code != 0) {
            return method.getReturnType() == long.class ? (Object) (long) -code : (Object) (-code);
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
