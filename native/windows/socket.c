/* Making, naming and configuring sockets. */
#include "calls.h"

CALL(jint, wsaStartup, jint version, jlong data) {
    return -WSAStartup((WORD)version, pointer(data)); /* the code itself */
}

CALL(jlong, wsaSocket, jint family, jint type, jint protocol, jint flags) {
    return socket_result(WSASocketW(family, type, protocol, NULL, 0, (DWORD)flags));
}

CALL(jint, closesocket, jlong sock) {
    return winsock_result(closesocket((SOCKET)sock));
}

CALL(jint, bind, jlong sock, jlong address, jint address_length) {
    return winsock_result(bind((SOCKET)sock, pointer(address), address_length));
}

CALL(jint, listen, jlong sock, jint backlog) {
    return winsock_result(listen((SOCKET)sock, backlog));
}

CALL(jint, connect, jlong sock, jlong address, jint address_length) {
    return winsock_result(connect((SOCKET)sock, pointer(address), address_length));
}

CALL(jint, getsockname, jlong sock, jlong address, jlong address_length) {
    return winsock_result(getsockname((SOCKET)sock, pointer(address), pointer(address_length)));
}

CALL(jint, getpeername, jlong sock, jlong address, jlong address_length) {
    return winsock_result(getpeername((SOCKET)sock, pointer(address), pointer(address_length)));
}

CALL(jint, getsockopt, jlong sock, jint level, jint name, jlong value, jlong length) {
    return winsock_result(getsockopt((SOCKET)sock, level, name, pointer(value), pointer(length)));
}

CALL(jint, setsockopt, jlong sock, jint level, jint name, jlong value, jint length) {
    return winsock_result(setsockopt((SOCKET)sock, level, name, pointer(value), length));
}

CALL(jint, shutdown, jlong sock, jint how) {
    return winsock_result(shutdown((SOCKET)sock, how));
}

CALL(jint, ioctlsocket, jlong sock, jint command, jlong argument) {
    return winsock_result(ioctlsocket((SOCKET)sock, command, pointer(argument)));
}

CALL(jint, wsaIoctl, jlong sock, jint code, jlong in, jint in_length, jlong out, jint out_length,
     jlong bytes_returned) {
    return winsock_result(WSAIoctl((SOCKET)sock, (DWORD)code, pointer(in), (DWORD)in_length, pointer(out),
                                   (DWORD)out_length, pointer(bytes_returned), NULL, NULL));
}
