package dev.pollux.ffm;

import dev.pollux.binding.WindowsFailure;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/**
 * Links functions of Windows's libraries, one method for each way that they tell a failure. The types of the arguments are what
 * C declares, for the reader: their number is used. See {@link Downcall}.
 */
@SuppressWarnings("restricted")
final class WindowsDowncall {
    private static final long NO_HANDLE = -1; // INVALID_HANDLE_VALUE and INVALID_SOCKET
    private static final int SOCKET_ERROR = -1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final String KERNEL = "GetLastError";
    private static final String WINSOCK = "WSAGetLastError";
    private static final Linker.Option SAVE_KERNEL = Linker.Option.captureCallState(KERNEL);
    private static final Linker.Option SAVE_WINSOCK = Linker.Option.captureCallState(WINSOCK);
    private static final long KERNEL_CODE = CallState.offset(KERNEL);
    private static final long WINSOCK_CODE = CallState.offset(WINSOCK);

    private WindowsDowncall() {}

    /** TRUE, which is 1 here, or FALSE and GetLastError. */
    static MethodHandle bool(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofBool", SAVE_KERNEL, arguments);
    }

    /** A number, or 0 and GetLastError. */
    static MethodHandle count(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofCount", SAVE_KERNEL, arguments);
    }

    /** A port, or NULL and GetLastError. */
    static MethodHandle port(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofPort", SAVE_KERNEL, arguments);
    }

    /** A handle, or INVALID_HANDLE_VALUE and GetLastError. */
    static MethodHandle handle(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofHandle", SAVE_KERNEL, arguments);
    }

    /** A socket, or INVALID_SOCKET and WSAGetLastError. */
    static MethodHandle socket(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofSocket", SAVE_WINSOCK, arguments);
    }

    /** 0 or more, or SOCKET_ERROR and WSAGetLastError. */
    static MethodHandle winsock(WindowsSymbol symbol, MemoryLayout... arguments) {
        return linked(symbol, "ofWinsock", SAVE_WINSOCK, arguments);
    }

    /** What leaves no code. */
    static MethodHandle stateless(WindowsSymbol symbol, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol.find().orElseThrow(), Downcall.shape(arguments.length));
    }

    /** By its address, which the handle takes first: TRUE, or FALSE and WSAGetLastError. */
    static MethodHandle extension(MemoryLayout... arguments) {
        MethodHandle downcall = LINKER.downcallHandle(Downcall.shape(arguments.length), SAVE_WINSOCK);
        MethodHandle byLong = CallState.addressAsLong(downcall);
        return CallState.taken(CallState.stateFirst(byLong), MethodHandles.lookup(), "ofExtension");
    }

    /** By its address, which the handle takes first: what returns nothing and leaves no code. */
    static MethodHandle statelessExtension(MemoryLayout... arguments) {
        return CallState.addressAsLong(
                LINKER.downcallHandle(Downcall.shape(arguments.length).dropReturnLayout()));
    }

    private static MethodHandle linked(
            WindowsSymbol symbol, String result, Linker.Option save, MemoryLayout... arguments) {
        MethodHandle downcall =
                LINKER.downcallHandle(symbol.find().orElseThrow(), Downcall.shape(arguments.length), save);
        return CallState.taken(downcall, MethodHandles.lookup(), result);
    }

    @SuppressWarnings("unused") // through handles, as those below
    private static long ofBool(long result) {
        return (int) result != 0 ? 1 : WindowsFailure.ofBool(CallState.code(KERNEL_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofExtension(long result) {
        return (int) result != 0 ? 1 : WindowsFailure.ofBool(CallState.code(WINSOCK_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofCount(long result) {
        return (int) result != 0 ? (int) result : WindowsFailure.ofBool(CallState.code(KERNEL_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofPort(long result) {
        return result != 0 ? result : WindowsFailure.ofHandle(CallState.code(KERNEL_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofHandle(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofHandle(CallState.code(KERNEL_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofSocket(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofWinsock(CallState.code(WINSOCK_CODE));
    }

    @SuppressWarnings("unused")
    private static long ofWinsock(long result) {
        return (int) result != SOCKET_ERROR ? (int) result : WindowsFailure.ofWinsock(CallState.code(WINSOCK_CODE));
    }
}
