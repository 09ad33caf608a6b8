package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;

import java.lang.invoke.MethodHandle;

/** The calls of socket.c. Linked when the first of them is called. */
final class LinuxSocketCalls {
    private static MethodHandle SOCKET = LinuxDowncall.of(LinuxSymbol.SOCKET, INT, INT, INT, INT);
    private static MethodHandle SOCKETPAIR = LinuxDowncall.of(LinuxSymbol.SOCKETPAIR, INT, INT, INT, INT, ADDRESS);
    private static MethodHandle BIND = LinuxDowncall.of(LinuxSymbol.BIND, INT, INT, ADDRESS, INT);
    private static MethodHandle LISTEN = LinuxDowncall.of(LinuxSymbol.LISTEN, INT, INT, INT);
    private static MethodHandle ACCEPT4 = LinuxDowncall.of(LinuxSymbol.ACCEPT4, INT, INT, ADDRESS, ADDRESS, INT);
    private static MethodHandle CONNECT = LinuxDowncall.of(LinuxSymbol.CONNECT, INT, INT, ADDRESS, INT);
    private static MethodHandle GETSOCKNAME = LinuxDowncall.of(LinuxSymbol.GETSOCKNAME, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle GETPEERNAME = LinuxDowncall.of(LinuxSymbol.GETPEERNAME, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle GETSOCKOPT =
            LinuxDowncall.of(LinuxSymbol.GETSOCKOPT, INT, INT, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle SETSOCKOPT = LinuxDowncall.of(LinuxSymbol.SETSOCKOPT, INT, INT, INT, INT, ADDRESS, INT);
    private static MethodHandle SHUTDOWN = LinuxDowncall.of(LinuxSymbol.SHUTDOWN, INT, INT, INT);

    private LinuxSocketCalls() {}

    static int socket(long domain, long type, long protocol) {
        try {
            return (int) (long) SOCKET.invokeExact(domain, type, protocol);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int socketpair(long domain, long type, long protocol, long fdsAddress) {
        try {
            return (int) (long) SOCKETPAIR.invokeExact(domain, type, protocol, fdsAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int bind(long fd, long addressAddress, long addressLength) {
        try {
            return (int) (long) BIND.invokeExact(fd, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int listen(long fd, long backlog) {
        try {
            return (int) (long) LISTEN.invokeExact(fd, backlog);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int accept4(long fd, long addressAddress, long addressLengthAddress, long flags) {
        try {
            return (int) (long) ACCEPT4.invokeExact(fd, addressAddress, addressLengthAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connect(long fd, long addressAddress, long addressLength) {
        try {
            return (int) (long) CONNECT.invokeExact(fd, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockname(long fd, long addressAddress, long addressLengthAddress) {
        try {
            return (int) (long) GETSOCKNAME.invokeExact(fd, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getpeername(long fd, long addressAddress, long addressLengthAddress) {
        try {
            return (int) (long) GETPEERNAME.invokeExact(fd, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockopt(long fd, long level, long name, long valueAddress, long lengthAddress) {
        try {
            return (int) (long) GETSOCKOPT.invokeExact(fd, level, name, valueAddress, lengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int setsockopt(long fd, long level, long name, long valueAddress, long length) {
        try {
            return (int) (long) SETSOCKOPT.invokeExact(fd, level, name, valueAddress, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int shutdown(long fd, long how) {
        try {
            return (int) (long) SHUTDOWN.invokeExact(fd, how);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
