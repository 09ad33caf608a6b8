package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of file.c. Linked when the first of them is called. */
final class WindowsFileCalls {
    private static MethodHandle CREATE_FILE =
            WindowsDowncall.handle(WindowsSymbol.CREATE_FILE, ADDRESS, INT, INT, ADDRESS, INT, INT, ADDRESS);
    private static MethodHandle GET_FILE_SIZE_EX = WindowsDowncall.bool(WindowsSymbol.GET_FILE_SIZE_EX, LONG, ADDRESS);
    private static MethodHandle READ_FILE =
            WindowsDowncall.bool(WindowsSymbol.READ_FILE, LONG, ADDRESS, INT, ADDRESS, ADDRESS);
    private static MethodHandle WRITE_FILE =
            WindowsDowncall.bool(WindowsSymbol.WRITE_FILE, LONG, ADDRESS, INT, ADDRESS, ADDRESS);
    private static MethodHandle CREATE_NAMED_PIPE =
            WindowsDowncall.handle(WindowsSymbol.CREATE_NAMED_PIPE, ADDRESS, INT, INT, INT, INT, INT, INT, ADDRESS);
    private static MethodHandle CONNECT_NAMED_PIPE =
            WindowsDowncall.bool(WindowsSymbol.CONNECT_NAMED_PIPE, LONG, ADDRESS);
    private static MethodHandle DISCONNECT_NAMED_PIPE = WindowsDowncall.bool(WindowsSymbol.DISCONNECT_NAMED_PIPE, LONG);

    private WindowsFileCalls() {}

    static long createFile(
            long nameAddress,
            long access,
            long shareMode,
            long securityAddress,
            long disposition,
            long flagsAndAttributes) {
        try {
            return (long) CREATE_FILE.invokeExact(
                    nameAddress, access, shareMode, securityAddress, disposition, flagsAndAttributes, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getFileSizeEx(long handle, long sizeAddress) {
        try {
            return (int) (long) GET_FILE_SIZE_EX.invokeExact(handle, sizeAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int readFile(long handle, long address, long length, long overlappedAddress) {
        try {
            return (int) (long) READ_FILE.invokeExact(handle, address, length, 0L, overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int writeFile(long handle, long address, long length, long overlappedAddress) {
        try {
            return (int) (long) WRITE_FILE.invokeExact(handle, address, length, 0L, overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long createNamedPipe(
            long nameAddress,
            long openMode,
            long pipeMode,
            long maxInstances,
            long outBufferSize,
            long inBufferSize,
            long defaultTimeoutMillis,
            long securityAddress) {
        try {
            return (long) CREATE_NAMED_PIPE.invokeExact(
                    nameAddress,
                    openMode,
                    pipeMode,
                    maxInstances,
                    outBufferSize,
                    inBufferSize,
                    defaultTimeoutMillis,
                    securityAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connectNamedPipe(long handle, long overlappedAddress) {
        try {
            return (int) (long) CONNECT_NAMED_PIPE.invokeExact(handle, overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int disconnectNamedPipe(long handle) {
        try {
            return (int) (long) DISCONNECT_NAMED_PIPE.invokeExact(handle);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
