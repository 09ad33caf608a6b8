package dev.pollux.linux;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Makes an exception of a negative result: the JDK's own type where it has one, the call and the code in every case. */
final class Errors {
    private Errors() {}

    /** A failed call on a descriptor. */
    static IOException of(String call, long result, int fd) {
        return of(call, result, "descriptor " + fd);
    }

    /** A failed call; {@code result} is {@code -errno}, {@code subject} says what it was made on. */
    static IOException of(String call, long result, String subject) {
        int errno = (int) -result;
        SystemCallException cause = new SystemCallException(call, errno, Errno.name(errno), Errno.text(errno), subject);
        IOException standard = standardType(errno, cause.getMessage(), call);
        if (standard == null) {
            return cause;
        }
        standard.initCause(cause);
        return standard;
    }

    private static IOException standardType(int errno, String message, String call) {
        boolean onPath = call.equals("open");
        switch (errno) {
            case Errno.ECONNREFUSED, Errno.ETIMEDOUT:
                return new ConnectException(message);
            case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL:
                return new BindException(message);
            case Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.EHOSTDOWN, Errno.ENETDOWN:
                return new NoRouteToHostException(message);
            case Errno.ECONNRESET, Errno.EPIPE, Errno.ECONNABORTED, Errno.ENOTCONN, Errno.EISCONN:
                return new SocketException(message);
            case Errno.ENOENT:
                return onPath ? new NoSuchFileException(message) : null;
            case Errno.EACCES:
                return onPath ? new AccessDeniedException(message) : null;
            case Errno.ELOOP:
                return onPath ? new FileSystemLoopException(message) : null;
            default:
                return null;
        }
    }
}
