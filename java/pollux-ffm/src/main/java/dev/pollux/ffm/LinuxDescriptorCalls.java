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
    private static MethodHandle OPEN = LinuxDowncall.variadic(LinuxSymbol.OPEN, 2, INT, ADDRESS, INT, INT);
    private static MethodHandle LSEEK = LinuxDowncall.of(LinuxSymbol.LSEEK, LONG, INT, LONG, INT);
    private static MethodHandle FCNTL = LinuxDowncall.variadic(LinuxSymbol.FCNTL, 2, INT, INT, INT, INT);
    private static MethodHandle IOCTL = LinuxDowncall.variadic(LinuxSymbol.IOCTL, 2, INT, INT, LONG, ADDRESS);
    private static MethodHandle CLOSE = LinuxDowncall.of(LinuxSymbol.CLOSE, INT, INT);
    private static MethodHandle READ = LinuxDowncall.of(LinuxSymbol.READ, LONG, INT, ADDRESS, LONG);
    private static MethodHandle WRITE = LinuxDowncall.of(LinuxSymbol.WRITE, LONG, INT, ADDRESS, LONG);

    private LinuxDescriptorCalls() {}

    static int eventfd(int initialValue, int flags) {
        try {
            return (int) EVENTFD.invokeExact(initialValue, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdCreate(int clockId, int flags) {
        try {
            return (int) TIMERFD_CREATE.invokeExact(clockId, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        try {
            return (int) TIMERFD_SETTIME.invokeExact(fd, flags, newValueAddress, oldValueAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdGettime(int fd, long valueAddress) {
        try {
            return (int) TIMERFD_GETTIME.invokeExact(fd, valueAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int pipe2(long fdsAddress, int flags) {
        try {
            return (int) PIPE2.invokeExact(fdsAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int open(long pathAddress, int flags, int mode) {
        try {
            return (int) OPEN.invokeExact(pathAddress, flags, mode);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long lseek(int fd, long offset, int whence) {
        try {
            return (long) LSEEK.invokeExact(fd, offset, whence);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int fcntl(int fd, int command, int argument) {
        try {
            return (int) FCNTL.invokeExact(fd, command, argument);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int ioctl(int fd, long request, long argumentAddress) {
        try {
            return (int) IOCTL.invokeExact(fd, request, argumentAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long read(int fd, long address, long length) {
        try {
            return (long) READ.invokeExact(fd, address, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long write(int fd, long address, long length) {
        try {
            return (long) WRITE.invokeExact(fd, address, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
