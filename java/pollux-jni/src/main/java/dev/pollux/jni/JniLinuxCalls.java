package dev.pollux.jni;

import dev.pollux.binding.LinuxCalls;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/** The Linux calls, each a C function of the file named above it. {@link NativeLibrary} loads them. */
final class JniLinuxCalls implements LinuxCalls {

    // buffer.c

    @Override
    public native long addressOf(ByteBuffer buffer);

    @Override
    public native ByteBuffer bufferOf(long address, int length);

    // channel.c

    @Override
    public native int descriptorOf(SelectableChannel channel);

    // epoll.c

    @Override
    public native int epollCreate1(int flags);

    @Override
    public native int epollCtl(int epollFd, int operation, int fd, long eventAddress);

    @Override
    public native int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis);

    @Override
    public native int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress);

    // descriptor.c

    @Override
    public native int eventfd(int initialValue, int flags);

    @Override
    public native int timerfdCreate(int clockId, int flags);

    @Override
    public native int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress);

    @Override
    public native int timerfdGettime(int fd, long valueAddress);

    @Override
    public native int pidfdOpen(int pid, int flags);

    @Override
    public native int pipe2(long fdsAddress, int flags);

    @Override
    public native int open(long pathAddress, int flags, int mode);

    @Override
    public native long lseek(int fd, long offset, int whence);

    @Override
    public native int fcntl(int fd, int command, int argument);

    @Override
    public native int ioctl(int fd, long request, long argumentAddress);

    @Override
    public native int close(int fd);

    @Override
    public native long read(int fd, long address, long length);

    @Override
    public native long write(int fd, long address, long length);

    // socket.c

    @Override
    public native int socket(int domain, int type, int protocol);

    @Override
    public native int socketpair(int domain, int type, int protocol, long fdsAddress);

    @Override
    public native int bind(int fd, long addressAddress, int addressLength);

    @Override
    public native int listen(int fd, int backlog);

    @Override
    public native int accept4(int fd, long addressAddress, long addressLengthAddress, int flags);

    @Override
    public native int connect(int fd, long addressAddress, int addressLength);

    @Override
    public native int getsockname(int fd, long addressAddress, long addressLengthAddress);

    @Override
    public native int getpeername(int fd, long addressAddress, long addressLengthAddress);

    @Override
    public native int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress);

    @Override
    public native int setsockopt(int fd, int level, int name, long valueAddress, int length);

    @Override
    public native int shutdown(int fd, int how);

    // transfer.c

    @Override
    public native long recv(int fd, long address, long length, int flags);

    @Override
    public native long send(int fd, long address, long length, int flags);

    @Override
    public native long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress);

    @Override
    public native long sendto(int fd, long address, long length, int flags, long toAddress, int toLength);

    @Override
    public native long readv(int fd, long iovecsAddress, int count);

    @Override
    public native long writev(int fd, long iovecsAddress, int count);

    @Override
    public native long recvmsg(int fd, long messageAddress, int flags);

    @Override
    public native long sendmsg(int fd, long messageAddress, int flags);

    @Override
    public native int recvmmsg(int fd, long messagesAddress, int count, int flags);

    @Override
    public native int sendmmsg(int fd, long messagesAddress, int count, int flags);

    @Override
    public native long sendfile(int outFd, int inFd, long offsetAddress, long count);

    // file.c

    @Override
    public native long preadv(int fd, long iovecsAddress, int count, long offset);

    @Override
    public native long pwritev(int fd, long iovecsAddress, int count, long offset);

    @Override
    public native int fsync(int fd);

    @Override
    public native int fdatasync(int fd);

    @Override
    public native int ftruncate(int fd, long length);

    // uring.c

    @Override
    public native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    @Override
    public native int munmap(long address, long length);

    @Override
    public native int ioUringSetup(int entries, long parametersAddress);

    @Override
    public native int ioUringEnter(
            int ringFd, int toSubmit, int minComplete, int flags, long argumentAddress, long argumentSize);

    @Override
    public native int ioUringRegister(int ringFd, int operation, long argumentAddress, int count);
}
