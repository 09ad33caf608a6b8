package dev.pollux.ffm;

import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;

/** The Windows calls, a class of handles for each C file of the jni binding: what is never called is never linked. */
final class FfmWindowsCalls implements WindowsCalls {

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BufferAddress.of(buffer);
    }

    // port.c

    @Override
    public long createIoCompletionPort(long fileHandle, long existingPort, long completionKey, int concurrentThreads) {
        return WindowsPortCalls.createIoCompletionPort(fileHandle, existingPort, completionKey, concurrentThreads);
    }

    @Override
    public int getQueuedCompletionStatusEx(
            long port, long entriesAddress, int count, long removedAddress, int timeoutMillis, int alertable) {
        return WindowsPortCalls.getQueuedCompletionStatusEx(
                port, entriesAddress, count, removedAddress, timeoutMillis, alertable);
    }

    @Override
    public int postQueuedCompletionStatus(long port, int bytes, long completionKey, long overlappedAddress) {
        return WindowsPortCalls.postQueuedCompletionStatus(port, bytes, completionKey, overlappedAddress);
    }

    @Override
    public int setFileCompletionNotificationModes(long handle, int flags) {
        return WindowsPortCalls.setFileCompletionNotificationModes(handle, flags);
    }

    @Override
    public int cancelIoEx(long handle, long overlappedAddress) {
        return WindowsPortCalls.cancelIoEx(handle, overlappedAddress);
    }

    // handle.c

    @Override
    public int closeHandle(long handle) {
        return WindowsHandleCalls.closeHandle(handle);
    }

    @Override
    public int getProcessHandleCount(long process, long countAddress) {
        return WindowsHandleCalls.getProcessHandleCount(process, countAddress);
    }

    @Override
    public int rtlNtStatusToDosError(int status) {
        return WindowsHandleCalls.rtlNtStatusToDosError(status);
    }

    @Override
    public int formatMessage(int flags, int code, long textAddress, int capacity) {
        return WindowsHandleCalls.formatMessage(flags, code, textAddress, capacity);
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
        return WindowsFileCalls.createFile(
                nameAddress, access, shareMode, securityAddress, disposition, flagsAndAttributes);
    }

    @Override
    public int getFileSizeEx(long handle, long sizeAddress) {
        return WindowsFileCalls.getFileSizeEx(handle, sizeAddress);
    }

    @Override
    public int readFile(long handle, long address, int length, long overlappedAddress) {
        return WindowsFileCalls.readFile(handle, address, length, overlappedAddress);
    }

    @Override
    public int writeFile(long handle, long address, int length, long overlappedAddress) {
        return WindowsFileCalls.writeFile(handle, address, length, overlappedAddress);
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
        return WindowsFileCalls.createNamedPipe(
                nameAddress,
                openMode,
                pipeMode,
                maxInstances,
                outBufferSize,
                inBufferSize,
                defaultTimeoutMillis,
                securityAddress);
    }

    @Override
    public int connectNamedPipe(long handle, long overlappedAddress) {
        return WindowsFileCalls.connectNamedPipe(handle, overlappedAddress);
    }

    @Override
    public int disconnectNamedPipe(long handle) {
        return WindowsFileCalls.disconnectNamedPipe(handle);
    }

    // socket.c

    @Override
    public int wsaStartup(int version, long dataAddress) {
        return WindowsSocketCalls.wsaStartup(version, dataAddress);
    }

    @Override
    public long wsaSocket(int family, int type, int protocol, int flags) {
        return WindowsSocketCalls.wsaSocket(family, type, protocol, flags);
    }

    @Override
    public int closesocket(long socket) {
        return WindowsSocketCalls.closesocket(socket);
    }

    @Override
    public int bind(long socket, long addressAddress, int addressLength) {
        return WindowsSocketCalls.bind(socket, addressAddress, addressLength);
    }

    @Override
    public int listen(long socket, int backlog) {
        return WindowsSocketCalls.listen(socket, backlog);
    }

    @Override
    public int connect(long socket, long addressAddress, int addressLength) {
        return WindowsSocketCalls.connect(socket, addressAddress, addressLength);
    }

    @Override
    public int getsockname(long socket, long addressAddress, long addressLengthAddress) {
        return WindowsSocketCalls.getsockname(socket, addressAddress, addressLengthAddress);
    }

    @Override
    public int getpeername(long socket, long addressAddress, long addressLengthAddress) {
        return WindowsSocketCalls.getpeername(socket, addressAddress, addressLengthAddress);
    }

    @Override
    public int getsockopt(long socket, int level, int name, long valueAddress, long lengthAddress) {
        return WindowsSocketCalls.getsockopt(socket, level, name, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(long socket, int level, int name, long valueAddress, int length) {
        return WindowsSocketCalls.setsockopt(socket, level, name, valueAddress, length);
    }

    @Override
    public int shutdown(long socket, int how) {
        return WindowsSocketCalls.shutdown(socket, how);
    }

    @Override
    public int ioctlsocket(long socket, int command, long argumentAddress) {
        return WindowsSocketCalls.ioctlsocket(socket, command, argumentAddress);
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
        return WindowsSocketCalls.wsaIoctl(
                socket, code, inAddress, inLength, outAddress, outLength, bytesReturnedAddress);
    }

    // transfer.c

    @Override
    public int recv(long socket, long address, int length, int flags) {
        return WindowsTransferCalls.recv(socket, address, length, flags);
    }

    @Override
    public int send(long socket, long address, int length, int flags) {
        return WindowsTransferCalls.send(socket, address, length, flags);
    }

    @Override
    public int wsaRecv(long socket, long buffersAddress, int count, long flagsAddress, long overlappedAddress) {
        return WindowsTransferCalls.wsaRecv(socket, buffersAddress, count, flagsAddress, overlappedAddress);
    }

    @Override
    public int wsaSend(long socket, long buffersAddress, int count, int flags, long overlappedAddress) {
        return WindowsTransferCalls.wsaSend(socket, buffersAddress, count, flags, overlappedAddress);
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
        return WindowsTransferCalls.wsaRecvFrom(
                socket, buffersAddress, count, flagsAddress, fromAddress, fromLengthAddress, overlappedAddress);
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
        return WindowsTransferCalls.wsaSendTo(
                socket, buffersAddress, count, flags, toAddress, toLength, overlappedAddress);
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
        return WindowsExtensionCalls.acceptEx(
                function,
                listenSocket,
                acceptSocket,
                outputAddress,
                receiveLength,
                localAddressLength,
                remoteAddressLength,
                bytesReceivedAddress,
                overlappedAddress);
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
        return WindowsExtensionCalls.getAcceptExSockaddrs(
                function,
                outputAddress,
                receiveLength,
                localAddressLength,
                remoteAddressLength,
                localAddressAddress,
                localLengthAddress,
                remoteAddressAddress,
                remoteLengthAddress);
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
        return WindowsExtensionCalls.connectEx(
                function,
                socket,
                nameAddress,
                nameLength,
                sendAddress,
                sendLength,
                bytesSentAddress,
                overlappedAddress);
    }

    @Override
    public int disconnectEx(long function, long socket, long overlappedAddress, int flags) {
        return WindowsExtensionCalls.disconnectEx(function, socket, overlappedAddress, flags);
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
        return WindowsExtensionCalls.transmitFile(
                function, socket, file, bytesToWrite, bytesPerSend, overlappedAddress, headAndTailAddress, flags);
    }
}
