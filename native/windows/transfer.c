/* Moving bytes. */
#include "calls.h"

#include <stddef.h>

_Static_assert(sizeof(WSABUF) == 16, "size of WSABUF");
_Static_assert(offsetof(WSABUF, buf) == 8, "offset of WSABUF.buf");

CALL(jint, recv, jlong socket, jlong address, jint length, jint flags) {
    return winsock_result(recv((SOCKET)socket, pointer(address), length, flags));
}

CALL(jint, send, jlong socket, jlong address, jint length, jint flags) {
    return winsock_result(send((SOCKET)socket, pointer(address), length, flags));
}

CALL(jint, wsaRecv, jlong socket, jlong buffers, jint count, jlong flags, jlong overlapped) {
    return winsock_result(
            WSARecv((SOCKET)socket, pointer(buffers), (DWORD)count, NULL, pointer(flags), pointer(overlapped), NULL));
}

CALL(jint, wsaSend, jlong socket, jlong buffers, jint count, jint flags, jlong overlapped) {
    return winsock_result(
            WSASend((SOCKET)socket, pointer(buffers), (DWORD)count, NULL, (DWORD)flags, pointer(overlapped), NULL));
}

CALL(jint, wsaRecvFrom, jlong socket, jlong buffers, jint count, jlong flags, jlong from, jlong from_length,
     jlong overlapped) {
    return winsock_result(WSARecvFrom((SOCKET)socket, pointer(buffers), (DWORD)count, NULL, pointer(flags),
                                      pointer(from), pointer(from_length), pointer(overlapped), NULL));
}

CALL(jint, wsaSendTo, jlong socket, jlong buffers, jint count, jint flags, jlong to, jint to_length, jlong overlapped) {
    return winsock_result(WSASendTo((SOCKET)socket, pointer(buffers), (DWORD)count, NULL, (DWORD)flags, pointer(to),
                                    to_length, pointer(overlapped), NULL));
}
