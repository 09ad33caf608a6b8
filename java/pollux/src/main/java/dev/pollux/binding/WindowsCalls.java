package dev.pollux.binding;

import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * The Windows functions that Pollux needs, one method a function: primitive arguments, and the result as the C call gives
 * it, but a failure as the negated code, captured with the call itself ({@code GetLastError}, {@code WSAGetLastError}). No
 * policy: nothing is checked, retried or allocated here. The floor above checks every handle, address and length before
 * it comes here.
 *
 * <p>Handles and sockets are {@code long}, as are addresses. An address of 0 is a null pointer. {@code DWORD},
 * {@code ULONG} and {@code BOOL} are {@code int}. Text is UTF-16. What a {@code BOOL} function returns is 1, or the negated
 * code. What a Winsock function returns is 0 or more, or the negated code. Where a {@code BOOL} function's failure has no
 * code, the result is 0. Where another's has none, {@link WindowsFailure} names one, because 0 would be a success.
 *
 * <p>The arguments that Pollux never uses are left out here, and named with the method: they are null in the C call. Completion
 * routines are among them: a completion goes through a port. The bindings keep this order, so that the three read line by line.
 *
 * <p>All methods may be called from any thread. {@link BindingRegistry} has an example.
 */
public interface WindowsCalls {

    /**
     * The address of a direct buffer's first byte (of index 0, whatever its position).
     *
     * @param buffer a direct buffer, alive for as long as the address is used
     * @return its address
     */
    long addressOf(ByteBuffer buffer);

    // channel.c

    /**
     * The SOCKET that a channel of the JDK's has in its private field {@code fdVal}, or a negative number if this binding can't
     * read it, or there is none. Of the bindings, jni can: {@link BindingRegistry#jniWindowsCalls()}.
     *
     * @param channel a channel, or an end of a pipe, which is one on a channel
     * @return its SOCKET
     */
    default int socketOf(SelectableChannel channel) {
        return -120; // ERROR_CALL_NOT_IMPLEMENTED
    }

    // port.c

    /** CreateIoCompletionPort. The file handle of a new port that nothing is associated with is -1. */
    long createIoCompletionPort(long fileHandle, long existingPort, long completionKey, int concurrentThreads);

    /** GetQueuedCompletionStatusEx. What fails without a code, as a wait at its end may, is 0. */
    int getQueuedCompletionStatusEx(
            long port, long entriesAddress, int count, long removedAddress, int timeoutMillis, int alertable);

    /** PostQueuedCompletionStatus. */
    int postQueuedCompletionStatus(long port, int bytes, long completionKey, long overlappedAddress);

    /** SetFileCompletionNotificationModes. */
    int setFileCompletionNotificationModes(long handle, int flags);

    /** CancelIoEx. */
    int cancelIoEx(long handle, long overlappedAddress);

    // handle.c

    /** CloseHandle. */
    int closeHandle(long handle);

    /** GetProcessHandleCount. This process is -1. */
    int getProcessHandleCount(long process, long countAddress);

    /** RtlNtStatusToDosError: the Win32 code for an NTSTATUS. It cannot fail. */
    int rtlNtStatusToDosError(int status);

    /** FormatMessageW from the system's own table, without inserts, in the user's language: the text's length in UTF-16 units. */
    int formatMessage(int flags, int code, long textAddress, int capacity);

    /**
     * NtOpenFile. Its result is an NTSTATUS as it stands: 0, or negative if it failed.
     *
     * @param attributesAddress an OBJECT_ATTRIBUTES, which names a device too
     * @param statusBlockAddress an IO_STATUS_BLOCK, which is written
     */
    int ntOpenFile(
            long handleAddress,
            int access,
            long attributesAddress,
            long statusBlockAddress,
            int shareMode,
            int options);

    /** DeviceIoControl, overlapped, without a place for the number of bytes. */
    int deviceIoControl(
            long handle,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long overlappedAddress);

    // file.c

    /** CreateFileW without a template file. */
    long createFile(
            long nameAddress, int access, int shareMode, long securityAddress, int disposition, int flagsAndAttributes);

    /** GetFileSizeEx. */
    int getFileSizeEx(long handle, long sizeAddress);

    /** GetFileType. Its failures are a type, too: FILE_TYPE_UNKNOWN, 0. */
    int getFileType(long handle);

    /** SetFileInformationByHandle. */
    int setFileInformationByHandle(long handle, int informationClass, long informationAddress, int size);

    /** FlushFileBuffers. */
    int flushFileBuffers(long handle);

    /** ReadFile without a place for the number of bytes: it is in the OVERLAPPED. */
    int readFile(long handle, long address, int length, long overlappedAddress);

    /** WriteFile without a place for the number of bytes. */
    int writeFile(long handle, long address, int length, long overlappedAddress);

    /** CreateNamedPipeW. */
    long createNamedPipe(
            long nameAddress,
            int openMode,
            int pipeMode,
            int maxInstances,
            int outBufferSize,
            int inBufferSize,
            int defaultTimeoutMillis,
            long securityAddress);

    /** ConnectNamedPipe. */
    int connectNamedPipe(long handle, long overlappedAddress);

    /** DisconnectNamedPipe. */
    int disconnectNamedPipe(long handle);

    // socket.c

    /** WSAStartup, which gives its code as its result: negated here. */
    int wsaStartup(int version, long dataAddress);

    /** WSASocketW without protocol information, in no group. */
    long wsaSocket(int family, int type, int protocol, int flags);

    /** closesocket. */
    int closesocket(long socket);

    /** bind. */
    int bind(long socket, long addressAddress, int addressLength);

    /** listen. */
    int listen(long socket, int backlog);

    /** connect. */
    int connect(long socket, long addressAddress, int addressLength);

    /** getsockname. */
    int getsockname(long socket, long addressAddress, long addressLengthAddress);

    /** getpeername. */
    int getpeername(long socket, long addressAddress, long addressLengthAddress);

    /** getsockopt. */
    int getsockopt(long socket, int level, int name, long valueAddress, long lengthAddress);

    /** setsockopt. */
    int setsockopt(long socket, int level, int name, long valueAddress, int length);

    /** shutdown. */
    int shutdown(long socket, int how);

    /** ioctlsocket. */
    int ioctlsocket(long socket, int command, long argumentAddress);

    /** WSAIoctl, not overlapped. */
    int wsaIoctl(
            long socket,
            int code,
            long inAddress,
            int inLength,
            long outAddress,
            int outLength,
            long bytesReturnedAddress);

    // transfer.c

    /** recv. */
    int recv(long socket, long address, int length, int flags);

    /** send. */
    int send(long socket, long address, int length, int flags);

    /** WSARecv, overlapped, without a place for the number of bytes. */
    int wsaRecv(long socket, long buffersAddress, int count, long flagsAddress, long overlappedAddress);

    /** WSASend, overlapped, without a place for the number of bytes. */
    int wsaSend(long socket, long buffersAddress, int count, int flags, long overlappedAddress);

    /** WSARecvFrom, overlapped, without a place for the number of bytes. */
    int wsaRecvFrom(
            long socket,
            long buffersAddress,
            int count,
            long flagsAddress,
            long fromAddress,
            long fromLengthAddress,
            long overlappedAddress);

    /** WSASendTo, overlapped, without a place for the number of bytes. */
    int wsaSendTo(
            long socket,
            long buffersAddress,
            int count,
            int flags,
            long toAddress,
            int toLength,
            long overlappedAddress);

    // extension.c: by the address that SIO_GET_EXTENSION_FUNCTION_POINTER gave

    /** AcceptEx. */
    int acceptEx(
            long function,
            long listenSocket,
            long acceptSocket,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long bytesReceivedAddress,
            long overlappedAddress);

    /** GetAcceptExSockaddrs, which returns nothing and cannot fail: 0. */
    int getAcceptExSockaddrs(
            long function,
            long outputAddress,
            int receiveLength,
            int localAddressLength,
            int remoteAddressLength,
            long localAddressAddress,
            long localLengthAddress,
            long remoteAddressAddress,
            long remoteLengthAddress);

    /** ConnectEx. */
    int connectEx(
            long function,
            long socket,
            long nameAddress,
            int nameLength,
            long sendAddress,
            int sendLength,
            long bytesSentAddress,
            long overlappedAddress);

    /** DisconnectEx. */
    int disconnectEx(long function, long socket, long overlappedAddress, int flags);

    /** TransmitFile. */
    int transmitFile(
            long function,
            long socket,
            long file,
            int bytesToWrite,
            int bytesPerSend,
            long overlappedAddress,
            long headAndTailAddress,
            int flags);
}
