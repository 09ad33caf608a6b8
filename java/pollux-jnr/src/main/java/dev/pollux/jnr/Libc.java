package dev.pollux.jnr;

/**
 * The functions of the C library, for jnr-ffi to implement. It is public only because the class that it generates lies in
 * another module. An address is a C long. Those that C declares with {@code ...} are declared here without. On x86-64
 * and on aarch64 Linux both take integers in the same registers, and jnr-ffi calls a fixed list without allocating. Those with six arguments are {@link SixArguments}.
 */
public interface Libc {

    // epoll.c
    int epoll_create1(int flags);

    int epoll_ctl(int epollFd, int operation, int fd, long eventAddress);

    int epoll_wait(int epollFd, long eventsAddress, int maxEvents, int timeoutMillis);

    // descriptor.c
    int eventfd(int initialValue, int flags);

    int timerfd_create(int clockId, int flags);

    int timerfd_settime(int fd, int flags, long newValueAddress, long oldValueAddress);

    int timerfd_gettime(int fd, long valueAddress);

    int pipe2(long fdsAddress, int flags);

    int open(long pathAddress, int flags, int mode);

    long lseek(int fd, long offset, int whence);

    int fcntl(int fd, int command, int argument);

    int ioctl(int fd, long request, long argumentAddress);

    int close(int fd);

    long read(int fd, long address, long length);

    long write(int fd, long address, long length);

    // socket.c
    int socket(int domain, int type, int protocol);

    int socketpair(int domain, int type, int protocol, long fdsAddress);

    int bind(int fd, long addressAddress, int addressLength);

    int listen(int fd, int backlog);

    int accept4(int fd, long addressAddress, long addressLengthAddress, int flags);

    int connect(int fd, long addressAddress, int addressLength);

    int getsockname(int fd, long addressAddress, long addressLengthAddress);

    int getpeername(int fd, long addressAddress, long addressLengthAddress);

    int getsockopt(int fd, int level, int name, long valueAddress, long lengthAddress);

    int setsockopt(int fd, int level, int name, long valueAddress, int length);

    int shutdown(int fd, int how);

    // transfer.c
    long recv(int fd, long address, long length, int flags);

    long send(int fd, long address, long length, int flags);

    long readv(int fd, long iovecsAddress, int count);

    long writev(int fd, long iovecsAddress, int count);

    long recvmsg(int fd, long messageAddress, int flags);

    long sendmsg(int fd, long messageAddress, int flags);

    int recvmmsg(int fd, long messagesAddress, int count, int flags, long timeoutAddress);

    int sendmmsg(int fd, long messagesAddress, int count, int flags);

    long sendfile(int outFd, int inFd, long offsetAddress, long count);

    // file.c
    long preadv(int fd, long iovecsAddress, int count, long offset);

    long pwritev(int fd, long iovecsAddress, int count, long offset);

    int fsync(int fd);

    int fdatasync(int fd);

    int ftruncate(int fd, long length);

    // uring.c
    int munmap(long address, long length);
}
