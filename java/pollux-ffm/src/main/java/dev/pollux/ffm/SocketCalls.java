package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls of socket.c. Linked when the first of them is called. */
final class SocketCalls {
    private static MethodHandle SOCKET = Downcall.of(Symbol.SOCKET, INT, INT, INT, INT);
    private static MethodHandle SOCKETPAIR = Downcall.of(Symbol.SOCKETPAIR, INT, INT, INT, INT, ADDRESS);
    private static MethodHandle BIND = Downcall.of(Symbol.BIND, INT, INT, ADDRESS, INT);
    private static MethodHandle LISTEN = Downcall.of(Symbol.LISTEN, INT, INT, INT);
    private static MethodHandle ACCEPT4 = Downcall.of(Symbol.ACCEPT4, INT, INT, ADDRESS, ADDRESS, INT);
    private static MethodHandle CONNECT = Downcall.of(Symbol.CONNECT, INT, INT, ADDRESS, INT);
    private static MethodHandle GETSOCKNAME = Downcall.of(Symbol.GETSOCKNAME, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle GETPEERNAME = Downcall.of(Symbol.GETPEERNAME, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle GETSOCKOPT = Downcall.of(Symbol.GETSOCKOPT, INT, INT, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle SETSOCKOPT = Downcall.of(Symbol.SETSOCKOPT, INT, INT, INT, INT, ADDRESS, INT);
    private static MethodHandle SHUTDOWN = Downcall.of(Symbol.SHUTDOWN, INT, INT, INT);

    private SocketCalls() {}

    static int socket(int domain, int type, int protocol) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int socketpair(int domain, int type, int protocol, long fdsAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) SOCKETPAIR.invokeExact(state, domain, type, protocol, fdsAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int bind(int fd, long addressAddress, int addressLength) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) BIND.invokeExact(state, fd, addressAddress, addressLength), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int listen(int fd, int backlog) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) LISTEN.invokeExact(state, fd, backlog), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result(
                    (int) ACCEPT4.invokeExact(state, fd, addressAddress, addressLengthAddress, flags), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connect(int fd, long addressAddress, int addressLength) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) CONNECT.invokeExact(state, fd, addressAddress, addressLength), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result(
                    (int) GETSOCKNAME.invokeExact(state, fd, addressAddress, addressLengthAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result(
                    (int) GETPEERNAME.invokeExact(state, fd, addressAddress, addressLengthAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result(
                    (int) GETSOCKOPT.invokeExact(state, fd, level, name, valueAddress, lengthAddress), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) SETSOCKOPT.invokeExact(state, fd, level, name, valueAddress, length), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int shutdown(int fd, int how) {
        try {
            MemorySegment state = CallState.ofThread();
            return CallState.result((int) SHUTDOWN.invokeExact(state, fd, how), state);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
