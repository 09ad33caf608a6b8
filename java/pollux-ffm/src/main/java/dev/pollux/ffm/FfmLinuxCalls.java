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
        return LinuxEpollCalls.epollCreate1(flags);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        return LinuxEpollCalls.epollCtl(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        return LinuxEpollCalls.epollWait(epollFd, eventsAddress, maxEvents, timeoutMillis);
    }

    @Override
    public int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress) {
        return LinuxEpollCalls.epollPwait2(epollFd, eventsAddress, maxEvents, timespecAddress);
    }

    // descriptor.c

    @Override
    public int eventfd(int initialValue, int flags) {
        return LinuxDescriptorCalls.eventfd(initialValue, flags);
    }

    @Override
    public int timerfdCreate(int clockId, int flags) {
        return LinuxDescriptorCalls.timerfdCreate(clockId, flags);
    }

    @Override
    public int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        return LinuxDescriptorCalls.timerfdSettime(fd, flags, newValueAddress, oldValueAddress);
    }

    @Override
    public int timerfdGettime(int fd, long valueAddress) {
        return LinuxDescriptorCalls.timerfdGettime(fd, valueAddress);
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return LinuxDescriptorCalls.pipe2(fdsAddress, flags);
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return LinuxDescriptorCalls.open(pathAddress, flags, mode);
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return LinuxDescriptorCalls.lseek(fd, offset, whence);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return LinuxDescriptorCalls.fcntl(fd, command, argument);
    }

    @Override
    public int ioctl(int fd, long request, long argumentAddress) {
        return LinuxDescriptorCalls.ioctl(fd, request, argumentAddress);
    }

    @Override
    public int close(int fd) {
        return LinuxDescriptorCalls.close(fd);
    }

    @Override
    public long read(int fd, long address, long length) {
        return LinuxDescriptorCalls.read(fd, address, length);
    }

    @Override
    public long write(int fd, long address, long length) {
        return LinuxDescriptorCalls.write(fd, address, length);
    }

    // socket.c

    @Override
    public int socket(int domain, int type, int protocol) {
        return LinuxSocketCalls.socket(domain, type, protocol);
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return LinuxSocketCalls.socketpair(domain, type, protocol, fdsAddress);
    }

    @Override
    public int bind(int fd, long addressAddress, int addressLength) {
        return LinuxSocketCalls.bind(fd, addressAddress, addressLength);
    }

    @Override
    public int listen(int fd, int backlog) {
        return LinuxSocketCalls.listen(fd, backlog);
    }

    @Override
    public int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        return LinuxSocketCalls.accept4(fd, addressAddress, addressLengthAddress, flags);
    }

    @Override
    public int connect(int fd, long addressAddress, int addressLength) {
        return LinuxSocketCalls.connect(fd, addressAddress, addressLength);
    }

    @Override
    public int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        return LinuxSocketCalls.getsockname(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        return LinuxSocketCalls.getpeername(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        return LinuxSocketCalls.getsockopt(fd, level, name, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        return LinuxSocketCalls.setsockopt(fd, level, name, valueAddress, length);
    }

    @Override
    public int shutdown(int fd, int how) {
        return LinuxSocketCalls.shutdown(fd, how);
    }

    // transfer.c

    @Override
    public long recv(int fd, long address, long length, int flags) {
        return LinuxTransferCalls.recv(fd, address, length, flags);
    }

    @Override
    public long send(int fd, long address, long length, int flags) {
        return LinuxTransferCalls.send(fd, address, length, flags);
    }

    @Override
    public long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress) {
        return LinuxTransferCalls.recvfrom(fd, address, length, flags, fromAddress, fromLengthAddress);
    }

    @Override
    public long sendto(int fd, long address, long length, int flags, long toAddress, int toLength) {
        return LinuxTransferCalls.sendto(fd, address, length, flags, toAddress, toLength);
    }

    @Override
    public long readv(int fd, long iovecsAddress, int count) {
        return LinuxTransferCalls.readv(fd, iovecsAddress, count);
    }

    @Override
    public long writev(int fd, long iovecsAddress, int count) {
        return LinuxTransferCalls.writev(fd, iovecsAddress, count);
    }

    @Override
    public long recvmsg(int fd, long messageAddress, int flags) {
        return LinuxTransferCalls.recvmsg(fd, messageAddress, flags);
    }

    @Override
    public long sendmsg(int fd, long messageAddress, int flags) {
        return LinuxTransferCalls.sendmsg(fd, messageAddress, flags);
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        return LinuxTransferCalls.recvmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        return LinuxTransferCalls.sendmmsg(fd, messagesAddress, count, flags);
    }

    @Override
    public long sendfile(int outFd, int inFd, long offsetAddress, long count) {
        return LinuxTransferCalls.sendfile(outFd, inFd, offsetAddress, count);
    }
}
