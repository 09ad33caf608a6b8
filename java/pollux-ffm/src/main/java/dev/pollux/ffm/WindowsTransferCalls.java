package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of transfer.c. Linked when the first of them is called. */
final class WindowsTransferCalls {
    private static MethodHandle RECV = WindowsDowncall.winsock(WindowsSymbol.RECV, LONG, ADDRESS, INT, INT);
    private static MethodHandle SEND = WindowsDowncall.winsock(WindowsSymbol.SEND, LONG, ADDRESS, INT, INT);
    private static MethodHandle WSA_RECV =
            WindowsDowncall.winsock(WindowsSymbol.WSA_RECV, LONG, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static MethodHandle WSA_SEND =
            WindowsDowncall.winsock(WindowsSymbol.WSA_SEND, LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    private static MethodHandle WSA_RECV_FROM = WindowsDowncall.winsock(
            WindowsSymbol.WSA_RECV_FROM, LONG, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static MethodHandle WSA_SEND_TO = WindowsDowncall.winsock(
            WindowsSymbol.WSA_SEND_TO, LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);

    private WindowsTransferCalls() {}

    static int recv(long socket, long address, long length, long flags) {
        try {
            return (int) (long) RECV.invokeExact(socket, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int send(long socket, long address, long length, long flags) {
        try {
            return (int) (long) SEND.invokeExact(socket, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int wsaRecv(long socket, long buffersAddress, long count, long flagsAddress, long overlappedAddress) {
        try {
            return (int)
                    (long) WSA_RECV.invokeExact(socket, buffersAddress, count, 0L, flagsAddress, overlappedAddress, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int wsaSend(long socket, long buffersAddress, long count, long flags, long overlappedAddress) {
        try {
            return (int) (long) WSA_SEND.invokeExact(socket, buffersAddress, count, 0L, flags, overlappedAddress, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int wsaRecvFrom(
            long socket,
            long buffersAddress,
            long count,
            long flagsAddress,
            long fromAddress,
            long fromLengthAddress,
            long overlappedAddress) {
        try {
            return (int) (long) WSA_RECV_FROM.invokeExact(
                    socket,
                    buffersAddress,
                    count,
                    0L,
                    flagsAddress,
                    fromAddress,
                    fromLengthAddress,
                    overlappedAddress,
                    0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int wsaSendTo(
            long socket,
            long buffersAddress,
            long count,
            long flags,
            long toAddress,
            long toLength,
            long overlappedAddress) {
        try {
            return (int) (long) WSA_SEND_TO.invokeExact(
                    socket, buffersAddress, count, 0L, flags, toAddress, toLength, overlappedAddress, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
