/* Descriptors of any kind: eventfd(2), timerfd_create(2), pidfd_open(2), pipes, files. */
#include "calls.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

_Static_assert(sizeof(struct itimerspec) == 32, "size of itimerspec");
_Static_assert(offsetof(struct itimerspec, it_value) == 16, "offset of itimerspec.it_value");
_Static_assert(sizeof(struct timespec) == 16, "size of timespec");
_Static_assert(offsetof(struct timespec, tv_nsec) == 8, "offset of timespec.tv_nsec");
_Static_assert(sizeof(off_t) == sizeof(jlong), "size of off_t");

/* glibc has pidfd_open since 2.36. The number is the same on every architecture. */
#define POLLUX_SYS_PIDFD_OPEN 434
#ifdef SYS_pidfd_open
_Static_assert(SYS_pidfd_open == POLLUX_SYS_PIDFD_OPEN, "number of pidfd_open");
#endif

CALL(jint, eventfd, jint initial_value, jint flags) {
    return int_result(eventfd((unsigned)initial_value, flags));
}

CALL(jint, timerfdCreate, jint clock_id, jint flags) {
    return int_result(timerfd_create(clock_id, flags));
}

CALL(jint, timerfdSettime, jint fd, jint flags, jlong new_value, jlong old_value) {
    return int_result(timerfd_settime(fd, flags, pointer(new_value), pointer(old_value)));
}

CALL(jint, timerfdGettime, jint fd, jlong value) {
    return int_result(timerfd_gettime(fd, pointer(value)));
}

CALL(jint, pidfdOpen, jint pid, jint flags) {
    return (jint)long_result(syscall(POLLUX_SYS_PIDFD_OPEN, (long)pid, (long)flags));
}

CALL(jint, pipe2, jlong fds, jint flags) {
    return int_result(pipe2(pointer(fds), flags));
}

CALL(jint, open, jlong path, jint flags, jint mode) {
    return int_result(open(pointer(path), flags, (mode_t)mode));
}

CALL(jlong, lseek, jint fd, jlong offset, jint whence) {
    return long_result(lseek(fd, offset, whence));
}

CALL(jint, fcntl, jint fd, jint command, jint argument) {
    return int_result(fcntl(fd, command, argument));
}

CALL(jint, ioctl, jint fd, jlong request, jlong argument) {
    return int_result(ioctl(fd, (ioctl_request)request, pointer(argument)));
}

CALL(jint, close, jint fd) {
    return int_result(close(fd));
}

CALL(jlong, read, jint fd, jlong address, jlong length) {
    return long_result(read(fd, pointer(address), (size_t)length));
}

CALL(jlong, write, jint fd, jlong address, jlong length) {
    return long_result(write(fd, pointer(address), (size_t)length));
}
