package dev.pollux.ffm;

import dev.pollux.binding.LinuxCalls;
import java.nio.ByteBuffer;

/** The Linux calls. Above each group stands the C file of the jni binding that has the same. */
final class FfmLinuxCalls implements LinuxCalls {
    private static final boolean HAS_EPOLL_PWAIT2 = LinuxFunction.EPOLL_PWAIT2.exists(); // since glibc 2.35
    private static final long SYS_EPOLL_PWAIT2 = 441;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SIGSET_SIZE = 8; // the kernel's sigset_t, not the C library's
    private static final long SYS_IO_URING_SETUP = 425;
    private static final long SYS_IO_URING_ENTER = 426;
    private static final long SYS_IO_URING_REGISTER = 427;

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BufferAddress.of(buffer);
    }

    @Override
    public ByteBuffer bufferOf(long address, int length) {
        return BufferAddress.buffer(address, length);
    }

    // epoll.c

    @Override
    public int epollCreate1(int flags) {
        return (int) LinuxFunction.EPOLL_CREATE1.call(flags);
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        return (int) LinuxFunction.EPOLL_CTL.call(epollFd, operation, fd, eventAddress);
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        return (int) LinuxFunction.EPOLL_WAIT.call(epollFd, eventsAddress, maxEvents, timeoutMillis);
    }

    @Override
    public int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress) {
        return (int)
                (HAS_EPOLL_PWAIT2
                        ? LinuxFunction.EPOLL_PWAIT2.call(epollFd, eventsAddress, maxEvents, timespecAddress, 0)
                        : LinuxFunction.SYSCALL.call(
                                SYS_EPOLL_PWAIT2, epollFd, eventsAddress, maxEvents, timespecAddress, 0, SIGSET_SIZE));
    }

    // descriptor.c

    @Override
    public int eventfd(int initialValue, int flags) {
        return (int) LinuxFunction.EVENTFD.call(initialValue, flags);
    }

    @Override
    public int timerfdCreate(int clockId, int flags) {
        return (int) LinuxFunction.TIMERFD_CREATE.call(clockId, flags);
    }

    @Override
    public int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        return (int) LinuxFunction.TIMERFD_SETTIME.call(fd, flags, newValueAddress, oldValueAddress);
    }

    @Override
    public int timerfdGettime(int fd, long valueAddress) {
        return (int) LinuxFunction.TIMERFD_GETTIME.call(fd, valueAddress);
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return (int) LinuxFunction.SYSCALL.call(SYS_PIDFD_OPEN, pid, flags, 0, 0, 0, 0);
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return (int) LinuxFunction.PIPE2.call(fdsAddress, flags);
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return (int) LinuxFunction.OPEN.call(pathAddress, flags, mode);
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return LinuxFunction.LSEEK.call(fd, offset, whence);
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return (int) LinuxFunction.FCNTL.call(fd, command, argument);
    }

    @Override
    public int ioctl(int fd, long request, long argumentAddress) {
        return (int) LinuxFunction.IOCTL.call(fd, request, argumentAddress);
    }

    @Override
    public int close(int fd) {
        return (int) LinuxFunction.CLOSE.call(fd);
    }

    @Override
    public long read(int fd, long address, long length) {
        return LinuxFunction.READ.call(fd, address, length);
    }

    @Override
    public long write(int fd, long address, long length) {
        return LinuxFunction.WRITE.call(fd, address, length);
    }

    // socket.c

    @Override
    public int socket(int domain, int type, int protocol) {
        return (int) LinuxFunction.SOCKET.call(domain, type, protocol);
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return (int) LinuxFunction.SOCKETPAIR.call(domain, type, protocol, fdsAddress);
    }

    @Override
    public int bind(int fd, long addressAddress, int addressLength) {
        return (int) LinuxFunction.BIND.call(fd, addressAddress, addressLength);
    }

    @Override
    public int listen(int fd, int backlog) {
        return (int) LinuxFunction.LISTEN.call(fd, backlog);
    }

    @Override
    public int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        return (int) LinuxFunction.ACCEPT4.call(fd, addressAddress, addressLengthAddress, flags);
    }

    @Override
    public int connect(int fd, long addressAddress, int addressLength) {
        return (int) LinuxFunction.CONNECT.call(fd, addressAddress, addressLength);
    }

    @Override
    public int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        return (int) LinuxFunction.GETSOCKNAME.call(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        return (int) LinuxFunction.GETPEERNAME.call(fd, addressAddress, addressLengthAddress);
    }

    @Override
    public int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        return (int) LinuxFunction.GETSOCKOPT.call(fd, level, name, valueAddress, lengthAddress);
    }

    @Override
    public int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        return (int) LinuxFunction.SETSOCKOPT.call(fd, level, name, valueAddress, length);
    }

    @Override
    public int shutdown(int fd, int how) {
        return (int) LinuxFunction.SHUTDOWN.call(fd, how);
    }

    // transfer.c

    @Override
    public long recv(int fd, long address, long length, int flags) {
        return LinuxFunction.RECV.call(fd, address, length, flags);
    }

    @Override
    public long send(int fd, long address, long length, int flags) {
        return LinuxFunction.SEND.call(fd, address, length, flags);
    }

    @Override
    public long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress) {
        return LinuxFunction.RECVFROM.call(fd, address, length, flags, fromAddress, fromLengthAddress);
    }

    @Override
    public long sendto(int fd, long address, long length, int flags, long toAddress, int toLength) {
        return LinuxFunction.SENDTO.call(fd, address, length, flags, toAddress, toLength);
    }

    @Override
    public long readv(int fd, long iovecsAddress, int count) {
        return LinuxFunction.READV.call(fd, iovecsAddress, count);
    }

    @Override
    public long writev(int fd, long iovecsAddress, int count) {
        return LinuxFunction.WRITEV.call(fd, iovecsAddress, count);
    }

    @Override
    public long recvmsg(int fd, long messageAddress, int flags) {
        return LinuxFunction.RECVMSG.call(fd, messageAddress, flags);
    }

    @Override
    public long sendmsg(int fd, long messageAddress, int flags) {
        return LinuxFunction.SENDMSG.call(fd, messageAddress, flags);
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        return (int) LinuxFunction.RECVMMSG.call(fd, messagesAddress, count, flags, 0);
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        return (int) LinuxFunction.SENDMMSG.call(fd, messagesAddress, count, flags);
    }

    @Override
    public long sendfile(int outFd, int inFd, long offsetAddress, long count) {
        return LinuxFunction.SENDFILE.call(outFd, inFd, offsetAddress, count);
    }

    // file.c

    @Override
    public long preadv(int fd, long iovecsAddress, int count, long offset) {
        return LinuxFunction.PREADV.call(fd, iovecsAddress, count, offset);
    }

    @Override
    public long pwritev(int fd, long iovecsAddress, int count, long offset) {
        return LinuxFunction.PWRITEV.call(fd, iovecsAddress, count, offset);
    }

    @Override
    public int fsync(int fd) {
        return (int) LinuxFunction.FSYNC.call(fd);
    }

    @Override
    public int fdatasync(int fd) {
        return (int) LinuxFunction.FDATASYNC.call(fd);
    }

    @Override
    public int ftruncate(int fd, long length) {
        return (int) LinuxFunction.FTRUNCATE.call(fd, length);
    }

    // uring.c

    @Override
    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return LinuxFunction.MMAP.call(address, length, protection, flags, fd, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return (int) LinuxFunction.MUNMAP.call(address, length);
    }

    @Override
    public int ioUringSetup(int entries, long parametersAddress) {
        return (int) LinuxFunction.SYSCALL.call(SYS_IO_URING_SETUP, entries, parametersAddress, 0, 0, 0, 0);
    }

    @Override
    public int ioUringEnter(
            int ringFd, int toSubmit, int minComplete, int flags, long argumentAddress, long argumentSize) {
        return (int) LinuxFunction.SYSCALL.call(
                SYS_IO_URING_ENTER, ringFd, toSubmit, minComplete, flags, argumentAddress, argumentSize);
    }

    @Override
    public int ioUringRegister(int ringFd, int operation, long argumentAddress, int count) {
        return (int) LinuxFunction.SYSCALL.call(SYS_IO_URING_REGISTER, ringFd, operation, argumentAddress, count, 0, 0);
    }
}
