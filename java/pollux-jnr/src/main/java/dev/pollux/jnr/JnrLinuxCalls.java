package dev.pollux.jnr;

import com.kenai.jffi.MemoryIO;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.LinuxCalls;
import java.nio.ByteBuffer;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/** The Linux calls, through the class that jnr-ffi generates for {@link Libc}. */
final class JnrLinuxCalls implements LinuxCalls {
    private static final long SYS_EPOLL_PWAIT2 = 441;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_IO_URING_SETUP = 425;
    private static final long SYS_IO_URING_ENTER = 426;
    private static final long SYS_IO_URING_REGISTER = 427;

    private final MemoryIO memory = MemoryIO.getInstance();
    private final Libc libc;
    private final SixArguments syscall = new SixArguments("syscall");
    private final SixArguments recvfrom = new SixArguments("recvfrom");
    private final SixArguments sendto = new SixArguments("sendto");
    private final SixArguments mmap = new SixArguments("mmap");
    private final long syscallAddress = Jffi.require("syscall");
    private final Runtime runtime;

    JnrLinuxCalls(Libc libc) throws BindingUnavailableException {
        this.libc = libc;
        this.runtime = Runtime.getRuntime(libc);
    }

    private int result(int result) {
        return result == -1 ? -LastError.getLastError(runtime) : result;
    }

    private long result(long result) {
        return result == -1 ? -LastError.getLastError(runtime) : result;
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return memory.getDirectBufferAddress(buffer);
    }

    @Override
    public ByteBuffer bufferOf(long address, int length) {
        return memory.newDirectByteBuffer(address, length);
    }

    // epoll.c

    @Override
    public int epollCreate1(int flags) {
        return result(libc.epoll_create1(flags));
    }

    @Override
    public int epollCtl(int epollFd, int operation, int fd, long eventAddress) {
        return result(libc.epoll_ctl(epollFd, operation, fd, eventAddress));
    }

    @Override
    public int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis) {
        return result(libc.epoll_wait(epollFd, eventsAddress, maxEvents, timeoutMillis));
    }

    @Override
    public int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress) {
        // The mask's size is left out: the kernel looks at it with a mask only.
        return (int) result(syscall.call(SYS_EPOLL_PWAIT2, epollFd, eventsAddress, maxEvents, timespecAddress, 0));
    }

    // descriptor.c

    @Override
    public int eventfd(int initialValue, int flags) {
        return result(libc.eventfd(initialValue, flags));
    }

    @Override
    public int timerfdCreate(int clockId, int flags) {
        return result(libc.timerfd_create(clockId, flags));
    }

    @Override
    public int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress) {
        return result(libc.timerfd_settime(fd, flags, newValueAddress, oldValueAddress));
    }

    @Override
    public int timerfdGettime(int fd, long valueAddress) {
        return result(libc.timerfd_gettime(fd, valueAddress));
    }

    @Override
    public int pidfdOpen(int pid, int flags) {
        return (int) result(syscall.call(SYS_PIDFD_OPEN, pid, flags, 0, 0, 0));
    }

    @Override
    public int pipe2(long fdsAddress, int flags) {
        return result(libc.pipe2(fdsAddress, flags));
    }

    @Override
    public int open(long pathAddress, int flags, int mode) {
        return result(libc.open(pathAddress, flags, mode));
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return result(libc.lseek(fd, offset, whence));
    }

    @Override
    public int fcntl(int fd, int command, int argument) {
        return result(libc.fcntl(fd, command, argument));
    }

    @Override
    public int ioctl(int fd, long request, long argumentAddress) {
        return result(libc.ioctl(fd, request, argumentAddress));
    }

    @Override
    public int close(int fd) {
        return result(libc.close(fd));
    }

    @Override
    public long read(int fd, long address, long length) {
        return result(libc.read(fd, address, length));
    }

    @Override
    public long write(int fd, long address, long length) {
        return result(libc.write(fd, address, length));
    }

    // socket.c

    @Override
    public int socket(int domain, int type, int protocol) {
        return result(libc.socket(domain, type, protocol));
    }

    @Override
    public int socketpair(int domain, int type, int protocol, long fdsAddress) {
        return result(libc.socketpair(domain, type, protocol, fdsAddress));
    }

    @Override
    public int bind(int fd, long addressAddress, int addressLength) {
        return result(libc.bind(fd, addressAddress, addressLength));
    }

    @Override
    public int listen(int fd, int backlog) {
        return result(libc.listen(fd, backlog));
    }

    @Override
    public int accept4(int fd, long addressAddress, long addressLengthAddress, int flags) {
        return result(libc.accept4(fd, addressAddress, addressLengthAddress, flags));
    }

    @Override
    public int connect(int fd, long addressAddress, int addressLength) {
        return result(libc.connect(fd, addressAddress, addressLength));
    }

    @Override
    public int getsockname(int fd, long addressAddress, long addressLengthAddress) {
        return result(libc.getsockname(fd, addressAddress, addressLengthAddress));
    }

    @Override
    public int getpeername(int fd, long addressAddress, long addressLengthAddress) {
        return result(libc.getpeername(fd, addressAddress, addressLengthAddress));
    }

    @Override
    public int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress) {
        return result(libc.getsockopt(fd, level, name, valueAddress, lengthAddress));
    }

    @Override
    public int setsockopt(int fd, int level, int name, long valueAddress, int length) {
        return result(libc.setsockopt(fd, level, name, valueAddress, length));
    }

    @Override
    public int shutdown(int fd, int how) {
        return result(libc.shutdown(fd, how));
    }

    // transfer.c

    @Override
    public long recv(int fd, long address, long length, int flags) {
        return result(libc.recv(fd, address, length, flags));
    }

    @Override
    public long send(int fd, long address, long length, int flags) {
        return result(libc.send(fd, address, length, flags));
    }

    @Override
    public long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress) {
        return result(recvfrom.call(fd, address, length, flags, fromAddress, fromLengthAddress));
    }

    @Override
    public long sendto(int fd, long address, long length, int flags, long toAddress, int toLength) {
        return result(sendto.call(fd, address, length, flags, toAddress, toLength));
    }

    @Override
    public long readv(int fd, long iovecsAddress, int count) {
        return result(libc.readv(fd, iovecsAddress, count));
    }

    @Override
    public long writev(int fd, long iovecsAddress, int count) {
        return result(libc.writev(fd, iovecsAddress, count));
    }

    @Override
    public long recvmsg(int fd, long messageAddress, int flags) {
        return result(libc.recvmsg(fd, messageAddress, flags));
    }

    @Override
    public long sendmsg(int fd, long messageAddress, int flags) {
        return result(libc.sendmsg(fd, messageAddress, flags));
    }

    @Override
    public int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        return result(libc.recvmmsg(fd, messagesAddress, count, flags, 0));
    }

    @Override
    public int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        return result(libc.sendmmsg(fd, messagesAddress, count, flags));
    }

    @Override
    public long sendfile(int outFd, int inFd, long offsetAddress, long count) {
        return result(libc.sendfile(outFd, inFd, offsetAddress, count));
    }

    // file.c

    @Override
    public long preadv(int fd, long iovecsAddress, int count, long offset) {
        return result(libc.preadv(fd, iovecsAddress, count, offset));
    }

    @Override
    public long pwritev(int fd, long iovecsAddress, int count, long offset) {
        return result(libc.pwritev(fd, iovecsAddress, count, offset));
    }

    @Override
    public int fsync(int fd) {
        return result(libc.fsync(fd));
    }

    @Override
    public int fdatasync(int fd) {
        return result(libc.fdatasync(fd));
    }

    @Override
    public int ftruncate(int fd, long length) {
        return result(libc.ftruncate(fd, length));
    }

    // uring.c

    @Override
    public long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return result(mmap.call(address, length, protection, flags, fd, offset));
    }

    @Override
    public int munmap(long address, long length) {
        return result(libc.munmap(address, length));
    }

    @Override
    public int ioUringSetup(int entries, long parametersAddress) {
        return (int) result(syscall.call(SYS_IO_URING_SETUP, entries, parametersAddress, 0, 0, 0));
    }

    @Override
    public int ioUringEnter(
            int ringFd, int toSubmit, int minComplete, int flags, long argumentAddress, long argumentSize) {
        return (int) result(Invocation.call(
                syscallAddress,
                SYS_IO_URING_ENTER,
                ringFd,
                toSubmit,
                minComplete,
                flags,
                argumentAddress,
                argumentSize));
    }

    @Override
    public int ioUringRegister(int ringFd, int operation, long argumentAddress, int count) {
        return (int) result(syscall.call(SYS_IO_URING_REGISTER, ringFd, operation, argumentAddress, count, 0));
    }
}
