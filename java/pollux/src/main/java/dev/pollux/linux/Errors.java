package dev.pollux.linux;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Makes an exception of a negative result: the JDK's own type where it has one, the call and the code in every case. */
final class Errors {
    private Errors() {}

    /** A failed call on a descriptor. */
    static IOException of(String call, long result, int fd) {
        return of(call, result, "descriptor " + fd);
    }

    /** A failed call. {@code result} is {@code -errno}, {@code subject} says what it was made on. */
    static IOException of(String call, long result, String subject) {
        int errno = (int) -result;
        String name = Errno.name(errno);
        String text = Errno.text(errno);
        String message = SystemCallException.message(call, errno, name, text, subject);
        IOException standard = standardType(errno, message, call, subject);
        if (standard == null) {
            return new SystemCallException(call, errno, name, text, subject);
        }
        standard.initCause(SystemCallException.asCause(message, call, errno, name));
        return standard;
    }

    /** A datagram of this socket's found nobody. */
    static PortUnreachableException unreachable(String call, int fd) {
        String name = Errno.name(Errno.ECONNREFUSED);
        String message = SystemCallException.message(
                call, Errno.ECONNREFUSED, name, Errno.text(Errno.ECONNREFUSED), "descriptor " + fd);
        PortUnreachableException unreachable = new PortUnreachableException(message);
        unreachable.initCause(SystemCallException.asCause(message, call, Errno.ECONNREFUSED, name));
        return unreachable;
    }

    private static IOException standardType(int errno, String message, String call, String subject) {
        boolean onPath = call.equals("open");
        String reason = call + ": " + Errno.text(errno) + " (" + Errno.name(errno) + " " + errno + ")";
        switch (errno) {
            case Errno.ECONNREFUSED:
                return new ConnectException(message);
            case Errno.ETIMEDOUT: // of a connect, or of a connection whose peer has gone
                return call.equals("connect") ? new ConnectException(message) : new SocketException(message);
            case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL:
                return new BindException(message);
            case Errno.EHOSTUNREACH, Errno.ENETUNREACH, Errno.EHOSTDOWN, Errno.ENETDOWN:
                return new NoRouteToHostException(message);
            case Errno.ECONNRESET, Errno.EPIPE, Errno.ECONNABORTED, Errno.ENOTCONN, Errno.EISCONN:
                return new SocketException(message);
            case Errno.ENOENT:
                return onPath ? new NoSuchFileException(subject, null, reason) : null;
            case Errno.EACCES:
                return onPath
                        ? new AccessDeniedException(subject, null, reason)
                        : call.equals("bind") ? new BindException(message) : null;
            case Errno.EEXIST:
                return onPath ? new FileAlreadyExistsException(subject, null, reason) : null;
            case Errno.ELOOP:
                return onPath ? new FileSystemLoopException(subject) : null;
            default:
                return null;
        }
    }
}
