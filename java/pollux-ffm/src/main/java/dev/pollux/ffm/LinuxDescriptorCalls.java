package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of descriptor.c. Linked when the first of them is called. */
final class LinuxDescriptorCalls {
    private static MethodHandle EVENTFD = LinuxDowncall.of(LinuxSymbol.EVENTFD, INT, INT, INT);
    private static MethodHandle TIMERFD_CREATE = LinuxDowncall.of(LinuxSymbol.TIMERFD_CREATE, INT, INT, INT);
    private static MethodHandle TIMERFD_SETTIME =
            LinuxDowncall.of(LinuxSymbol.TIMERFD_SETTIME, INT, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle TIMERFD_GETTIME = LinuxDowncall.of(LinuxSymbol.TIMERFD_GETTIME, INT, INT, ADDRESS);
    private static MethodHandle PIPE2 = LinuxDowncall.of(LinuxSymbol.PIPE2, INT, ADDRESS, INT);
    private static MethodHandle LSEEK = LinuxDowncall.of(LinuxSymbol.LSEEK, LONG, INT, LONG, INT);
    private static MethodHandle CLOSE = LinuxDowncall.of(LinuxSymbol.CLOSE, INT, INT);
    private static MethodHandle READ = LinuxDowncall.of(LinuxSymbol.READ, LONG, INT, ADDRESS, LONG);
    private static MethodHandle WRITE = LinuxDowncall.of(LinuxSymbol.WRITE, LONG, INT, ADDRESS, LONG);

    /** Of shapes that no other call has, and rarely called: linked apart. */
    private static final class Variadic {
        private static MethodHandle OPEN = LinuxDowncall.variadic(LinuxSymbol.OPEN, 2, INT, ADDRESS, INT, INT);
        private static MethodHandle FCNTL = LinuxDowncall.variadic(LinuxSymbol.FCNTL, 2, INT, INT, INT, INT);
        private static MethodHandle IOCTL = LinuxDowncall.variadic(LinuxSymbol.IOCTL, 2, INT, INT, LONG, ADDRESS);
    }

    private LinuxDescriptorCalls() {}

    static int eventfd(long initialValue, long flags) {
        try {
            return (int) (long) EVENTFD.invokeExact(initialValue, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdCreate(long clockId, long flags) {
        try {
            return (int) (long) TIMERFD_CREATE.invokeExact(clockId, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdSettime(long fd, long flags, long newValueAddress, long oldValueAddress) {
        try {
            return (int) (long) TIMERFD_SETTIME.invokeExact(fd, flags, newValueAddress, oldValueAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdGettime(long fd, long valueAddress) {
        try {
            return (int) (long) TIMERFD_GETTIME.invokeExact(fd, valueAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int pipe2(long fdsAddress, long flags) {
        try {
            return (int) (long) PIPE2.invokeExact(fdsAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int open(long pathAddress, long flags, long mode) {
        try {
            return (int) (long) Variadic.OPEN.invokeExact(pathAddress, flags, mode);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long lseek(long fd, long offset, long whence) {
        try {
            return (long) LSEEK.invokeExact(fd, offset, whence);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int fcntl(long fd, long command, long argument) {
        try {
            return (int) (long) Variadic.FCNTL.invokeExact(fd, command, argument);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int ioctl(long fd, long request, long argumentAddress) {
        try {
            return (int) (long) Variadic.IOCTL.invokeExact(fd, request, argumentAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int close(long fd) {
        try {
            return (int) (long) CLOSE.invokeExact(fd);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long read(long fd, long address, long length) {
        try {
            return (long) READ.invokeExact(fd, address, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long write(long fd, long address, long length) {
        try {
            return (long) WRITE.invokeExact(fd, address, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
