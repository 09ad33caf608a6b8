/* Making, naming and configuring sockets: socket(7). */
#include "calls.h"

#include <sys/socket.h>

_Static_assert(sizeof(socklen_t) == sizeof(jint), "size of socklen_t");

CALL(jint, socket, jint domain, jint type, jint protocol) {
    return int_result(socket(domain, type, protocol));
}

CALL(jint, socketpair, jint domain, jint type, jint protocol, jlong fds) {
    return int_result(socketpair(domain, type, protocol, pointer(fds)));
}

CALL(jint, bind, jint fd, jlong address, jint length) {
    return int_result(bind(fd, pointer(address), (socklen_t)length));
}

CALL(jint, listen, jint fd, jint backlog) {
    return int_result(listen(fd, backlog));
}

CALL(jint, accept4, jint fd, jlong address, jlong length, jint flags) {
    return int_result(accept4(fd, pointer(address), pointer(length), flags));
}

CALL(jint, connect, jint fd, jlong address, jint length) {
    return int_result(connect(fd, pointer(address), (socklen_t)length));
}

CALL(jint, getsockname, jint fd, jlong address, jlong length) {
    return int_result(getsockname(fd, pointer(address), pointer(length)));
}

CALL(jint, getpeername, jint fd, jlong address, jlong length) {
    return int_result(getpeername(fd, pointer(address), pointer(length)));
}

CALL(jint, getsockopt, jint fd, jint level, jint name, jlong value, jlong length) {
    return int_result(getsockopt(fd, level, name, pointer(value), pointer(length)));
}

CALL(jint, setsockopt, jint fd, jint level, jint name, jlong value, jint length) {
    return int_result(setsockopt(fd, level, name, pointer(value), (socklen_t)length));
}

CALL(jint, shutdown, jint fd, jint how) {
    return int_result(shutdown(fd, how));
}
