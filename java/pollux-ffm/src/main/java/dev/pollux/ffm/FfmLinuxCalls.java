package dev.pollux.ffm;

import dev.pollux.binding.LinuxCalls;
import java.nio.ByteBuffer;

/** The Linux calls, a class of handles for each C file of the jni binding: what is never called is never linked. */
final class FfmLinuxCalls implements LinuxCalls {

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BufferAddress.of(buffer);
    }

    // epoll.c

    @Override
    public int epollCreate1(int flags) {
        return EpollCalls.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        return EpollCalls.epollCtl(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        return EpollCalls.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis);
    }

    @Override
    public int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress) {
        return EpollCalls.epollPwait2(epollFd, eventsAddress, maxEvents, timespecAddress);
    }

    // descriptor.c

    @Override
    public int eventfd(int initialValue, int flags) {
        return DescriptorCalls.eventfd(initialValue, flags);
    }

    @Override
    public int timerfdCreate(int clockId, int flags) {
        return DescriptorCalls.timerfdCreate(clockId, flags);
    }

    @Override
    public int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        return DescriptorCalls.timerfdSettime(fd, flags, newValueAddress, oldValueAddress);
    }

    @Override
    public int timerfdGettime(int fd, long valueAddress) {
        return DescriptorCalls.timerfdGettime(fd, valueAddress);
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return DescriptorCalls.pipe2(fdsAddress, flags);
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return DescriptorCalls.open(pathAddress, flags, mode);
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return DescriptorCalls.lseek(fd, offset, whence);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return DescriptorCalls.fcntl(fd, command, argument);
    }

    @Override
    public int ioctl(int fd, long request, long argumentAddress) {
        return DescriptorCalls.ioctl(fd, request, argumentAddress);
    }

    @Override
    public int close(int fd) {
        return DescriptorCalls.close(fd);
    }

    @Override
    public long read(int fd, long address, long length) {
        return DescriptorCalls.read(fd, address, length);
    }

    @Override
    public long write(int fd, long address, long length) {
        return DescriptorCalls.write(fd, address, length);
    }

    // socket.c

    @Override
    public int socket(int domain, int type, int protocol) {
        return SocketCalls.socket(domain, type, protocol);
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return SocketCalls.socketpair(domain, type, protocol, fdsAddress);
    }

    @Override
    public int bind(int fd, long addressAddress, int addressLength) {
        return SocketCalls.bind(fd, addressAddress, addressLength);
    }

    @Override
    public int listen(int fd, int backlog) {
        return SocketCalls.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        return SocketCalls.accept4(fd, addressAddress, addressLengthAddress, flags);
    }

    @Override
    public int connect(int fd, long addressAddress, int addressLength) {
        return SocketCalls.connect(fd, addressAddress, addressLength);
    }

    @Override
    public int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        return SocketCalls.getsockname(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        return SocketCalls.getpeername(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        return SocketCalls.getsockopt(fd, level, name, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        return SocketCalls.setsockopt(fd, level, name, valueAddress, length);
    }

    @Override
    public int shutdown(int fd, int how) {
        return SocketCalls.shutdown(fd, how);
    }

    // transfer.c

    @Override
    public long recv(int fd, long address, long length, int flags) {
        return TransferCalls.recv(fd, address, length, flags);
    }

    @Override
    public long send(int fd, long address, long length, int flags) {
        return TransferCalls.send(fd, address, length, flags);
    }

    @Override
    public long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress) {
        return TransferCalls.recvfrom(fd, address, length, flags, fromAddress, fromLengthAddress);
    }

    @Override
    public long sendto(int fd, long address, long length, int flags, long toAddress, int toLength) {
        return TransferCalls.sendto(fd, address, length, flags, toAddress, toLength);
    }

    @Override
    public long readv(int fd, long iovecsAddress, int count) {
        return TransferCalls.readv(fd, iovecsAddress, count);
    }

    @Override
    public long writev(int fd, long iovecsAddress, int count) {
        return TransferCalls.writev(fd, iovecsAddress, count);
    }

    @Override
    public long recvmsg(int fd, long messageAddress, int flags) {
        return TransferCalls.recvmsg(fd, messageAddress, flags);
    }

    @Override
    public long sendmsg(int fd, long messageAddress, int flags) {
        return TransferCalls.sendmsg(fd, messageAddress, flags);
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        return TransferCalls.recvmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        return TransferCalls.sendmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public long sendfile(int outFd, int inFd, long offsetAddress, long count) {
        return TransferCalls.sendfile(outFd, inFd, offsetAddress, count);
    }
}
