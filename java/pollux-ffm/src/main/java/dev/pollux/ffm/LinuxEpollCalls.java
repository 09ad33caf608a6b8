package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of epoll.c. Linked when the first of them is called. */
final class LinuxEpollCalls {
    private static final long SYS_EPOLL_PWAIT2 = 441;
    private static final long SIGSET_SIZE = 8; // the kernel's sigset_t, not the C library's

    private static MethodHandle EPOLL_CREATE1 = LinuxDowncall.of(LinuxSymbol.EPOLL_CREATE1, INT, INT);
    private static MethodHandle EPOLL_CTL = LinuxDowncall.of(LinuxSymbol.EPOLL_CTL, INT, INT, INT, INT, ADDRESS);
    private static MethodHandle EPOLL_WAIT = LinuxDowncall.of(LinuxSymbol.EPOLL_WAIT, INT, INT, ADDRESS, INT, INT);
    private static MethodHandle EPOLL_PWAIT2 = // epfd, events, maxevents, timeout, sigmask
            LinuxDowncall.ofOptional("epoll_pwait2", INT, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    private static MethodHandle SYSCALL = EPOLL_PWAIT2 != null // glibc 2.35
            ? null
            : LinuxDowncall.variadic( // number, epfd, events, maxevents, timeout, sigmask, size
                    LinuxSymbol.SYSCALL, 1, LONG, LONG, LONG, ADDRESS, LONG, ADDRESS, ADDRESS, LONG);

    private LinuxEpollCalls() {}

    static int epollCreate1(long flags) {
        try {
            return (int) (long) EPOLL_CREATE1.invokeExact(flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int epollCtl(long epollFd, long operation, long fd, long eventAddress) {
        try {
            return (int) (long) EPOLL_CTL.invokeExact(epollFd, operation, fd, eventAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int epollWait(long epollFd, long eventsAddress, long maxEvents, long timeoutMillis) {
        try {
            return (int) (long) EPOLL_WAIT.invokeExact(epollFd, eventsAddress, maxEvents, timeoutMillis);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int epollPwait2(long epollFd, long eventsAddress, long maxEvents, long timespecAddress) {
        try {
            if (EPOLL_PWAIT2 != null) {
                return (int) (long) EPOLL_PWAIT2.invokeExact(epollFd, eventsAddress, maxEvents, timespecAddress, 0L);
            }
            return (int) (long) SYSCALL.invokeExact(
                    SYS_EPOLL_PWAIT2, epollFd, eventsAddress, maxEvents, timespecAddress, 0L, SIGSET_SIZE);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
