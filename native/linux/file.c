/* Files at positions: preadv(2), pwritev(2), fsync(2), ftruncate(2) and theirs. */
#include "calls.h"

#include <sys/uio.h>
#include <unistd.h>

_Static_assert(sizeof(off_t) == sizeof(jlong), "size of off_t");

CALL(jlong, preadv, jint fd, jlong iovecs, jint count, jlong offset) {
    return long_result(preadv(fd, pointer(iovecs), count, offset));
}

CALL(jlong, pwritev, jint fd, jlong iovecs, jint count, jlong offset) {
    return long_result(pwritev(fd, pointer(iovecs), count, offset));
}

CALL(jint, fsync, jint fd) {
    return int_result(fsync(fd));
}

CALL(jint, fdatasync, jint fd) {
    return int_result(fdatasync(fd));
}

CALL(jint, ftruncate, jint fd, jlong length) {
    return int_result(ftruncate(fd, length));
}
