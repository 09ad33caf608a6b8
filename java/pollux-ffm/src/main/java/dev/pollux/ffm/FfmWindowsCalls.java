package dev.pollux.ffm;

import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;

/** The Windows calls. Above each group stands the C file of the jni binding that has the same. */
final class FfmWindowsCalls implements WindowsCalls {

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BufferAddress.of(buffer);
    }

    // port.c

    @Override
    public long createIoCompletionPort(long fileHandle, long existingPort, long completionKey, int concurrentThreads) {
        return WindowsFunction.CREATE_IO_COMPLETION_PORT.call(
                fileHandle, existingPort, completionKey, concurrentThreads);
    }

    @Override
    public int getQueuedCompletionStatusEx(
            long port, long entriesAddress, int count, long removedAddress, int timeoutMillis, int alertable) {
        return (int) WindowsFunction.GET_QUEUED_COMPLETION_STATUS_EX.call(
                port, entriesAddress, count, removedAddress, timeoutMillis, alertable);
    }

    @Override
    public int postQueuedCompletionStatus(long port, int bytes, long completionKey, long overlappedAddress) {
        return (int) WindowsFunction.POST_QUEUED_COMPLETION_STATUS.call(port, bytes, completionKey, overlappedAddress);
    }

    @Override
    public int setFileCompletionNotificationModes(long handle, int flags) {
        return (int) WindowsFunction.SET_FILE_COMPLETION_NOTIFICATION_MODES.call(handle, flags);
    }

    @Override
    public int cancelIoEx(long handle, long overlappedAddress) {
        return (int) WindowsFunction.CANCEL_IO_EX.call(handle, overlappedAddress);
    }

    // handle.c

    @Override
    public int closeHandle(long handle) {
        return (int) WindowsFunction.CLOSE_HANDLE.call(handle);
    }

    @Override
    public int getProcessHandleCount(long process, long countAddress) {
        return (int) WindowsFunction.GET_PROCESS_HANDLE_COUNT.call(process, countAddress);
    }

    @Override
    public int rtlNtStatusToDosError(int status) {
        return (int) WindowsFunction.RTL_NT_STATUS_TO_DOS_ERROR.call(status);
    }

    @Override
    public int formatMessage(int flags, int code, long textAddress, int capacity) {
        return (int) WindowsFunction.FORMAT_MESSAGE.call(flags, 0, code, 0, textAddress, capacity, 0);
    }

    @Override
    public int ntOpenFile(
            long handleAddress,
            int access,
            long attributesAddress,
            long statusBlockAddress,
            int shareMode,
            int options) {
        return (int) WindowsFunction.NT_OPEN_FILE.call(
                handleAddress, access, attributesAddress, statusBlockAddress, shareMode, options);
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
        return (int) WindowsFunction.DEVICE_IO_CONTROL.call(
                handle, code, inAddress, inLength, outAddress, outLength, 0, overlappedAddress);
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
        return WindowsFunction.CREATE_FILE.call(
                nameAddress, access, shareMode, securityAddress, disposition, flagsAndAttributes, 0);
    }

    @Override
    public int getFileSizeEx(long handle, long sizeAddress) {
        return (int) WindowsFunction.GET_FILE_SIZE_EX.call(handle, sizeAddress);
    }

    @Override
    public int getFileType(long handle) {
        return (int) WindowsFunction.GET_FILE_TYPE.call(handle);
    }

    @Override
    public int setFileInformationByHandle(long handle, int informationClass, long informationAddress, int size) {
        return (int)
                WindowsFunction.SET_FILE_INFORMATION_BY_HANDLE.call(handle, informationClass, informationAddress, size);
    }

    @Override
    public int flushFileBuffers(long handle) {
        return (int) WindowsFunction.FLUSH_FILE_BUFFERS.call(handle);
    }

    @Override
    public int readFile(long handle, long address, int length, long overlappedAddress) {
        return (int) WindowsFunction.READ_FILE.call(handle, address, length, 0, overlappedAddress);
    }

    @Override
    public int writeFile(long handle, long address, int length, long overlappedAddress) {
        return (int) WindowsFunction.WRITE_FILE.call(handle, address, length, 0, overlappedAddress);
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
        return WindowsFunction.CREATE_NAMED_PIPE.call(
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
        return (int) WindowsFunction.CONNECT_NAMED_PIPE.call(handle, overlappedAddress);
    }

    @Override
    public int disconnectNamedPipe(long handle) {
        return (int) WindowsFunction.DISCONNECT_NAMED_PIPE.call(handle);
    }

    // socket.c

    @Override
    public int wsaStartup(int version, long dataAddress) {
        return -(int) WindowsFunction.WSA_STARTUP.call(version, dataAddress); // the code itself
    }

    @Override
    public long wsaSocket(int family, int type, int protocol, int flags) {
        return WindowsFunction.WSA_SOCKET.call(family, type, protocol, 0, 0, flags);
    }

    @Override
    public int closesocket(long socket) {
        return (int) WindowsFunction.CLOSESOCKET.call(socket);
    }

    @Override
    public int bind(long socket, long addressAddress, int addressLength) {
        return (int) WindowsFunction.BIND.call(socket, addressAddress, addressLength);
    }

    @Override
    public int listen(long socket, int backlog) {
        return (int) WindowsFunction.LISTEN.call(socket, backlog);
    }

    @Override
    public int connect(long socket, long addressAddress, int addressLength) {
        return (int) WindowsFunction.CONNECT.call(socket, addressAddress, addressLength);
    }

    @Override
    public int getsockname(long socket, long addressAddress, long addressLengthAddress) {
        return (int) WindowsFunction.GETSOCKNAME.call(socket, addressAddress, addressLengthAddress);
    }

    @Override
    public int getpeername(long socket, long addressAddress, long addressLengthAddress) {
        return (int) WindowsFunction.GETPEERNAME.call(socket, addressAddress, addressLengthAddress);
    }

    @Override
    public int getsockopt(long socket, int level, int name, long valueAddress, long lengthAddress) {
        return (int) WindowsFunction.GETSOCKOPT.call(socket, level, name, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(long socket, int level, int name, long valueAddress, int length) {
        return (int) WindowsFunction.SETSOCKOPT.call(socket, level, name, valueAddress, length);
    }

    @Override
    public int shutdown(long socket, int how) {
        return (int) WindowsFunction.SHUTDOWN.call(socket, how);
    }

    @Override
    public int ioctlsocket(long socket, int command, long argumentAddress) {
        return (int) WindowsFunction.IOCTLSOCKET.call(socket, command, argumentAddress);
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
        return (int) WindowsFunction.WSA_IOCTL.call(
                socket, code, inAddress, inLength, outAddress, outLength, bytesReturnedAddress, 0, 0);
    }

    // transfer.c

    @Override
    public int recv(long socket, long address, int length, int flags) {
        return (int) WindowsFunction.RECV.call(socket, address, length, flags);
    }

    @Override
    public int send(long socket, long address, int length, int flags) {
        return (int) WindowsFunction.SEND.call(socket, address, length, flags);
    }

    @Override
    public int wsaRecv(long socket, long buffersAddress, int count, long flagsAddress, long overlappedAddress) {
        return (int)
                WindowsFunction.WSA_RECV.call(socket, buffersAddress, count, 0, flagsAddress, overlappedAddress, 0);
    }

    @Override
    public int wsaSend(long socket, long buffersAddress, int count, int flags, long overlappedAddress) {
        return (int) WindowsFunction.WSA_SEND.call(socket, buffersAddress, count, 0, flags, overlappedAddress, 0);
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
        return (int) WindowsFunction.WSA_RECV_FROM.call(
                socket, buffersAddress, count, 0, flagsAddress, fromAddress, fromLengthAddress, overlappedAddress, 0);
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
        return (int) WindowsFunction.WSA_SEND_TO.call(
                socket, buffersAddress, count, 0, flags, toAddress, toLength, overlappedAddress, 0);
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
        return (int) WindowsExtension.ACCEPT_EX.call(
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
        return (int) WindowsExtension.GET_ACCEPT_EX_SOCKADDRS.call(
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
        return (int) WindowsExtension.CONNECT_EX.call(
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
        return (int) WindowsExtension.DISCONNECT_EX.call(function, socket, overlappedAddress, flags, 0);
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
        return (int) WindowsExtension.TRANSMIT_FILE.call(
                function, socket, file, bytesToWrite, bytesPerSend, overlappedAddress, headAndTailAddress, flags);
    }
}
