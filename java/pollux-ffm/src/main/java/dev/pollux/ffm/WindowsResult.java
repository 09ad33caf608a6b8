package dev.pollux.ffm;

import dev.pollux.binding.WindowsFailure;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The ways that Windows's functions tell a failure. */
enum WindowsResult {
    /** TRUE, which is 1 here, or FALSE and GetLastError. */
    BOOL("ofBool", Code.KERNEL),

    /** A number, or 0 and GetLastError. */
    COUNT("ofCount", Code.KERNEL),

    /** A port, or NULL and GetLastError. */
    PORT("ofPort", Code.KERNEL),

    /** A handle, or INVALID_HANDLE_VALUE and GetLastError. */
    HANDLE("ofHandle", Code.KERNEL),

    /** A socket, or INVALID_SOCKET and WSAGetLastError. */
    SOCKET("ofSocket", Code.WINSOCK),

    /** 0 or more, or SOCKET_ERROR and WSAGetLastError. */
    WINSOCK("ofWinsock", Code.WINSOCK),

    /** TRUE, or FALSE and WSAGetLastError. */
    EXTENSION("ofExtension", Code.WINSOCK);

    private static final long NO_HANDLE = -1; // INVALID_HANDLE_VALUE and INVALID_SOCKET
    private static final int SOCKET_ERROR = -1;

    private static final class Code {
        private static final String KERNEL = "GetLastError";
        private static final String WINSOCK = "WSAGetLastError";

        private static final long OF_KERNEL = CallState.offset(KERNEL);
        private static final long OF_WINSOCK = CallState.offset(WINSOCK);
    }

    private final String method;
    private final Linker.Option saved;

    WindowsResult(String method, String code) {
        this.method = method;
        this.saved = Linker.Option.captureCallState(code);
    }

    /** {@return what a handle is to be linked with} */
    Linker.Option saved() {
        return saved;
    }

    /** Makes of a handle that takes the state for the code one that takes none and tells the result. */
    MethodHandle told(MethodHandle downcall) {
        return CallState.taken(downcall, MethodHandles.lookup(), method);
    }

    @SuppressWarnings("unused") // through handles, as those below
    private static long ofBool(long result) {
        return (int) result != 0 ? 1 : WindowsFailure.ofBool(CallState.code(Code.OF_KERNEL));
    }

    @SuppressWarnings("unused")
    private static long ofCount(long result) {
        return (int) result != 0 ? (int) result : WindowsFailure.ofBool(CallState.code(Code.OF_KERNEL));
    }

    @SuppressWarnings("unused")
    private static long ofPort(long result) {
        return result != 0 ? result : WindowsFailure.ofHandle(CallState.code(Code.OF_KERNEL));
    }

    @SuppressWarnings("unused")
    private static long ofHandle(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofHandle(CallState.code(Code.OF_KERNEL));
    }

    @SuppressWarnings("unused")
    private static long ofSocket(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofWinsock(CallState.code(Code.OF_WINSOCK));
    }

    @SuppressWarnings("unused")
    private static long ofWinsock(long result) {
        return (int) result != SOCKET_ERROR ? (int) result : WindowsFailure.ofWinsock(CallState.code(Code.OF_WINSOCK));
    }

    @SuppressWarnings("unused")
    private static long ofExtension(long result) {
        return (int) result != 0 ? 1 : WindowsFailure.ofBool(CallState.code(Code.OF_WINSOCK));
    }
}
