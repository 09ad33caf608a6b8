package dev.pollux.windows;

import java.io.IOException;
import java.util.Arrays;

/**
 * Names Windows's error codes, those of Winsock among them, and gives their texts (winerror.h, winsock2.h). {@link NtStatus} makes
 * them of what an operation ended with.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * if (result < 0) {
 *     log(WinError.name(-result) + ": " + WinError.text(-result));
 * }
 * }</pre>
 */
public final class WinError {
    /** The system cannot find the file specified. */
    public static final int ERROR_FILE_NOT_FOUND = 2;

    /** The system cannot find the path specified. */
    public static final int ERROR_PATH_NOT_FOUND = 3;

    /** The system cannot open the file. */
    public static final int ERROR_TOO_MANY_OPEN_FILES = 4;

    /** Access is denied. */
    public static final int ERROR_ACCESS_DENIED = 5;

    /** The handle is invalid. */
    public static final int ERROR_INVALID_HANDLE = 6;

    /** Not enough memory resources are available. */
    public static final int ERROR_NOT_ENOUGH_MEMORY = 8;

    /** Not enough storage is available. */
    public static final int ERROR_OUTOFMEMORY = 14;

    /** The call failed without a code. */
    public static final int ERROR_GEN_FAILURE = 31;

    /** The file is being used by another process. */
    public static final int ERROR_SHARING_VIOLATION = 32;

    /** Reached the end of the file. */
    public static final int ERROR_HANDLE_EOF = 38;

    /** The request is not supported. */
    public static final int ERROR_NOT_SUPPORTED = 50;

    /** The specified network name is no longer available. */
    public static final int ERROR_NETNAME_DELETED = 64;

    /** The file exists. */
    public static final int ERROR_FILE_EXISTS = 80;

    /** The parameter is incorrect. */
    public static final int ERROR_INVALID_PARAMETER = 87;

    /** The pipe has been ended. */
    public static final int ERROR_BROKEN_PIPE = 109;

    /** The semaphore timeout period has expired. */
    public static final int ERROR_SEM_TIMEOUT = 121;

    /** The data area passed to a system call is too small. */
    public static final int ERROR_INSUFFICIENT_BUFFER = 122;

    /** The file name, directory name, or volume label syntax is incorrect. */
    public static final int ERROR_INVALID_NAME = 123;

    /** Cannot create a file when that file already exists. */
    public static final int ERROR_ALREADY_EXISTS = 183;

    /** All pipe instances are busy. */
    public static final int ERROR_PIPE_BUSY = 231;

    /** The pipe is being closed. */
    public static final int ERROR_NO_DATA = 232;

    /** No process is on the other end of the pipe. */
    public static final int ERROR_PIPE_NOT_CONNECTED = 233;

    /** More data is available. */
    public static final int ERROR_MORE_DATA = 234;

    /** The wait operation timed out. */
    public static final int WAIT_TIMEOUT = 258;

    /** The system has no code for this status. */
    public static final int ERROR_MR_MID_NOT_FOUND = 317;

    /** There is a process on the other end of the pipe. */
    public static final int ERROR_PIPE_CONNECTED = 535;

    /** Waiting for a process to open the other end of the pipe. */
    public static final int ERROR_PIPE_LISTENING = 536;

    /** The handle was closed while a wait on it was outstanding. */
    public static final int ERROR_ABANDONED_WAIT_0 = 735;

    /** The operation was cancelled, or its thread or handle has ended. */
    public static final int ERROR_OPERATION_ABORTED = 995;

    /** Overlapped I/O event is not in a signaled state. */
    public static final int ERROR_IO_INCOMPLETE = 996;

    /** Overlapped I/O operation is in progress. */
    public static final int ERROR_IO_PENDING = 997;

    /** Element not found. */
    public static final int ERROR_NOT_FOUND = 1168;

    /** The remote computer refused the network connection. */
    public static final int ERROR_CONNECTION_REFUSED = 1225;

    /** The network connection was gracefully closed. */
    public static final int ERROR_GRACEFUL_DISCONNECT = 1226;

    /** An operation was attempted on a nonexistent network connection. */
    public static final int ERROR_CONNECTION_INVALID = 1229;

    /** The network location cannot be reached. */
    public static final int ERROR_NETWORK_UNREACHABLE = 1231;

    /** The host cannot be reached. */
    public static final int ERROR_HOST_UNREACHABLE = 1232;

    /** The remote system does not support the protocol. */
    public static final int ERROR_PROTOCOL_UNREACHABLE = 1233;

    /** No service is operating at the destination port on the remote system. */
    public static final int ERROR_PORT_UNREACHABLE = 1234;

    /** The request was aborted. */
    public static final int ERROR_REQUEST_ABORTED = 1235;

    /** The network connection was aborted by the local system. */
    public static final int ERROR_CONNECTION_ABORTED = 1236;

    /** Insufficient system resources exist. */
    public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;

    /** The paging file is too small. */
    public static final int ERROR_COMMITMENT_LIMIT = 1455;

    /** A blocking operation was interrupted. */
    public static final int WSAEINTR = 10004;

    /** The handle is not valid. */
    public static final int WSAEBADF = 10009;

    /** The socket may not be accessed this way. */
    public static final int WSAEACCES = 10013;

    /** An invalid pointer address was detected. */
    public static final int WSAEFAULT = 10014;

    /** An invalid argument was supplied. */
    public static final int WSAEINVAL = 10022;

    /** Too many open sockets. */
    public static final int WSAEMFILE = 10024;

    /** The operation would block. */
    public static final int WSAEWOULDBLOCK = 10035;

    /** A blocking operation is in progress. */
    public static final int WSAEINPROGRESS = 10036;

    /** The operation is already in progress. */
    public static final int WSAEALREADY = 10037;

    /** The handle is not a socket. */
    public static final int WSAENOTSOCK = 10038;

    /** An address is required. */
    public static final int WSAEDESTADDRREQ = 10039;

    /** The datagram is longer than the buffer, or than what can be sent. */
    public static final int WSAEMSGSIZE = 10040;

    /** The protocol does not support the socket's type. */
    public static final int WSAEPROTOTYPE = 10041;

    /** The option is unknown or unsupported at its level. */
    public static final int WSAENOPROTOOPT = 10042;

    /** The protocol is not configured, or does not exist. */
    public static final int WSAEPROTONOSUPPORT = 10043;

    /** The socket type is not supported in this address family. */
    public static final int WSAESOCKTNOSUPPORT = 10044;

    /** The operation is not supported by this kind of socket. */
    public static final int WSAEOPNOTSUPP = 10045;

    /** The protocol family is not configured, or does not exist. */
    public static final int WSAEPFNOSUPPORT = 10046;

    /** The address is incompatible with the protocol. */
    public static final int WSAEAFNOSUPPORT = 10047;

    /** Only one usage of each socket address is normally permitted. */
    public static final int WSAEADDRINUSE = 10048;

    /** The address is not valid in its context. */
    public static final int WSAEADDRNOTAVAIL = 10049;

    /** The network is down. */
    public static final int WSAENETDOWN = 10050;

    /** The network is unreachable. */
    public static final int WSAENETUNREACH = 10051;

    /** The connection was broken by keep-alive. */
    public static final int WSAENETRESET = 10052;

    /** The connection was aborted by the software in this machine. */
    public static final int WSAECONNABORTED = 10053;

    /** The connection was forcibly closed by the remote host. */
    public static final int WSAECONNRESET = 10054;

    /** The system lacks buffer space, or a queue is full. */
    public static final int WSAENOBUFS = 10055;

    /** The socket is connected already. */
    public static final int WSAEISCONN = 10056;

    /** The socket is not connected. */
    public static final int WSAENOTCONN = 10057;

    /** The socket was shut down in that direction. */
    public static final int WSAESHUTDOWN = 10058;

    /** The connection's other end did not respond in time. */
    public static final int WSAETIMEDOUT = 10060;

    /** The target machine actively refused the connection. */
    public static final int WSAECONNREFUSED = 10061;

    /** The name is too long. */
    public static final int WSAENAMETOOLONG = 10063;

    /** The host is down. */
    public static final int WSAEHOSTDOWN = 10064;

    /** The host is unreachable. */
    public static final int WSAEHOSTUNREACH = 10065;

    /** Too many processes use Winsock. */
    public static final int WSAEPROCLIM = 10067;

    /** The network subsystem is unavailable. */
    public static final int WSASYSNOTREADY = 10091;

    /** The Winsock version is not supported. */
    public static final int WSAVERNOTSUPPORTED = 10092;

    /** WSAStartup was not called, or failed. */
    public static final int WSANOTINITIALISED = 10093;

    /** The remote side has shut the connection down gracefully. */
    public static final int WSAEDISCON = 10101;

    // NTSTATUS
    private static final int[] CODES; // sorted
    private static final String[] NAMES;
    private static final String[] TEXTS;

    private record Entry(int code, String name, String text) {}

    static {
        Entry[] entries = {
            new Entry(ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND", "The system cannot find the file specified"),
            new Entry(ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND", "The system cannot find the path specified"),
            new Entry(ERROR_TOO_MANY_OPEN_FILES, "ERROR_TOO_MANY_OPEN_FILES", "The system cannot open the file"),
            new Entry(ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED", "Access is denied"),
            new Entry(ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE", "The handle is invalid"),
            new Entry(ERROR_NOT_ENOUGH_MEMORY, "ERROR_NOT_ENOUGH_MEMORY", "Not enough memory resources are available"),
            new Entry(ERROR_OUTOFMEMORY, "ERROR_OUTOFMEMORY", "Not enough storage is available"),
            new Entry(ERROR_GEN_FAILURE, "ERROR_GEN_FAILURE", "The call failed without a code"),
            new Entry(ERROR_SHARING_VIOLATION, "ERROR_SHARING_VIOLATION", "The file is being used by another process"),
            new Entry(ERROR_HANDLE_EOF, "ERROR_HANDLE_EOF", "Reached the end of the file"),
            new Entry(ERROR_NOT_SUPPORTED, "ERROR_NOT_SUPPORTED", "The request is not supported"),
            new Entry(
                    ERROR_NETNAME_DELETED,
                    "ERROR_NETNAME_DELETED",
                    "The specified network name is no longer available"),
            new Entry(ERROR_FILE_EXISTS, "ERROR_FILE_EXISTS", "The file exists"),
            new Entry(ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER", "The parameter is incorrect"),
            new Entry(ERROR_BROKEN_PIPE, "ERROR_BROKEN_PIPE", "The pipe has been ended"),
            new Entry(ERROR_SEM_TIMEOUT, "ERROR_SEM_TIMEOUT", "The semaphore timeout period has expired"),
            new Entry(
                    ERROR_INSUFFICIENT_BUFFER,
                    "ERROR_INSUFFICIENT_BUFFER",
                    "The data area passed to a system call is too small"),
            new Entry(
                    ERROR_INVALID_NAME,
                    "ERROR_INVALID_NAME",
                    "The file name, directory name, or volume label syntax is incorrect"),
            new Entry(
                    ERROR_ALREADY_EXISTS, "ERROR_ALREADY_EXISTS", "Cannot create a file when that file already exists"),
            new Entry(ERROR_PIPE_BUSY, "ERROR_PIPE_BUSY", "All pipe instances are busy"),
            new Entry(ERROR_NO_DATA, "ERROR_NO_DATA", "The pipe is being closed"),
            new Entry(
                    ERROR_PIPE_NOT_CONNECTED, "ERROR_PIPE_NOT_CONNECTED", "No process is on the other end of the pipe"),
            new Entry(ERROR_MORE_DATA, "ERROR_MORE_DATA", "More data is available"),
            new Entry(WAIT_TIMEOUT, "WAIT_TIMEOUT", "The wait operation timed out"),
            new Entry(ERROR_MR_MID_NOT_FOUND, "ERROR_MR_MID_NOT_FOUND", "The system has no code for this status"),
            new Entry(ERROR_PIPE_CONNECTED, "ERROR_PIPE_CONNECTED", "There is a process on the other end of the pipe"),
            new Entry(
                    ERROR_PIPE_LISTENING,
                    "ERROR_PIPE_LISTENING",
                    "Waiting for a process to open the other end of the pipe"),
            new Entry(
                    ERROR_ABANDONED_WAIT_0,
                    "ERROR_ABANDONED_WAIT_0",
                    "The handle was closed while a wait on it was outstanding"),
            new Entry(
                    ERROR_OPERATION_ABORTED,
                    "ERROR_OPERATION_ABORTED",
                    "The operation was cancelled, or its thread or handle has ended"),
            new Entry(ERROR_IO_INCOMPLETE, "ERROR_IO_INCOMPLETE", "Overlapped I/O event is not in a signaled state"),
            new Entry(ERROR_IO_PENDING, "ERROR_IO_PENDING", "Overlapped I/O operation is in progress"),
            new Entry(ERROR_NOT_FOUND, "ERROR_NOT_FOUND", "Element not found"),
            new Entry(
                    ERROR_CONNECTION_REFUSED,
                    "ERROR_CONNECTION_REFUSED",
                    "The remote computer refused the network connection"),
            new Entry(
                    ERROR_GRACEFUL_DISCONNECT,
                    "ERROR_GRACEFUL_DISCONNECT",
                    "The network connection was gracefully closed"),
            new Entry(
                    ERROR_CONNECTION_INVALID,
                    "ERROR_CONNECTION_INVALID",
                    "An operation was attempted on a nonexistent network connection"),
            new Entry(ERROR_NETWORK_UNREACHABLE, "ERROR_NETWORK_UNREACHABLE", "The network location cannot be reached"),
            new Entry(ERROR_HOST_UNREACHABLE, "ERROR_HOST_UNREACHABLE", "The host cannot be reached"),
            new Entry(
                    ERROR_PROTOCOL_UNREACHABLE,
                    "ERROR_PROTOCOL_UNREACHABLE",
                    "The remote system does not support the protocol"),
            new Entry(
                    ERROR_PORT_UNREACHABLE,
                    "ERROR_PORT_UNREACHABLE",
                    "No service is operating at the destination port on the remote system"),
            new Entry(ERROR_REQUEST_ABORTED, "ERROR_REQUEST_ABORTED", "The request was aborted"),
            new Entry(
                    ERROR_CONNECTION_ABORTED,
                    "ERROR_CONNECTION_ABORTED",
                    "The network connection was aborted by the local system"),
            new Entry(ERROR_NO_SYSTEM_RESOURCES, "ERROR_NO_SYSTEM_RESOURCES", "Insufficient system resources exist"),
            new Entry(ERROR_COMMITMENT_LIMIT, "ERROR_COMMITMENT_LIMIT", "The paging file is too small"),
            new Entry(WSAEINTR, "WSAEINTR", "A blocking operation was interrupted"),
            new Entry(WSAEBADF, "WSAEBADF", "The handle is not valid"),
            new Entry(WSAEACCES, "WSAEACCES", "The socket may not be accessed this way"),
            new Entry(WSAEFAULT, "WSAEFAULT", "An invalid pointer address was detected"),
            new Entry(WSAEINVAL, "WSAEINVAL", "An invalid argument was supplied"),
            new Entry(WSAEMFILE, "WSAEMFILE", "Too many open sockets"),
            new Entry(WSAEWOULDBLOCK, "WSAEWOULDBLOCK", "The operation would block"),
            new Entry(WSAEINPROGRESS, "WSAEINPROGRESS", "A blocking operation is in progress"),
            new Entry(WSAEALREADY, "WSAEALREADY", "The operation is already in progress"),
            new Entry(WSAENOTSOCK, "WSAENOTSOCK", "The handle is not a socket"),
            new Entry(WSAEDESTADDRREQ, "WSAEDESTADDRREQ", "An address is required"),
            new Entry(WSAEMSGSIZE, "WSAEMSGSIZE", "The datagram is longer than the buffer, or than what can be sent"),
            new Entry(WSAEPROTOTYPE, "WSAEPROTOTYPE", "The protocol does not support the socket's type"),
            new Entry(WSAENOPROTOOPT, "WSAENOPROTOOPT", "The option is unknown or unsupported at its level"),
            new Entry(WSAEPROTONOSUPPORT, "WSAEPROTONOSUPPORT", "The protocol is not configured, or does not exist"),
            new Entry(
                    WSAESOCKTNOSUPPORT,
                    "WSAESOCKTNOSUPPORT",
                    "The socket type is not supported in this address family"),
            new Entry(WSAEOPNOTSUPP, "WSAEOPNOTSUPP", "The operation is not supported by this kind of socket"),
            new Entry(WSAEPFNOSUPPORT, "WSAEPFNOSUPPORT", "The protocol family is not configured, or does not exist"),
            new Entry(WSAEAFNOSUPPORT, "WSAEAFNOSUPPORT", "The address is incompatible with the protocol"),
            new Entry(WSAEADDRINUSE, "WSAEADDRINUSE", "Only one usage of each socket address is normally permitted"),
            new Entry(WSAEADDRNOTAVAIL, "WSAEADDRNOTAVAIL", "The address is not valid in its context"),
            new Entry(WSAENETDOWN, "WSAENETDOWN", "The network is down"),
            new Entry(WSAENETUNREACH, "WSAENETUNREACH", "The network is unreachable"),
            new Entry(WSAENETRESET, "WSAENETRESET", "The connection was broken by keep-alive"),
            new Entry(WSAECONNABORTED, "WSAECONNABORTED", "The connection was aborted by the software in this machine"),
            new Entry(WSAECONNRESET, "WSAECONNRESET", "The connection was forcibly closed by the remote host"),
            new Entry(WSAENOBUFS, "WSAENOBUFS", "The system lacks buffer space, or a queue is full"),
            new Entry(WSAEISCONN, "WSAEISCONN", "The socket is connected already"),
            new Entry(WSAENOTCONN, "WSAENOTCONN", "The socket is not connected"),
            new Entry(WSAESHUTDOWN, "WSAESHUTDOWN", "The socket was shut down in that direction"),
            new Entry(WSAETIMEDOUT, "WSAETIMEDOUT", "The connection's other end did not respond in time"),
            new Entry(WSAECONNREFUSED, "WSAECONNREFUSED", "The target machine actively refused the connection"),
            new Entry(WSAENAMETOOLONG, "WSAENAMETOOLONG", "The name is too long"),
            new Entry(WSAEHOSTDOWN, "WSAEHOSTDOWN", "The host is down"),
            new Entry(WSAEHOSTUNREACH, "WSAEHOSTUNREACH", "The host is unreachable"),
            new Entry(WSAEPROCLIM, "WSAEPROCLIM", "Too many processes use Winsock"),
            new Entry(WSASYSNOTREADY, "WSASYSNOTREADY", "The network subsystem is unavailable"),
            new Entry(WSAVERNOTSUPPORTED, "WSAVERNOTSUPPORTED", "The Winsock version is not supported"),
            new Entry(WSANOTINITIALISED, "WSANOTINITIALISED", "WSAStartup was not called, or failed"),
            new Entry(WSAEDISCON, "WSAEDISCON", "The remote side has shut the connection down gracefully"),
        };
        CODES = Arrays.stream(entries).mapToInt(Entry::code).toArray();
        NAMES = Arrays.stream(entries).map(Entry::name).toArray(String[]::new);
        TEXTS = Arrays.stream(entries).map(Entry::text).toArray(String[]::new);
    }

    private WinError() {}

    /**
     * {@return the symbolic name, {@code ERROR_NOT_FOUND} for instance}
     *
     * @param code a Win32 or WSA code
     */
    public static String name(int code) {
        int index = Arrays.binarySearch(CODES, code);
        return index >= 0 ? NAMES[index] : "ERROR_" + code;
    }

    /**
     * {@return the system's text (FormatMessageW), without the end of the line, or a text of our own where it has none, or is not
     * there}
     *
     * @param code a Win32 or WSA code
     */
    public static String text(int code) {
        String text = Windows.CALLS == null ? "" : SystemText.of(code);
        return text.isEmpty() ? ownText(code) : text;
    }

    static String ownText(int code) {
        int index = Arrays.binarySearch(CODES, code);
        return index >= 0 ? TEXTS[index] : "Unknown error " + code;
    }

    /**
     * Makes an exception of a code: the JDK's own type where it has one, with a {@link dev.pollux.system.SystemCallException}
     * as its cause, else such a one.
     *
     * @param call the name of the function that failed
     * @param code a Win32 or WSA code
     * @param subject what the call was made on, or an empty string
     * @return the exception, for the caller to throw
     */
    public static IOException exception(String call, int code, String subject) {
        return Errors.of(call, -code, subject);
    }

    /** A message that was longer than the buffer. */
    static boolean isTruncation(int code) {
        return code == ERROR_MORE_DATA || code == WSAEMSGSIZE;
    }

    /** What may pass by itself. */
    static boolean isOutOfMemory(int code) {
        return code == ERROR_NO_SYSTEM_RESOURCES
                || code == ERROR_NOT_ENOUGH_MEMORY
                || code == ERROR_OUTOFMEMORY
                || code == ERROR_COMMITMENT_LIMIT
                || code == WSAENOBUFS;
    }

    /** The codes under which an operation may end when its handle is closed on this side. */
    static boolean meansClosedHere(int code) {
        return switch (code) {
            case ERROR_OPERATION_ABORTED,
                    ERROR_NETNAME_DELETED,
                    ERROR_INVALID_HANDLE,
                    ERROR_CONNECTION_ABORTED,
                    ERROR_REQUEST_ABORTED,
                    WSAECONNABORTED,
                    WSAENOTSOCK,
                    WSAEBADF,
                    WSAEINTR -> true;
            default -> false;
        };
    }
}
