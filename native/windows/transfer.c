/* Moving bytes. */
#include "calls.h"

#include <stddef.h>

_Static_assert(sizeof(WSABUF) == 16, "size of WSABUF");
_Static_assert(offsetof(WSABUF, buf) == 8, "offset of WSABUF.buf");

CALL(jint, recv, jlong sock, jlong address, jint length, jint flags) {
    return winsock_result(recv((SOCKET)sock, pointer(address), length, flags));
}

CALL(jint, send, jlong sock, jlong address, jint length, jint flags) {
    return winsock_result(send((SOCKET)sock, pointer(address), length, flags));
}

CALL(jint, wsaRecv, jlong sock, jlong buffers, jint count, jlong flags, jlong overlapped) {
    return winsock_result(
            WSARecv((SOCKET)sock, pointer(buffers), (DWORD)count, NULL, pointer(flags), pointer(overlapped), NULL));
}

CALL(jint, wsaSend, jlong sock, jlong buffers, jint count, jint flags, jlong overlapped) {
    return winsock_result(
            WSASend((SOCKET)sock, pointer(buffers), (DWORD)count, NULL, (DWORD)flags, pointer(overlapped), NULL));
}

CALL(jint, wsaRecvFrom, jlong sock, jlong buffers, jint count, jlong flags, jlong from, jlong from_length,
     jlong overlapped) {
    return winsock_result(WSARecvFrom((SOCKET)sock, pointer(buffers), (DWORD)count, NULL, pointer(flags), pointer(from),
                                      pointer(from_length), pointer(overlapped), NULL));
}

CALL(jint, wsaSendTo, jlong sock, jlong buffers, jint count, jint flags, jlong to, jint to_length, jlong overlapped) {
    return winsock_result(WSASendTo((SOCKET)sock, pointer(buffers), (DWORD)count, NULL, (DWORD)flags, pointer(to),
                                    to_length, pointer(overlapped), NULL));
}
