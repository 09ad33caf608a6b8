package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of port.c. Linked when the first of them is called. */
final class WindowsPortCalls {
    private static MethodHandle CREATE_IO_COMPLETION_PORT =
            WindowsDowncall.port(WindowsSymbol.CREATE_IO_COMPLETION_PORT, LONG, LONG, LONG, INT);
    private static MethodHandle GET_QUEUED_COMPLETION_STATUS_EX =
            WindowsDowncall.bool(WindowsSymbol.GET_QUEUED_COMPLETION_STATUS_EX, LONG, ADDRESS, INT, ADDRESS, INT, INT);
    private static MethodHandle POST_QUEUED_COMPLETION_STATUS =
            WindowsDowncall.bool(WindowsSymbol.POST_QUEUED_COMPLETION_STATUS, LONG, INT, LONG, ADDRESS);
    private static MethodHandle SET_FILE_COMPLETION_NOTIFICATION_MODES =
            WindowsDowncall.bool(WindowsSymbol.SET_FILE_COMPLETION_NOTIFICATION_MODES, LONG, INT);
    private static MethodHandle CANCEL_IO_EX = WindowsDowncall.bool(WindowsSymbol.CANCEL_IO_EX, LONG, ADDRESS);

    private WindowsPortCalls() {}

    static long createIoCompletionPort(long fileHandle, long existingPort, long completionKey, long concurrentThreads) {
        try {
            return (long)
                    CREATE_IO_COMPLETION_PORT.invokeExact(fileHandle, existingPort, completionKey, concurrentThreads);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getQueuedCompletionStatusEx(
            long port, long entriesAddress, long count, long removedAddress, long timeoutMillis, long alertable) {
        try {
            return (int) (long) GET_QUEUED_COMPLETION_STATUS_EX.invokeExact(
                    port, entriesAddress, count, removedAddress, timeoutMillis, alertable);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int postQueuedCompletionStatus(long port, long bytes, long completionKey, long overlappedAddress) {
        try {
            return (int)
                    (long) POST_QUEUED_COMPLETION_STATUS.invokeExact(port, bytes, completionKey, overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int setFileCompletionNotificationModes(long handle, long flags) {
        try {
            return (int) (long) SET_FILE_COMPLETION_NOTIFICATION_MODES.invokeExact(handle, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int cancelIoEx(long handle, long overlappedAddress) {
        try {
            return (int) (long) CANCEL_IO_EX.invokeExact(handle, overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
