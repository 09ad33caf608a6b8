package dev.pollux.jni;

import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** The Windows calls, each a C function of the file named above it. {@link NativeLibrary} loads them. */
final class JniWindowsCalls implements WindowsCalls {

    // buffer.c

    @Override
    public native long addressOf(ByteBuffer buffer);

    // channel.c

    @Override
    public native int socketOf(SelectableChannel channel);

    // port.c

    @Override
    public native long createIoCompletionPort(
            long fileHandle, long existingPort, long completionKey, int concurrentThreads);

    @Override
    public native int getQueuedCompletionStatusEx(
            long port, long entriesAddress, int count, long removedAddress, int timeoutMillis, int alertable);

    @Override
    public native int postQueuedCompletionStatus(long port, int bytes, long completionKey, long overlappedAddress);

    @Override
    public native int setFileCompletionNotificationModes(long handle, int flags);

    @Override
    public native int cancelIoEx(long handle, long overlappedAddress);

    // handle.c

    @Override
    public native int closeHandle(long handle);

    @Override
    public native int getProcessHandleCount(long process, long countAddress);

    @Override
    public native int rtlNtStatusToDosError(int status);

    @Override
    public native int formatMessage(int flags, int code, long textAddress, int capacity);

    @Override
    public native int ntOpenFile(
            long handleAddress,
            int access,
            long attributesAddress,
            long statusBlockAddress,
            int shareMode,
            int options);

    @Override
    public native int deviceIoControl(
            long handle,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long overlappedAddress);

    // file.c

    @Override
    public native long createFile(
            long nameAddress, int access, int shareMode, long securityAddress, int disposition, int flagsAndAttributes);

    @Override
    public native int getFileSizeEx(long handle, long sizeAddress);

    @Override
    public native int getFileType(long handle);

    @Override
    public native int setFileInformationByHandle(long handle, int informationClass, long informationAddress, int size);

    @Override
    public native int flushFileBuffers(long handle);

    @Override
    public native int readFile(long handle, long address, int length, long overlappedAddress);

    @Override
    public native int writeFile(long handle, long address, int length, long overlappedAddress);

    @Override
    public native long createNamedPipe(
            long nameAddress,
            int openMode,
            int pipeMode,
            int maxInstances,
            int outBufferSize,
            int inBufferSize,
            int defaultTimeoutMillis,
            long securityAddress);

    @Override
    public native int connectNamedPipe(long handle, long overlappedAddress);

    @Override
    public native int disconnectNamedPipe(long handle);

    // socket.c

    @Override
    public native int wsaStartup(int version, long dataAddress);

    @Override
    public native long wsaSocket(int family, int type, int protocol, int flags);

    @Override
    public native int closesocket(long socket);

    @Override
    public native int bind(long socket, long addressAddress, int addressLength);

    @Override
    public native int listen(long socket, int backlog);

    @Override
    public native int connect(long socket, long addressAddress, int addressLength);

    @Override
    public native int getsockname(long socket, long addressAddress, long addressLengthAddress);

    @Override
    public native int getpeername(long socket, long addressAddress, long addressLengthAddress);

    @Override
    public native int getsockopt(long socket, int level, int name, long valueAddress, long lengthAddress);

    @Override
    public native int setsockopt(long socket, int level, int name, long valueAddress, int length);

    @Override
    public native int shutdown(long socket, int how);

    @Override
    public native int ioctlsocket(long socket, int command, long argumentAddress);

    @Override
    public native int wsaIoctl(
            long socket,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long bytesReturnedAddress);

    // transfer.c

    @Override
    public native int recv(long socket, long address, int length, int flags);

    @Override
    public native int send(long socket, long address, int length, int flags);

    @Override
    public native int wsaRecv(long socket, long buffersAddress, int count, long flagsAddress, long overlappedAddress);

    @Override
    public native int wsaSend(long socket, long buffersAddress, int count, int flags, long overlappedAddress);

    @Override
    public native int wsaRecvFrom(
            long socket,
            long buffersAddress,
            int count,
            long flagsAddress,
            long fromAddress,
            long fromLengthAddress,
            long overlappedAddress);

    @Override
    public native int wsaSendTo(
            long socket,
            long buffersAddress,
            int count,
            int flags,
            long toAddress,
            int toLength,
            long overlappedAddress);

    // extension.c

    @Override
    public native int acceptEx(
            long function,
            long listenSocket,
            long acceptSocket,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long bytesReceivedAddress,
            long overlappedAddress);

    @Override
    public native int getAcceptExSockaddrs(
            long function,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long localAddressAddress,
            long localLengthAddress,
            long remoteAddressAddress,
            long remoteLengthAddress);

    @Override
    public native int connectEx(
            long function,
            long socket,
            long nameAddress,
            int nameLength,
            long sendAddress,
            int sendLength,
            long bytesSentAddress,
            long overlappedAddress);

    @Override
    public native int disconnectEx(long function, long socket, long overlappedAddress, int flags);

    @Override
    public native int transmitFile(
            long function,
            long socket,
            long file,
            int bytesToWrite,
            int bytesPerSend,
            long overlappedAddress,
            long headAndTailAddress,
            int flags);
}
