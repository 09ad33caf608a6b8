package dev.pollux.binding;

import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;

/**
 * The Linux system calls that Pollux needs, one method a call: primitive arguments, and the result as the C call gives
 * it, but a failure as {@code -errno}. No policy: nothing is checked, retried or allocated here. The floor above checks
 * every descriptor, address and length before it comes here.
 *
 * <p>Descriptors are {@code int}, addresses {@code long}. An address of 0 is a null pointer. {@code size_t} and
 * {@code ssize_t} are {@code long}. The bindings keep this order, so that the three read line by line.
 *
 * <p>All methods may be called from any thread. {@link BindingRegistry} has an example.
 */
public interface LinuxCalls {

    /**
     * The address of a direct buffer's first byte (of index 0, whatever its position).
     *
     * @param buffer a direct buffer, alive for as long as the address is used
     * @return its address
     */
    long addressOf(ByteBuffer buffer);

    /**
     * A direct buffer of memory at an address, that of a mapping. It frees nothing when it is unreachable.
     *
     * @param address where it begins
     * @param length how long it is
     * @return the buffer
     */
    ByteBuffer bufferOf(long address, int length);

    // channel.c

    /**
     * The descriptor that a channel of the JDK's has in its private field {@code fdVal}, or {@code -ENOSYS} if this binding
     * can't read it, or there is none. Of the bindings, jni can: {@link BindingRegistry#jniCalls()}.
     *
     * @param channel a channel
     * @return its descriptor
     */
    default int descriptorOf(SelectableChannel channel) {
        return -38;
    }

    // epoll.c

    /** epoll_create1(2). */
    int epollCreate1(int flags);

    /** epoll_ctl(2). */
    int epollCtl(int epollFd, int operation, int fd, long eventAddress);

    /** epoll_wait(2). */
    int epollWait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis);

    /** epoll_pwait2(2), no signal mask, by its system call number (441): not every C library has it. Null waits for ever. */
    int epollPwait2(int epollFd, long eventsAddress, int maxEvents, long timespecAddress);

    // descriptor.c

    /** eventfd(2). */
    int eventfd(int initialValue, int flags);

    /** timerfd_create(2). */
    int timerfdCreate(int clockId, int flags);

    /** timerfd_settime(2). */
    int timerfdSettime(int fd, int flags, long newValueAddress, long oldValueAddress);

    /** timerfd_gettime(2). */
    int timerfdGettime(int fd, long valueAddress);

    /** pidfd_open(2), by its system call number (434): not every C library has it. */
    int pidfdOpen(int pid, int flags);

    /** pipe2(2). */
    int pipe2(long fdsAddress, int flags);

    /** open(2). */
    int open(long pathAddress, int flags, int mode);

    /** lseek(2). */
    long lseek(int fd, long offset, int whence);

    /** fcntl(2) with an int argument. */
    int fcntl(int fd, int command, int argument);

    /** ioctl(2) with a pointer argument. */
    int ioctl(int fd, long request, long argumentAddress);

    /** close(2). */
    int close(int fd);

    /** read(2). */
    long read(int fd, long address, long length);

    /** write(2). */
    long write(int fd, long address, long length);

    // socket.c

    /** socket(2). */
    int socket(int domain, int type, int protocol);

    /** socketpair(2). */
    int socketpair(int domain, int type, int protocol, long fdsAddress);

    /** bind(2). */
    int bind(int fd, long addressAddress, int addressLength);

    /** listen(2). */
    int listen(int fd, int backlog);

    /** accept4(2). Both addresses may be null. */
    int accept4(int fd, long addressAddress, long addressLengthAddress, int flags);

    /** connect(2). */
    int connect(int fd, long addressAddress, int addressLength);

    /** getsockname(2). */
    int getsockname(int fd, long addressAddress, long addressLengthAddress);

    /** getpeername(2). */
    int getpeername(int fd, long addressAddress, long addressLengthAddress);

    /** getsockopt(2). */
    int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress);

    /** setsockopt(2). */
    int setsockopt(int fd, int level, int name, long valueAddress, int length);

    /** shutdown(2). */
    int shutdown(int fd, int how);

    // transfer.c

    /** recv(2). */
    long recv(int fd, long address, long length, int flags);

    /** send(2). */
    long send(int fd, long address, long length, int flags);

    /** recvfrom(2). */
    long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress);

    /** sendto(2). */
    long sendto(int fd, long address, long length, int flags, long toAddress, int toLength);

    /** readv(2). */
    long readv(int fd, long iovecsAddress, int count);

    /** writev(2). */
    long writev(int fd, long iovecsAddress, int count);

    /** recvmsg(2). */
    long recvmsg(int fd, long messageAddress, int flags);

    /** sendmsg(2). */
    long sendmsg(int fd, long messageAddress, int flags);

    /** recvmmsg(2) without a timeout. */
    int recvmmsg(int fd, long messagesAddress, int count, int flags);

    /** sendmmsg(2). */
    int sendmmsg(int fd, long messagesAddress, int count, int flags);

    /** sendfile(2). */
    long sendfile(int outFd, int inFd, long offsetAddress, long count);

    // file.c

    /** preadv(2). */
    long preadv(int fd, long iovecsAddress, int count, long offset);

    /** pwritev(2). */
    long pwritev(int fd, long iovecsAddress, int count, long offset);

    /** fsync(2). */
    int fsync(int fd);

    /** fdatasync(2). */
    int fdatasync(int fd);

    /** ftruncate(2). */
    int ftruncate(int fd, long length);

    // uring.c

    /** mmap(2). The result is an address, or {@code -errno}. */
    long mmap(long address, long length, int protection, int flags, int fd, long offset);

    /** munmap(2). */
    int munmap(long address, long length);

    /** io_uring_setup(2), by its system call number (425). */
    int ioUringSetup(int entries, long parametersAddress);

    /** io_uring_enter(2), by its system call number (426). The argument is null, or a struct io_uring_getevents_arg. */
    int ioUringEnter(int ringFd, int toSubmit, int minComplete, int flags, long argumentAddress, long argumentSize);

    /** io_uring_register(2), by its system call number (427). */
    int ioUringRegister(int ringFd, int operation, long argumentAddress, int count);
}
