/* Making, naming and configuring sockets. */
#include "calls.h"

CALL(jint, wsaStartup, jint version, jlong data) {
    return -WSAStartup((WORD)version, pointer(data)); /* the code itself */
}

CALL(jlong, wsaSocket, jint family, jint type, jint protocol, jint flags) {
    return socket_result(WSASocketW(family, type, protocol, NULL, 0, (DWORD)flags));
}

CALL(jint, closesocket, jlong socket) {
    return winsock_result(closesocket((SOCKET)socket));
}

CALL(jint, bind, jlong socket, jlong address, jint address_length) {
    return winsock_result(bind((SOCKET)socket, pointer(address), address_length));
}

CALL(jint, listen, jlong socket, jint backlog) {
    return winsock_result(listen((SOCKET)socket, backlog));
}

CALL(jint, connect, jlong socket, jlong address, jint address_length) {
    return winsock_result(connect((SOCKET)socket, pointer(address), address_length));
}

CALL(jint, getsockname, jlong socket, jlong address, jlong address_length) {
    return winsock_result(getsockname((SOCKET)socket, pointer(address), pointer(address_length)));
}

CALL(jint, getpeername, jlong socket, jlong address, jlong address_length) {
    return winsock_result(getpeername((SOCKET)socket, pointer(address), pointer(address_length)));
}

CALL(jint, getsockopt, jlong socket, jint level, jint name, jlong value, jlong length) {
    return winsock_result(getsockopt((SOCKET)socket, level, name, pointer(value), pointer(length)));
}

CALL(jint, setsockopt, jlong socket, jint level, jint name, jlong value, jint length) {
    return winsock_result(setsockopt((SOCKET)socket, level, name, pointer(value), length));
}

CALL(jint, shutdown, jlong socket, jint how) {
    return winsock_result(shutdown((SOCKET)socket, how));
}

CALL(jint, ioctlsocket, jlong socket, jint command, jlong argument) {
    return winsock_result(ioctlsocket((SOCKET)socket, command, pointer(argument)));
}

CALL(jint, wsaIoctl, jlong socket, jint code, jlong in, jint in_length, jlong out, jint out_length,
     jlong bytes_returned) {
    return winsock_result(WSAIoctl((SOCKET)socket, (DWORD)code, pointer(in), (DWORD)in_length, pointer(out),
                                   (DWORD)out_length, pointer(bytes_returned), NULL, NULL));
}
