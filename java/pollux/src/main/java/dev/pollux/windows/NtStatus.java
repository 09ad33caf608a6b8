package dev.pollux.windows;

/**
 * Tells which error code an NTSTATUS stands for (ntstatus.h): what {@link Overlapped#status()} gives, as the call itself would have
 * told it. {@link Overlapped#error()} does so for its operation.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * int code = NtStatus.socketError(operation.status());
 * String name = WinError.name(code);
 * }</pre>
 */
public final class NtStatus {
    static final int STATUS_ALERTED = 0x101; // Wine's, of what was left undone because its thread has ended
    static final int STATUS_TIMEOUT = 0x102;
    static final int STATUS_PENDING = 0x103;
    static final int STATUS_BUFFER_OVERFLOW = 0x8000_0005;
    static final int STATUS_HANDLES_CLOSED = 0x8000_000A;
    static final int STATUS_CANCELLED = 0xC000_0120;

    private NtStatus() {}

    /**
     * {@return what an NTSTATUS stands for, on a file or pipe: RtlNtStatusToDosError}
     *
     * @param status an NTSTATUS, as in OVERLAPPED's Internal
     */
    public static int error(int status) {
        if (isSuccess(status)) {
            return 0;
        }
        return switch (status) {
            case STATUS_PENDING -> WinError.ERROR_IO_PENDING;
            case STATUS_BUFFER_OVERFLOW -> WinError.ERROR_MORE_DATA;
            case STATUS_CANCELLED, STATUS_HANDLES_CLOSED, STATUS_ALERTED -> WinError.ERROR_OPERATION_ABORTED;
            case 0xC000_0011 -> WinError.ERROR_HANDLE_EOF; // END_OF_FILE
            default ->
                Windows.CALLS == null ? WinError.ERROR_MR_MID_NOT_FOUND : Windows.CALLS.rtlNtStatusToDosError(status);
        };
    }

    /**
     * {@return what an NTSTATUS stands for, on a socket: what the call itself would have failed with. A cancelled operation's is
     * {@link WinError#ERROR_OPERATION_ABORTED}. Two codes stay Win32's: {@link WinError#ERROR_NETNAME_DELETED}, which means a reset, or a
     * close on this side, and {@link WinError#ERROR_PORT_UNREACHABLE}}
     *
     * @param status an NTSTATUS, as in OVERLAPPED's Internal
     */
    public static int socketError(int status) {
        if (isSuccess(status)) {
            return 0;
        }
        return switch (status) {
            case STATUS_PENDING -> WinError.ERROR_IO_PENDING;
            case 0xC000_0240 -> WinError.ERROR_OPERATION_ABORTED; // REQUEST_ABORTED
            case STATUS_BUFFER_OVERFLOW, 0xC000_0206 -> WinError.WSAEMSGSIZE; // INVALID_BUFFER_SIZE
            case 0xC000_00C9 -> WinError.ERROR_NETNAME_DELETED; // NETWORK_NAME_DELETED
            case 0xC000_023F -> WinError.ERROR_PORT_UNREACHABLE; // PORT_UNREACHABLE
            case 0xC000_013C, // REMOTE_DISCONNECT
                    0xC000_020D, // CONNECTION_RESET
                    0xC000_013E, // LINK_FAILED
                    0xC000_020C, // CONNECTION_DISCONNECTED
                    0xC000_A012 -> WinError.WSAECONNRESET; // HOPLIMIT_EXCEEDED
            case 0xC000_013B, // LOCAL_DISCONNECT
                    0xC000_020F, // TRANSACTION_ABORTED
                    0xC000_0241 -> WinError.WSAECONNABORTED; // CONNECTION_ABORTED
            case 0xC000_00BC, // REMOTE_NOT_LISTENING
                    0xC000_0236 -> WinError.WSAECONNREFUSED; // CONNECTION_REFUSED
            case STATUS_TIMEOUT,
                    0xC000_00B5, // IO_TIMEOUT
                    0xC000_013F -> WinError.WSAETIMEDOUT; // LINK_TIMEOUT
            case 0xC000_0237 -> WinError.WSAEDISCON; // GRACEFUL_DISCONNECT
            case 0xC000_0140, 0xC000_023A -> WinError.WSAENOTCONN; // INVALID_CONNECTION, CONNECTION_INVALID
            case 0xC000_00B0 -> WinError.WSAESHUTDOWN; // PIPE_DISCONNECTED
            case 0xC000_023D -> WinError.WSAEHOSTUNREACH; // HOST_UNREACHABLE
            case 0xC000_00BE, // BAD_NETWORK_PATH
                    0xC000_023C, // NETWORK_UNREACHABLE
                    0xC000_023E -> WinError.WSAENETUNREACH; // PROTOCOL_UNREACHABLE
            case 0xC000_00BF, // NETWORK_BUSY
                    0xC000_00C3, // INVALID_NETWORK_RESPONSE
                    0xC000_00C4, // UNEXPECTED_NETWORK_ERROR
                    0xC000_000E, // NO_SUCH_DEVICE
                    0xC000_000F, // NO_SUCH_FILE
                    0xC000_0034, // OBJECT_NAME_NOT_FOUND
                    0xC000_003A -> WinError.WSAENETDOWN; // OBJECT_PATH_NOT_FOUND
            case 0xC000_0209, // TOO_MANY_ADDRESSES
                    0xC000_0043, // SHARING_VIOLATION
                    0xC000_020A -> WinError.WSAEADDRINUSE; // ADDRESS_ALREADY_EXISTS
            case 0xC000_0018, // CONFLICTING_ADDRESSES
                    0xC000_0141, // INVALID_ADDRESS
                    0xC000_0207 -> WinError.WSAEADDRNOTAVAIL; // INVALID_ADDRESS_COMPONENT
            case 0xC000_0017, // NO_MEMORY
                    0xC000_0044, // QUOTA_EXCEEDED
                    0xC000_009A, // INSUFFICIENT_RESOURCES
                    0xC000_00A1, // WORKING_SET_QUOTA
                    0xC000_012C, // PAGEFILE_QUOTA
                    0xC000_012D, // COMMITMENT_LIMIT
                    0xC000_013D -> WinError.WSAENOBUFS; // REMOTE_RESOURCES
            case 0xC000_0005, 0xC000_0023 -> WinError.WSAEFAULT; // ACCESS_VIOLATION, BUFFER_TOO_SMALL
            case 0xC000_00A3, 0xC000_00D0 -> WinError.WSAEWOULDBLOCK; // DEVICE_NOT_READY, REQUEST_NOT_ACCEPTED
            case 0xC000_0008, 0xC000_0024 -> WinError.WSAENOTSOCK; // INVALID_HANDLE, OBJECT_TYPE_MISMATCH
            case 0xC000_0002, 0xC000_00BB -> WinError.WSAEOPNOTSUPP; // NOT_IMPLEMENTED, NOT_SUPPORTED
            case 0xC000_0022 -> WinError.WSAEACCES; // ACCESS_DENIED
            case 0xC000_000D -> WinError.WSAEINVAL; // INVALID_PARAMETER
            default -> error(status);
        };
    }

    /** NT_SUCCESS, except for three codes: informational ones tell of expedited or partial data that was received, for instance. */
    private static boolean isSuccess(int status) {
        return status >= 0 && (status < STATUS_ALERTED || status > STATUS_PENDING);
    }
}
