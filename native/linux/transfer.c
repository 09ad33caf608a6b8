/* Moving bytes: recv(2), send(2), readv(2), recvmmsg(2), sendfile(2) and theirs. */
#include "calls.h"

#include <stddef.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

/* Java writes these structures itself. */
_Static_assert(sizeof(struct iovec) == 16, "size of iovec");
_Static_assert(offsetof(struct iovec, iov_len) == 8, "offset of iovec.iov_len");
_Static_assert(sizeof(struct msghdr) == 56, "size of msghdr");
_Static_assert(offsetof(struct msghdr, msg_namelen) == 8, "offset of msghdr.msg_namelen");
_Static_assert(offsetof(struct msghdr, msg_iov) == 16, "offset of msghdr.msg_iov");
_Static_assert(offsetof(struct msghdr, msg_iovlen) == 24, "offset of msghdr.msg_iovlen");
_Static_assert(offsetof(struct msghdr, msg_control) == 32, "offset of msghdr.msg_control");
_Static_assert(offsetof(struct msghdr, msg_controllen) == 40, "offset of msghdr.msg_controllen");
_Static_assert(offsetof(struct msghdr, msg_flags) == 48, "offset of msghdr.msg_flags");
_Static_assert(sizeof(struct mmsghdr) == 64, "size of mmsghdr");
_Static_assert(offsetof(struct mmsghdr, msg_len) == 56, "offset of mmsghdr.msg_len");
_Static_assert(sizeof(struct cmsghdr) == 16, "size of cmsghdr");

CALL(jlong, recv, jint fd, jlong address, jlong length, jint flags) {
    return long_result(recv(fd, pointer(address), (size_t)length, flags));
}

CALL(jlong, send, jint fd, jlong address, jlong length, jint flags) {
    return long_result(send(fd, pointer(address), (size_t)length, flags));
}

CALL(jlong, recvfrom, jint fd, jlong address, jlong length, jint flags, jlong from, jlong from_length) {
    return long_result(recvfrom(fd, pointer(address), (size_t)length, flags, pointer(from), pointer(from_length)));
}

CALL(jlong, sendto, jint fd, jlong address, jlong length, jint flags, jlong to, jint to_length) {
    return long_result(sendto(fd, pointer(address), (size_t)length, flags, pointer(to), (socklen_t)to_length));
}

CALL(jlong, readv, jint fd, jlong iovecs, jint count) {
    return long_result(readv(fd, pointer(iovecs), count));
}

CALL(jlong, writev, jint fd, jlong iovecs, jint count) {
    return long_result(writev(fd, pointer(iovecs), count));
}

CALL(jlong, recvmsg, jint fd, jlong message, jint flags) {
    return long_result(recvmsg(fd, pointer(message), flags));
}

CALL(jlong, sendmsg, jint fd, jlong message, jint flags) {
    return long_result(sendmsg(fd, pointer(message), flags));
}

CALL(jint, recvmmsg, jint fd, jlong messages, jint count, jint flags) {
    return int_result(recvmmsg(fd, pointer(messages), (unsigned)count, (mmsg_flags)flags, NULL));
}

CALL(jint, sendmmsg, jint fd, jlong messages, jint count, jint flags) {
    return int_result(sendmmsg(fd, pointer(messages), (unsigned)count, (mmsg_flags)flags));
}

CALL(jlong, sendfile, jint out_fd, jint in_fd, jlong offset, jlong count) {
    return long_result(sendfile(out_fd, in_fd, pointer(offset), (size_t)count));
}
