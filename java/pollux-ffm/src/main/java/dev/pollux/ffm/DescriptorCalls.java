package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls of descriptor.c. Linked when the first of them is called. */
final class DescriptorCalls {
    private static MethodHandle EVENTFD = Downcall.of(Symbol.EVENTFD, INT, INT, INT);
    private static MethodHandle TIMERFD_CREATE = Downcall.of(Symbol.TIMERFD_CREATE, INT, INT, INT);
    private static MethodHandle TIMERFD_SETTIME = Downcall.of(Symbol.TIMERFD_SETTIME, INT, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle TIMERFD_GETTIME = Downcall.of(Symbol.TIMERFD_GETTIME, INT, INT, ADDRESS);
    private static MethodHandle PIPE2 = Downcall.of(Symbol.PIPE2, INT, ADDRESS, INT);
    private static MethodHandle OPEN = Downcall.variadic(Symbol.OPEN, 2, INT, ADDRESS, INT, INT);
    private static MethodHandle LSEEK = Downcall.of(Symbol.LSEEK, LONG, INT, LONG, INT);
    private static MethodHandle FCNTL = Downcall.variadic(Symbol.FCNTL, 2, INT, INT, INT, INT);
    private static MethodHandle IOCTL = Downcall.variadic(Symbol.IOCTL, 2, INT, INT, LONG, ADDRESS);
    private static MethodHandle CLOSE = Downcall.of(Symbol.CLOSE, INT, INT);
    private static MethodHandle READ = Downcall.of(Symbol.READ, LONG, INT, ADDRESS, LONG);
    private static MethodHandle WRITE = Downcall.of(Symbol.WRITE, LONG, INT, ADDRESS, LONG);

    private DescriptorCalls() {}

    static int eventfd(int initialValue, int flags) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) EVENTFD.invokeExact(state, initialValue, flags), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdCreate(int clockId, int flags) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) TIMERFD_CREATE.invokeExact(state, clockId, flags), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result(
                    (int) TIMERFD_SETTIME.invokeExact(state, fd, flags, newValueAddress, oldValueAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int timerfdGettime(int fd, long valueAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) TIMERFD_GETTIME.invokeExact(state, fd, valueAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int pipe2(long fdsAddress, int flags) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) PIPE2.invokeExact(state, fdsAddress, flags), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int open(long pathAddress, int flags, int mode) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) OPEN.invokeExact(state, pathAddress, flags, mode), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long lseek(int fd, long offset, int whence) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((long) LSEEK.invokeExact(state, fd, offset, whence), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int fcntl(int fd, int command, int argument) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) FCNTL.invokeExact(state, fd, command, argument), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int ioctl(int fd, long request, long argumentAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) IOCTL.invokeExact(state, fd, request, argumentAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int close(int fd) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long read(int fd, long address, long length) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((long) READ.invokeExact(state, fd, address, length), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long write(int fd, long address, long length) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((long) WRITE.invokeExact(state, fd, address, length), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
