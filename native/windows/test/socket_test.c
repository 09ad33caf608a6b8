#include "check.h"

static WSADATA data;

static void options_and_names(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int length = sizeof address;
    DWORD on = 1;
    jlong listener = OPENED(SYS(wsaSocket, AF_INET, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED));
    EQUAL(0, SYS(bind, listener, at(&address), sizeof address));
    EQUAL(-WSAEINVAL, SYS(bind, listener, at(&address), sizeof address));
    EQUAL(0, SYS(listen, listener, 1));
    EQUAL(0, SYS(getsockname, listener, at(&address), at(&length)));
    TRUE_THAT(address.sin_port != 0);
    jlong client = OPENED(SYS(wsaSocket, AF_INET, SOCK_STREAM, 0, WSA_FLAG_OVERLAPPED));
    EQUAL(-WSAENOTCONN, SYS(getpeername, client, at(&address), at(&length)));
    EQUAL(0, SYS(connect, client, at(&address), sizeof address));
    EQUAL(0, SYS(setsockopt, client, IPPROTO_TCP, TCP_NODELAY, at(&on), sizeof on));
    on = 0;
    length = sizeof on;
    EQUAL(0, SYS(getsockopt, client, IPPROTO_TCP, TCP_NODELAY, at(&on), at(&length)));
    EQUAL(1, on);
    EQUAL(0, SYS(ioctlsocket, client, (jint)FIONBIO, at(&on)));
    EQUAL(-WSAEWOULDBLOCK, SYS(recv, client, at(&address), 1, 0));
    EQUAL(0, SYS(shutdown, client, SD_SEND));
    EQUAL(0, SYS(closesocket, client));
    EQUAL(0, SYS(closesocket, listener));
}

static void errors_are_negative_codes(void) {
    EQUAL(-WSAVERNOTSUPPORTED, SYS(wsaStartup, 0, at(&data)));
    EQUAL(-WSAESOCKTNOSUPPORT, SYS(wsaSocket, AF_INET, 77, 0, WSA_FLAG_OVERLAPPED));
    EQUAL(-WSAENOTSOCK, SYS(listen, BAD_HANDLE, 1));
    EQUAL(-WSAENOTSOCK, SYS(shutdown, BAD_HANDLE, SD_SEND));
    EQUAL(-WSAENOTSOCK, SYS(closesocket, BAD_HANDLE));
}

int main(void) {
    EQUAL(0, SYS(wsaStartup, MAKEWORD(2, 2), at(&data)));
    options_and_names();
    errors_are_negative_codes();
    return 0;
}
