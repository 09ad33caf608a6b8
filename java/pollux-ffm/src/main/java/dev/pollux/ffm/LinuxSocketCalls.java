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

    static int socket(int domain, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(domain, type, protocol);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int socketpair(int domain, int type, int protocol, long fdsAddress) {
        try {
            return (int) SOCKETPAIR.invokeExact(domain, type, protocol, fdsAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int bind(int fd, long addressAddress, int addressLength) {
        try {
            return (int) BIND.invokeExact(fd, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int listen(int fd, int backlog) {
        try {
            return (int) LISTEN.invokeExact(fd, backlog);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        try {
            return (int) ACCEPT4.invokeExact(fd, addressAddress, addressLengthAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connect(int fd, long addressAddress, int addressLength) {
        try {
            return (int) CONNECT.invokeExact(fd, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        try {
            return (int) GETSOCKNAME.invokeExact(fd, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        try {
            return (int) GETPEERNAME.invokeExact(fd, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        try {
            return (int) GETSOCKOPT.invokeExact(fd, level, name, valueAddress, lengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        try {
            return (int) SETSOCKOPT.invokeExact(fd, level, name, valueAddress, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int shutdown(int fd, int how) {
        try {
            return (int) SHUTDOWN.invokeExact(fd, how);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
