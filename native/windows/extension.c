/* Functions of Winsock's providers, by the address that SIO_GET_EXTENSION_FUNCTION_POINTER gave. */
#include "calls.h"

#include <mswsock.h>
#include <stddef.h>

_Static_assert(sizeof(TRANSMIT_FILE_BUFFERS) == 32, "size of TRANSMIT_FILE_BUFFERS");
_Static_assert(offsetof(TRANSMIT_FILE_BUFFERS, HeadLength) == 8, "offset of TRANSMIT_FILE_BUFFERS.HeadLength");
_Static_assert(offsetof(TRANSMIT_FILE_BUFFERS, Tail) == 16, "offset of TRANSMIT_FILE_BUFFERS.Tail");
_Static_assert(offsetof(TRANSMIT_FILE_BUFFERS, TailLength) == 24, "offset of TRANSMIT_FILE_BUFFERS.TailLength");

CALL(jint, acceptEx, jlong function, jlong listen_socket, jlong accept_socket, jlong output, jint receive_length,
     jint local_address_length, jint remote_address_length, jlong bytes_received, jlong overlapped) {
    return extension_result(((LPFN_ACCEPTEX)(intptr_t)function)(
            (SOCKET)listen_socket, (SOCKET)accept_socket, pointer(output), (DWORD)receive_length,
            (DWORD)local_address_length, (DWORD)remote_address_length, pointer(bytes_received), pointer(overlapped)));
}

CALL(jint, getAcceptExSockaddrs, jlong function, jlong output, jint receive_length, jint local_address_length,
     jint remote_address_length, jlong local_address, jlong local_length, jlong remote_address, jlong remote_length) {
    ((LPFN_GETACCEPTEXSOCKADDRS)(intptr_t)function)(
            pointer(output), (DWORD)receive_length, (DWORD)local_address_length, (DWORD)remote_address_length,
            pointer(local_address), pointer(local_length), pointer(remote_address), pointer(remote_length));
    return 0;
}

CALL(jint, connectEx, jlong function, jlong sock, jlong name, jint name_length, jlong data, jint data_length,
     jlong bytes_sent, jlong overlapped) {
    return extension_result(((LPFN_CONNECTEX)(intptr_t)function)((SOCKET)sock, pointer(name), name_length,
                                                                 pointer(data), (DWORD)data_length, pointer(bytes_sent),
                                                                 pointer(overlapped)));
}

CALL(jint, disconnectEx, jlong function, jlong sock, jlong overlapped, jint flags) {
    return extension_result(
            ((LPFN_DISCONNECTEX)(intptr_t)function)((SOCKET)sock, pointer(overlapped), (DWORD)flags, 0));
}

CALL(jint, transmitFile, jlong function, jlong sock, jlong file, jint bytes_to_write, jint bytes_per_send,
     jlong overlapped, jlong head_and_tail, jint flags) {
    return extension_result(((LPFN_TRANSMITFILE)(intptr_t)function)(
            (SOCKET)sock, as_handle(file), (DWORD)bytes_to_write, (DWORD)bytes_per_send, pointer(overlapped),
            pointer(head_and_tail), (DWORD)flags));
}
