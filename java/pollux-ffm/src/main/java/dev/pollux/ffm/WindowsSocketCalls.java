package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of socket.c. Linked when the first of them is called. */
final class WindowsSocketCalls {
    private static MethodHandle WSA_STARTUP = WindowsDowncall.stateless(WindowsSymbol.WSA_STARTUP, INT, ADDRESS);
    private static MethodHandle WSA_SOCKET =
            WindowsDowncall.socket(WindowsSymbol.WSA_SOCKET, INT, INT, INT, ADDRESS, INT, INT);
    private static MethodHandle CLOSESOCKET = WindowsDowncall.winsock(WindowsSymbol.CLOSESOCKET, LONG);
    private static MethodHandle BIND = WindowsDowncall.winsock(WindowsSymbol.BIND, LONG, ADDRESS, INT);
    private static MethodHandle LISTEN = WindowsDowncall.winsock(WindowsSymbol.LISTEN, LONG, INT);
    private static MethodHandle CONNECT = WindowsDowncall.winsock(WindowsSymbol.CONNECT, LONG, ADDRESS, INT);
    private static MethodHandle GETSOCKNAME =
            WindowsDowncall.winsock(WindowsSymbol.GETSOCKNAME, LONG, ADDRESS, ADDRESS);
    private static MethodHandle GETPEERNAME =
            WindowsDowncall.winsock(WindowsSymbol.GETPEERNAME, LONG, ADDRESS, ADDRESS);
    private static MethodHandle GETSOCKOPT =
            WindowsDowncall.winsock(WindowsSymbol.GETSOCKOPT, LONG, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle SETSOCKOPT =
            WindowsDowncall.winsock(WindowsSymbol.SETSOCKOPT, LONG, INT, INT, ADDRESS, INT);
    private static MethodHandle SHUTDOWN = WindowsDowncall.winsock(WindowsSymbol.SHUTDOWN, LONG, INT);
    private static MethodHandle IOCTLSOCKET = WindowsDowncall.winsock(WindowsSymbol.IOCTLSOCKET, LONG, INT, ADDRESS);
    private static MethodHandle WSA_IOCTL = WindowsDowncall.winsock(
            WindowsSymbol.WSA_IOCTL, LONG, INT, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS);

    private WindowsSocketCalls() {}

    static int wsaStartup(long version, long dataAddress) {
        try {
            return -(int) (long) WSA_STARTUP.invokeExact(version, dataAddress); // the code itself
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long wsaSocket(long family, long type, long protocol, long flags) {
        try {
            return (long) WSA_SOCKET.invokeExact(family, type, protocol, 0L, 0L, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int closesocket(long socket) {
        try {
            return (int) (long) CLOSESOCKET.invokeExact(socket);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int bind(long socket, long addressAddress, long addressLength) {
        try {
            return (int) (long) BIND.invokeExact(socket, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int listen(long socket, long backlog) {
        try {
            return (int) (long) LISTEN.invokeExact(socket, backlog);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connect(long socket, long addressAddress, long addressLength) {
        try {
            return (int) (long) CONNECT.invokeExact(socket, addressAddress, addressLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockname(long socket, long addressAddress, long addressLengthAddress) {
        try {
            return (int) (long) GETSOCKNAME.invokeExact(socket, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getpeername(long socket, long addressAddress, long addressLengthAddress) {
        try {
            return (int) (long) GETPEERNAME.invokeExact(socket, addressAddress, addressLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockopt(long socket, long level, long name, long valueAddress, long lengthAddress) {
        try {
            return (int) (long) GETSOCKOPT.invokeExact(socket, level, name, valueAddress, lengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int setsockopt(long socket, long level, long name, long valueAddress, long length) {
        try {
            return (int) (long) SETSOCKOPT.invokeExact(socket, level, name, valueAddress, length);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int shutdown(long socket, long how) {
        try {
            return (int) (long) SHUTDOWN.invokeExact(socket, how);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int ioctlsocket(long socket, long command, long argumentAddress) {
        try {
            return (int) (long) IOCTLSOCKET.invokeExact(socket, command, argumentAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int wsaIoctl(
            long socket,
            long code,
            long inAddress,
            long inLength,
            long outAddress,
            long outLength,
            long bytesReturnedAddress) {
        try {
            return (int) (long) WSA_IOCTL.invokeExact(
                    socket, code, inAddress, inLength, outAddress, outLength, bytesReturnedAddress, 0L, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
