#include "check.h"

#include <mswsock.h>

#define SENDER 1
#define RECEIVER 2

static struct sockaddr_in loopback(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return address;
}

static jlong new_socket(int type) {
    return OPENED(SYS(wsaSocket, AF_INET, type, 0, WSA_FLAG_OVERLAPPED));
}

static jlong new_port(void) {
    return OPENED(SYS(createIoCompletionPort, -1, 0, 0, 0));
}

static void begun(jint success, jint result) {
    TRUE_THAT(result == success || result == -ERROR_IO_PENDING);
}

static DWORD completed(jlong port, ULONG_PTR key, OVERLAPPED *overlapped) {
    OVERLAPPED_ENTRY entry;
    ULONG removed;
    EQUAL(1, SYS(getQueuedCompletionStatusEx, port, at(&entry), 1, at(&removed), -1, 0));
    EQUAL(key, entry.lpCompletionKey);
    EQUAL(at(overlapped), at(entry.lpOverlapped));
    EQUAL(0, overlapped->Internal);
    return entry.dwNumberOfBytesTransferred;
}

static void datagram_comes_with_its_sender(void) {
    jlong from_socket = new_socket(SOCK_DGRAM);
    jlong to_socket = new_socket(SOCK_DGRAM);
    jlong port = new_port();
    struct sockaddr_in from_address = loopback();
    struct sockaddr_in to_address = loopback();
    struct sockaddr_in seen = {0};
    int length = sizeof seen;
    DWORD flags = 0;
    char buffer[16] = {0};
    WSABUF in = {sizeof buffer, buffer};
    WSABUF out = {5, (char *)(intptr_t)at("hello")};
    OVERLAPPED receive = {0};
    OVERLAPPED sending = {0};
    EQUAL(0, SYS(bind, from_socket, at(&from_address), sizeof from_address));
    EQUAL(0, SYS(bind, to_socket, at(&to_address), sizeof to_address));
    EQUAL(0, SYS(getsockname, to_socket, at(&to_address), at(&length)));
    EQUAL(0, SYS(getsockname, from_socket, at(&from_address), at(&length)));
    EQUAL(port, SYS(createIoCompletionPort, to_socket, port, RECEIVER, 0));
    begun(0, SYS(wsaRecvFrom, to_socket, at(&in), 1, at(&flags), at(&seen), at(&length), at(&receive)));
    begun(0, SYS(wsaSendTo, from_socket, at(&out), 1, 0, at(&to_address), sizeof to_address, at(&sending)));
    EQUAL(5, completed(port, RECEIVER, &receive));
    EQUAL('o', buffer[4]);
    EQUAL(from_address.sin_port, seen.sin_port);
    EQUAL(0, SYS(closesocket, from_socket));
    EQUAL(0, SYS(closesocket, to_socket));
    EQUAL(1, SYS(closeHandle, port));
}

static jlong extension(jlong sock, GUID guid) {
    jlong function = 0;
    DWORD returned;
    EQUAL(0, SYS(wsaIoctl, sock, (jint)SIO_GET_EXTENSION_FUNCTION_POINTER, at(&guid), sizeof guid, at(&function),
                 sizeof function, at(&returned)));
    TRUE_THAT(function != 0);
    return function;
}

static void connection_carries_its_first_bytes(void) {
    GUID accept_guid = WSAID_ACCEPTEX;
    GUID connect_guid = WSAID_CONNECTEX;
    struct sockaddr_in address = loopback();
    struct sockaddr_in own = loopback();
    int length = sizeof address;
    jlong port = new_port();
    jlong listener = new_socket(SOCK_STREAM);
    jlong accepted = new_socket(SOCK_STREAM);
    jlong client = new_socket(SOCK_STREAM);
    char output[16 + 64] = {0};
    char buffer[8] = {0};
    DWORD bytes;
    DWORD flags = 0;
    OVERLAPPED accepting = {0};
    OVERLAPPED connecting = {0};
    OVERLAPPED sending = {0};
    OVERLAPPED receive = {0};
    WSABUF out[] = {{2, (char *)(intptr_t)at("ab")}, {1, (char *)(intptr_t)at("c")}};
    WSABUF in = {sizeof buffer, buffer};
    EQUAL(0, SYS(bind, listener, at(&address), sizeof address));
    EQUAL(0, SYS(listen, listener, 1));
    EQUAL(0, SYS(getsockname, listener, at(&address), at(&length)));
    EQUAL(0, SYS(bind, client, at(&own), sizeof own));
    EQUAL(port, SYS(createIoCompletionPort, listener, port, RECEIVER, 0));
    EQUAL(-ERROR_IO_PENDING, SYS(acceptEx, extension(listener, accept_guid), listener, accepted, at(output), 16, 32, 32,
                                 at(&bytes), at(&accepting)));
    begun(1, SYS(connectEx, extension(client, connect_guid), client, at(&address), sizeof address, at("hello"), 5,
                 at(&bytes), at(&connecting)));
    EQUAL(5, completed(port, RECEIVER, &accepting));
    EQUAL('h', output[0]);
    EQUAL(0, SYS(setsockopt, accepted, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, at(&listener), sizeof listener));
    EQUAL(0, SYS(setsockopt, client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, 0, 0));

    EQUAL(port, SYS(createIoCompletionPort, accepted, port, SENDER, 0));
    begun(0, SYS(wsaSend, accepted, at(out), 2, 0, at(&sending)));
    EQUAL(3, completed(port, SENDER, &sending));
    EQUAL(3, SYS(recv, client, at(buffer), sizeof buffer, 0));
    EQUAL('c', buffer[2]);
    begun(0, SYS(wsaRecv, accepted, at(&in), 1, at(&flags), at(&receive)));
    EQUAL(4, SYS(send, client, at("wxyz"), 4, 0));
    EQUAL(4, completed(port, SENDER, &receive));
    EQUAL('z', buffer[3]);
    EQUAL(0, SYS(closesocket, client));
    EQUAL(0, SYS(closesocket, accepted));
    EQUAL(0, SYS(closesocket, listener));
    EQUAL(1, SYS(closeHandle, port));
}

static void errors_are_negative_codes(void) {
    DWORD flags = 0;
    WSABUF none = {0, NULL};
    OVERLAPPED overlapped = {0};
    EQUAL(-WSAENOTSOCK, SYS(recv, BAD_HANDLE, at(&flags), 1, 0));
    EQUAL(-WSAENOTSOCK, SYS(send, BAD_HANDLE, at(&flags), 1, 0));
    EQUAL(-WSAENOTSOCK, SYS(wsaRecv, BAD_HANDLE, at(&none), 1, at(&flags), at(&overlapped)));
    EQUAL(-WSAENOTSOCK, SYS(wsaSend, BAD_HANDLE, at(&none), 1, 0, at(&overlapped)));
}

int main(void) {
    WSADATA data;
    EQUAL(0, SYS(wsaStartup, MAKEWORD(2, 2), at(&data)));
    datagram_comes_with_its_sender();
    connection_carries_its_first_bytes();
    errors_are_negative_codes();
    return 0;
}
