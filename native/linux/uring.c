/* io_uring(7), without liburing: three system calls, and the memory that they share. */
#include "calls.h"

#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Older C libraries do not name them; the numbers are the same everywhere. */
#define POLLUX_SYS_IO_URING_SETUP 425
#define POLLUX_SYS_IO_URING_ENTER 426
#define POLLUX_SYS_IO_URING_REGISTER 427
#ifdef SYS_io_uring_setup
_Static_assert(SYS_io_uring_setup == POLLUX_SYS_IO_URING_SETUP, "number of io_uring_setup");
_Static_assert(SYS_io_uring_enter == POLLUX_SYS_IO_URING_ENTER, "number of io_uring_enter");
_Static_assert(SYS_io_uring_register == POLLUX_SYS_IO_URING_REGISTER, "number of io_uring_register");
#endif

/* Java reads and writes these structures itself. A system without the header has no rings that could be shared wrongly.
 */
#if defined(__has_include)
#if __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
_Static_assert(sizeof(struct io_uring_params) == 120, "size of io_uring_params");
_Static_assert(offsetof(struct io_uring_params, features) == 20, "offset of io_uring_params.features");
_Static_assert(offsetof(struct io_uring_params, sq_off) == 40, "offset of io_uring_params.sq_off");
_Static_assert(offsetof(struct io_uring_params, cq_off) == 80, "offset of io_uring_params.cq_off");
_Static_assert(offsetof(struct io_sqring_offsets, array) == 24, "offset of io_sqring_offsets.array");
_Static_assert(offsetof(struct io_cqring_offsets, cqes) == 20, "offset of io_cqring_offsets.cqes");
_Static_assert(sizeof(struct io_uring_sqe) == 64, "size of io_uring_sqe");
_Static_assert(offsetof(struct io_uring_sqe, off) == 8, "offset of io_uring_sqe.off");
_Static_assert(offsetof(struct io_uring_sqe, addr) == 16, "offset of io_uring_sqe.addr");
_Static_assert(offsetof(struct io_uring_sqe, len) == 24, "offset of io_uring_sqe.len");
_Static_assert(offsetof(struct io_uring_sqe, user_data) == 32, "offset of io_uring_sqe.user_data");
_Static_assert(offsetof(struct io_uring_sqe, buf_index) == 40, "offset of io_uring_sqe.buf_index");
_Static_assert(offsetof(struct io_uring_sqe, splice_fd_in) == 44, "offset of io_uring_sqe.splice_fd_in");
_Static_assert(sizeof(struct io_uring_cqe) == 16, "size of io_uring_cqe");
_Static_assert(offsetof(struct io_uring_cqe, res) == 8, "offset of io_uring_cqe.res");
_Static_assert(offsetof(struct io_uring_cqe, flags) == 12, "offset of io_uring_cqe.flags");
#endif
#endif

CALL(jlong, mmap, jlong address, jlong length, jint protection, jint flags, jint fd, jlong offset) {
    return long_result((int64_t)(intptr_t)mmap(pointer(address), (size_t)length, protection, flags, fd, offset));
}

CALL(jint, munmap, jlong address, jlong length) {
    return int_result(munmap(pointer(address), (size_t)length));
}

CALL(jint, ioUringSetup, jint entries, jlong parameters) {
    return (jint)long_result(syscall(POLLUX_SYS_IO_URING_SETUP, (unsigned)entries, pointer(parameters)));
}

CALL(jint, ioUringEnter, jint ring_fd, jint to_submit, jint min_complete, jint flags, jlong argument, jlong size) {
    return (jint)long_result(syscall(POLLUX_SYS_IO_URING_ENTER, ring_fd, (unsigned)to_submit, (unsigned)min_complete,
                                     (unsigned)flags, pointer(argument), (size_t)size));
}

CALL(jint, ioUringRegister, jint ring_fd, jint operation, jlong argument, jint count) {
    return (jint)long_result(
            syscall(POLLUX_SYS_IO_URING_REGISTER, ring_fd, (unsigned)operation, pointer(argument), (unsigned)count));
}
