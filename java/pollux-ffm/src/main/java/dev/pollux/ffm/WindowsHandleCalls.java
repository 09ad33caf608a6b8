package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of handle.c. Linked when the first of them is called. */
final class WindowsHandleCalls {
    private static MethodHandle CLOSE_HANDLE = WindowsDowncall.bool(WindowsSymbol.CLOSE_HANDLE, LONG);
    private static MethodHandle GET_PROCESS_HANDLE_COUNT =
            WindowsDowncall.bool(WindowsSymbol.GET_PROCESS_HANDLE_COUNT, LONG, ADDRESS);
    private static MethodHandle RTL_NT_STATUS_TO_DOS_ERROR =
            WindowsDowncall.stateless(WindowsSymbol.RTL_NT_STATUS_TO_DOS_ERROR, INT);
    private static MethodHandle FORMAT_MESSAGE =
            WindowsDowncall.count(WindowsSymbol.FORMAT_MESSAGE, INT, ADDRESS, INT, INT, ADDRESS, INT, ADDRESS);

    private WindowsHandleCalls() {}

    static int closeHandle(long handle) {
        try {
            return (int) (long) CLOSE_HANDLE.invokeExact(handle);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getProcessHandleCount(long process, long countAddress) {
        try {
            return (int) (long) GET_PROCESS_HANDLE_COUNT.invokeExact(process, countAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int rtlNtStatusToDosError(long status) {
        try {
            return (int) (long) RTL_NT_STATUS_TO_DOS_ERROR.invokeExact(status);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int formatMessage(long flags, long code, long textAddress, long capacity) {
        try {
            return (int) (long) FORMAT_MESSAGE.invokeExact(flags, 0L, code, 0L, textAddress, capacity, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
