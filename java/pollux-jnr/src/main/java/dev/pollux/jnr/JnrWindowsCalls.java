package dev.pollux.jnr;

import com.kenai.jffi.LastError;
import com.kenai.jffi.MemoryIO;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.WindowsCalls;
import dev.pollux.binding.WindowsFailure;
import java.nio.ByteBuffer;

/**
 * The Windows calls, by their addresses and through jffi alone: jnr-ffi generates no machine code on Windows, and what it
 * would do there it does by jffi. Every function is looked up here, so that a missing one refuses the binding.
 */
final class JnrWindowsCalls implements WindowsCalls {
    private static final String KERNEL32 = "kernel32.dll";
    private static final String NTDLL = "ntdll.dll";
    private static final String WS2_32 = "ws2_32.dll";
    private static final long NO_HANDLE = -1; // INVALID_HANDLE_VALUE and INVALID_SOCKET
    private static final int SOCKET_ERROR = -1;

    private final long createIoCompletionPort = Jffi.require(KERNEL32, "CreateIoCompletionPort");
    private final long getQueuedCompletionStatusEx = Jffi.require(KERNEL32, "GetQueuedCompletionStatusEx");
    private final long postQueuedCompletionStatus = Jffi.require(KERNEL32, "PostQueuedCompletionStatus");
    private final long setFileCompletionNotificationModes =
            Jffi.require(KERNEL32, "SetFileCompletionNotificationModes");
    private final long cancelIoEx = Jffi.require(KERNEL32, "CancelIoEx");
    private final long closeHandle = Jffi.require(KERNEL32, "CloseHandle");
    private final long getProcessHandleCount = Jffi.require(KERNEL32, "GetProcessHandleCount");
    private final long rtlNtStatusToDosError = Jffi.require(NTDLL, "RtlNtStatusToDosError");
    private final long formatMessage = Jffi.require(KERNEL32, "FormatMessageW");
    private final long ntOpenFile = Jffi.require(NTDLL, "NtOpenFile");
    private final long deviceIoControl = Jffi.require(KERNEL32, "DeviceIoControl");
    private final long createFile = Jffi.require(KERNEL32, "CreateFileW");
    private final long getFileSizeEx = Jffi.require(KERNEL32, "GetFileSizeEx");
    private final long getFileType = Jffi.require(KERNEL32, "GetFileType");
    private final long setFileInformationByHandle = Jffi.require(KERNEL32, "SetFileInformationByHandle");
    private final long flushFileBuffers = Jffi.require(KERNEL32, "FlushFileBuffers");
    private final long readFile = Jffi.require(KERNEL32, "ReadFile");
    private final long writeFile = Jffi.require(KERNEL32, "WriteFile");
    private final long createNamedPipe = Jffi.require(KERNEL32, "CreateNamedPipeW");
    private final long connectNamedPipe = Jffi.require(KERNEL32, "ConnectNamedPipe");
    private final long disconnectNamedPipe = Jffi.require(KERNEL32, "DisconnectNamedPipe");
    private final long wsaStartup = Jffi.require(WS2_32, "WSAStartup");
    private final long wsaSocket = Jffi.require(WS2_32, "WSASocketW");
    private final long closesocket = Jffi.require(WS2_32, "closesocket");
    private final long bind = Jffi.require(WS2_32, "bind");
    private final long listen = Jffi.require(WS2_32, "listen");
    private final long connect = Jffi.require(WS2_32, "connect");
    private final long getsockname = Jffi.require(WS2_32, "getsockname");
    private final long getpeername = Jffi.require(WS2_32, "getpeername");
    private final long getsockopt = Jffi.require(WS2_32, "getsockopt");
    private final long setsockopt = Jffi.require(WS2_32, "setsockopt");
    private final long shutdown = Jffi.require(WS2_32, "shutdown");
    private final long ioctlsocket = Jffi.require(WS2_32, "ioctlsocket");
    private final long wsaIoctl = Jffi.require(WS2_32, "WSAIoctl");
    private final long recv = Jffi.require(WS2_32, "recv");
    private final long send = Jffi.require(WS2_32, "send");
    private final long wsaRecv = Jffi.require(WS2_32, "WSARecv");
    private final long wsaSend = Jffi.require(WS2_32, "WSASend");
    private final long wsaRecvFrom = Jffi.require(WS2_32, "WSARecvFrom");
    private final long wsaSendTo = Jffi.require(WS2_32, "WSASendTo");

    // After the functions: looking them up tells a jffi that does not load.
    private final MemoryIO memory = MemoryIO.getInstance();
    private final LastError lastError = LastError.getInstance(); // GetLastError, which is WSAGetLastError's as well

    JnrWindowsCalls() throws BindingUnavailableException {}

    private int bool(long result) {
        return (int) result != 0 ? 1 : WindowsFailure.ofBool(lastError.get());
    }

    private int count(long result) {
        return (int) result != 0 ? (int) result : WindowsFailure.ofBool(lastError.get());
    }

    private long port(long result) {
        return result != 0 ? result : WindowsFailure.ofHandle(lastError.get());
    }

    private long handle(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofHandle(lastError.get());
    }

    private long socket(long result) {
        return result != NO_HANDLE ? result : WindowsFailure.ofWinsock(lastError.get());
    }

    private int winsock(long result) {
        return (int) result != SOCKET_ERROR ? (int) result : WindowsFailure.ofWinsock(lastError.get());
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return memory.getDirectBufferAddress(buffer);
    }

    // port.c

    @Override
    public long createIoCompletionPort(long fileHandle, long existingPort, long completionKey, int concurrentThreads) {
        return port(
                Invocation.call(createIoCompletionPort, fileHandle, existingPort, completionKey, concurrentThreads));
    }

    @Override
    public int getQueuedCompletionStatusEx(
            long port, long entriesAddress, int count, long removedAddress, int timeoutMillis, int alertable) {
        return bool(Invocation.call(
                getQueuedCompletionStatusEx, port, entriesAddress, count, removedAddress, timeoutMillis, alertable));
    }

    @Override
    public int postQueuedCompletionStatus(long port, int bytes, long completionKey, long overlappedAddress) {
        return bool(Invocation.call(postQueuedCompletionStatus, port, bytes, completionKey, overlappedAddress));
    }

    @Override
    public int setFileCompletionNotificationModes(long handle, int flags) {
        return bool(Invocation.call(setFileCompletionNotificationModes, handle, flags));
    }

    @Override
    public int cancelIoEx(long handle, long overlappedAddress) {
        return bool(Invocation.call(cancelIoEx, handle, overlappedAddress));
    }

    // handle.c

    @Override
    public int closeHandle(long handle) {
        return bool(Invocation.call(closeHandle, handle));
    }

    @Override
    public int getProcessHandleCount(long process, long countAddress) {
        return bool(Invocation.call(getProcessHandleCount, process, countAddress));
    }

    @Override
    public int rtlNtStatusToDosError(int status) {
        return (int) Invocation.call(rtlNtStatusToDosError, status);
    }

    @Override
    public int formatMessage(int flags, int code, long textAddress, int capacity) {
        return count(Invocation.call(formatMessage, flags, 0, code, 0, textAddress, capacity, 0));
    }

    @Override
    public int ntOpenFile(
            long handleAddress,
            int access,
            long attributesAddress,
            long statusBlockAddress,
            int shareMode,
            int options) {
        return (int) Invocation.call(
                ntOpenFile, handleAddress, access, attributesAddress, statusBlockAddress, shareMode, options);
    }

    @Override
    public int deviceIoControl(
            long handle,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long overlappedAddress) {
        return bool(Invocation.call(
                deviceIoControl, handle, code, inAddress, inLength, outAddress, outLength, 0, overlappedAddress));
    }

    // file.c

    @Override
    public long createFile(
            long nameAddress,
            int access,
            int shareMode,
            long securityAddress,
            int disposition,
            int flagsAndAttributes) {
        return handle(Invocation.call(
                createFile, nameAddress, access, shareMode, securityAddress, disposition, flagsAndAttributes, 0));
    }

    @Override
    public int getFileSizeEx(long handle, long sizeAddress) {
        return bool(Invocation.call(getFileSizeEx, handle, sizeAddress));
    }

    @Override
    public int getFileType(long handle) {
        return (int) Invocation.call(getFileType, handle);
    }

    @Override
    public int setFileInformationByHandle(long handle, int informationClass, long informationAddress, int size) {
        return bool(Invocation.call(setFileInformationByHandle, handle, informationClass, informationAddress, size));
    }

    @Override
    public int flushFileBuffers(long handle) {
        return bool(Invocation.call(flushFileBuffers, handle));
    }

    @Override
    public int readFile(long handle, long address, int length, long overlappedAddress) {
        return bool(Invocation.call(readFile, handle, address, length, 0, overlappedAddress));
    }

    @Override
    public int writeFile(long handle, long address, int length, long overlappedAddress) {
        return bool(Invocation.call(writeFile, handle, address, length, 0, overlappedAddress));
    }

    @Override
    public long createNamedPipe(
            long nameAddress,
            int openMode,
            int pipeMode,
            int maxInstances,
            int outBufferSize,
            int inBufferSize,
            int defaultTimeoutMillis,
            long securityAddress) {
        return handle(Invocation.call(
                createNamedPipe,
                nameAddress,
                openMode,
                pipeMode,
                maxInstances,
                outBufferSize,
                inBufferSize,
                defaultTimeoutMillis,
                securityAddress));
    }

    @Override
    public int connectNamedPipe(long handle, long overlappedAddress) {
        return bool(Invocation.call(connectNamedPipe, handle, overlappedAddress));
    }

    @Override
    public int disconnectNamedPipe(long handle) {
        return bool(Invocation.call(disconnectNamedPipe, handle));
    }

    // socket.c

    @Override
    public int wsaStartup(int version, long dataAddress) {
        return -(int) Invocation.call(wsaStartup, version, dataAddress); // the code itself
    }

    @Override
    public long wsaSocket(int family, int type, int protocol, int flags) {
        return socket(Invocation.call(wsaSocket, family, type, protocol, 0, 0, flags));
    }

    @Override
    public int closesocket(long socket) {
        return winsock(Invocation.call(closesocket, socket));
    }

    @Override
    public int bind(long socket, long addressAddress, int addressLength) {
        return winsock(Invocation.call(bind, socket, addressAddress, addressLength));
    }

    @Override
    public int listen(long socket, int backlog) {
        return winsock(Invocation.call(listen, socket, backlog));
    }

    @Override
    public int connect(long socket, long addressAddress, int addressLength) {
        return winsock(Invocation.call(connect, socket, addressAddress, addressLength));
    }

    @Override
    public int getsockname(long socket, long addressAddress, long addressLengthAddress) {
        return winsock(Invocation.call(getsockname, socket, addressAddress, addressLengthAddress));
    }

    @Override
    public int getpeername(long socket, long addressAddress, long addressLengthAddress) {
        return winsock(Invocation.call(getpeername, socket, addressAddress, addressLengthAddress));
    }

    @Override
    public int getsockopt(long socket, int level, int name, long valueAddress, long lengthAddress) {
        return winsock(Invocation.call(getsockopt, socket, level, name, valueAddress, lengthAddress));
    }

    @Override
    public int setsockopt(long socket, int level, int name, long valueAddress, int length) {
        return winsock(Invocation.call(setsockopt, socket, level, name, valueAddress, length));
    }

    @Override
    public int shutdown(long socket, int how) {
        return winsock(Invocation.call(shutdown, socket, how));
    }

    @Override
    public int ioctlsocket(long socket, int command, long argumentAddress) {
        return winsock(Invocation.call(ioctlsocket, socket, command, argumentAddress));
    }

    @Override
    public int wsaIoctl(
            long socket,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long bytesReturnedAddress) {
        return winsock(Invocation.call(
                wsaIoctl, socket, code, inAddress, inLength, outAddress, outLength, bytesReturnedAddress, 0, 0));
    }

    // transfer.c

    @Override
    public int recv(long socket, long address, int length, int flags) {
        return winsock(Invocation.call(recv, socket, address, length, flags));
    }

    @Override
    public int send(long socket, long address, int length, int flags) {
        return winsock(Invocation.call(send, socket, address, length, flags));
    }

    @Override
    public int wsaRecv(long socket, long buffersAddress, int count, long flagsAddress, long overlappedAddress) {
        return winsock(Invocation.call(wsaRecv, socket, buffersAddress, count, 0, flagsAddress, overlappedAddress, 0));
    }

    @Override
    public int wsaSend(long socket, long buffersAddress, int count, int flags, long overlappedAddress) {
        return winsock(Invocation.call(wsaSend, socket, buffersAddress, count, 0, flags, overlappedAddress, 0));
    }

    @Override
    public int wsaRecvFrom(
            long socket,
            long buffersAddress,
            int count,
            long flagsAddress,
            long fromAddress,
            long fromLengthAddress,
            long overlappedAddress) {
        return winsock(Invocation.call(
                wsaRecvFrom,
                socket,
                buffersAddress,
                count,
                0,
                flagsAddress,
                fromAddress,
                fromLengthAddress,
                overlappedAddress,
                0));
    }

    @Override
    public int wsaSendTo(
            long socket,
            long buffersAddress,
            int count,
            int flags,
            long toAddress,
            int toLength,
            long overlappedAddress) {
        return winsock(Invocation.call(
                wsaSendTo, socket, buffersAddress, count, 0, flags, toAddress, toLength, overlappedAddress, 0));
    }

    // extension.c

    @Override
    public int acceptEx(
            long function,
            long listenSocket,
            long acceptSocket,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long bytesReceivedAddress,
            long overlappedAddress) {
        return bool(Invocation.call(
                function,
                listenSocket,
                acceptSocket,
                outputAddress,
                receiveLength,
                localAddressLength,
                remoteAddressLength,
                bytesReceivedAddress,
                overlappedAddress));
    }

    @Override
    public int getAcceptExSockaddrs(
            long function,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long localAddressAddress,
            long localLengthAddress,
            long remoteAddressAddress,
            long remoteLengthAddress) {
        Invocation.call(
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
    }

    @Override
    public int connectEx(
            long function,
            long socket,
            long nameAddress,
            int nameLength,
            long sendAddress,
            int sendLength,
            long bytesSentAddress,
            long overlappedAddress) {
        return bool(Invocation.call(
                function,
                socket,
                nameAddress,
                nameLength,
                sendAddress,
                sendLength,
                bytesSentAddress,
                overlappedAddress));
    }

    @Override
    public int disconnectEx(long function, long socket, long overlappedAddress, int flags) {
        return bool(Invocation.call(function, socket, overlappedAddress, flags, 0));
    }

    @Override
    public int transmitFile(
            long function,
            long socket,
            long file,
            int bytesToWrite,
            int bytesPerSend,
            long overlappedAddress,
            long headAndTailAddress,
            int flags) {
        return bool(Invocation.call(
                function, socket, file, bytesToWrite, bytesPerSend, overlappedAddress, headAndTailAddress, flags));
    }
}
