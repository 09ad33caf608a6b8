package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of extension.c, by the addresses that Winsock gave. Linked when the first of them is called. */
final class WindowsExtensionCalls {
    private static MethodHandle ACCEPT_EX =
            WindowsDowncall.extension(LONG, LONG, ADDRESS, INT, INT, INT, ADDRESS, ADDRESS);
    private static MethodHandle GET_ACCEPT_EX_SOCKADDRS =
            WindowsDowncall.statelessExtension(ADDRESS, INT, INT, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static MethodHandle CONNECT_EX =
            WindowsDowncall.extension(LONG, ADDRESS, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    private static MethodHandle DISCONNECT_EX = WindowsDowncall.extension(LONG, ADDRESS, INT, INT);
    private static MethodHandle TRANSMIT_FILE = WindowsDowncall.extension(LONG, LONG, INT, INT, ADDRESS, ADDRESS, INT);

    private WindowsExtensionCalls() {}

    static int acceptEx(
            long function,
            long listenSocket,
            long acceptSocket,
            long outputAddress,
            long receiveLength,
            long localAddressLength,
            long remoteAddressLength,
            long bytesReceivedAddress,
            long overlappedAddress) {
        try {
            return (int) (long) ACCEPT_EX.invokeExact(
                    function,
                    listenSocket,
                    acceptSocket,
                    outputAddress,
                    receiveLength,
                    localAddressLength,
                    remoteAddressLength,
                    bytesReceivedAddress,
                    overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int getAcceptExSockaddrs(
            long function,
            long outputAddress,
            long receiveLength,
            long localAddressLength,
            long remoteAddressLength,
            long localAddressAddress,
            long localLengthAddress,
            long remoteAddressAddress,
            long remoteLengthAddress) {
        try {
            GET_ACCEPT_EX_SOCKADDRS.invokeExact(
                    function,
                    outputAddress,
                    receiveLength,
                    localAddressLength,
                    remoteAddressLength,
                    localAddressAddress,
                    localLengthAddress,
                    remoteAddressAddress,
                    remoteLengthAddress);
            return 0;
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int connectEx(
            long function,
            long socket,
            long nameAddress,
            long nameLength,
            long sendAddress,
            long sendLength,
            long bytesSentAddress,
            long overlappedAddress) {
        try {
            return (int) (long) CONNECT_EX.invokeExact(
                    function,
                    socket,
                    nameAddress,
                    nameLength,
                    sendAddress,
                    sendLength,
                    bytesSentAddress,
                    overlappedAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int disconnectEx(long function, long socket, long overlappedAddress, long flags) {
        try {
            return (int) (long) DISCONNECT_EX.invokeExact(function, socket, overlappedAddress, flags, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int transmitFile(
            long function,
            long socket,
            long file,
            long bytesToWrite,
            long bytesPerSend,
            long overlappedAddress,
            long headAndTailAddress,
            long flags) {
        try {
            return (int) (long) TRANSMIT_FILE.invokeExact(
                    function, socket, file, bytesToWrite, bytesPerSend, overlappedAddress, headAndTailAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
