package dev.pollux.windows;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.NotYetConnectedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Makes an exception of a negative result: the JDK's own type where it has one, the call and the code in every case. */
final class Errors {
    private Errors() {}

    /** A failed call. {@code result} is the negated code, {@code subject} says what it was made on. */
    static IOException of(String call, long result, String subject) {
        int code = result == 0 ? WinError.ERROR_GEN_FAILURE : (int) -result;
        String name = WinError.name(code);
        String text = WinError.text(code);
        String message = SystemCallException.message(call, code, name, text, subject);
        IOException standard = standardType(code, message, call, subject);
        if (standard == null) {
            return new SystemCallException(call, code, name, text, subject);
        }
        standard.initCause(SystemCallException.asCause(message, call, code, name));
        return standard;
    }

    /** A failed call that needs a connection. */
    static IOException ofConnected(String call, long result, String subject) {
        if (result == -WinError.WSAENOTCONN) {
            throw new NotYetConnectedException();
        }
        return of(call, result, subject);
    }

    static SystemCallException cause(String call, int code, String subject) {
        return new SystemCallException(call, code, WinError.name(code), WinError.text(code), subject);
    }

    private static IOException standardType(int code, String message, String call, String subject) {
        boolean onPath = call.equals("CreateFileW");
        boolean connecting = call.equals("ConnectEx") || call.equals("connect");
        String reason = call + ": " + WinError.text(code) + " (" + WinError.name(code) + " " + code + ")";
        switch (code) {
            case WinError.WSAECONNREFUSED, WinError.ERROR_CONNECTION_REFUSED, WinError.ERROR_PORT_UNREACHABLE:
                return new ConnectException(message);
            case WinError.WSAETIMEDOUT,
                    WinError.ERROR_SEM_TIMEOUT: // of a connect, or of a connection whose peer has gone
                return connecting ? new ConnectException(message) : new SocketException(message);
            case WinError.WSAEADDRINUSE, WinError.WSAEADDRNOTAVAIL:
                return new BindException(message);
            case WinError.WSAEHOSTUNREACH,
                    WinError.WSAENETUNREACH,
                    WinError.WSAEHOSTDOWN,
                    WinError.WSAENETDOWN,
                    WinError.ERROR_HOST_UNREACHABLE,
                    WinError.ERROR_NETWORK_UNREACHABLE:
                return new NoRouteToHostException(message);
            case WinError.WSAECONNRESET, WinError.ERROR_NETNAME_DELETED:
                return new SocketException("Connection reset; " + message);
            case WinError.WSAECONNABORTED,
                    WinError.ERROR_CONNECTION_ABORTED,
                    WinError.WSAESHUTDOWN,
                    WinError.WSAEDISCON,
                    WinError.WSAENETRESET,
                    WinError.WSAENOTCONN,
                    WinError.WSAEISCONN:
                return new SocketException(message);
            case WinError.ERROR_FILE_NOT_FOUND, WinError.ERROR_PATH_NOT_FOUND:
                return onPath ? new NoSuchFileException(subject, null, reason) : null;
            case WinError.ERROR_FILE_EXISTS, WinError.ERROR_ALREADY_EXISTS:
                return onPath ? new FileAlreadyExistsException(subject, null, reason) : null;
            case WinError.ERROR_ACCESS_DENIED:
                return onPath ? new AccessDeniedException(subject, null, reason) : null;
            case WinError.WSAEACCES: // bind: somebody has the address exclusively
                return call.equals("bind") ? new BindException(message) : null;
            default:
                return null;
        }
    }
}
