#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_in loopback(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return address;
}

static void connection_is_accepted(void) {
    struct sockaddr_in address = loopback();
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    jint listener = OPENED(SYS(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EQUAL(0, SYS(bind, listener, at(&address), sizeof address));
    EQUAL(0, SYS(listen, listener, 1));
    EQUAL(0, SYS(getsockname, listener, at(&name), at(&length)));
    EQUAL(sizeof name, length);
    TRUE(name.sin_port != 0);
    jint client = OPENED(SYS(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EQUAL(-ENOTCONN, SYS(getpeername, client, at(&address), at(&length)));
    EQUAL(0, SYS(connect, client, at(&name), sizeof name));
    EQUAL(-EISCONN, SYS(connect, client, at(&name), sizeof name));
    struct sockaddr_in peer;
    length = sizeof peer;
    jint server = OPENED(SYS(accept4, listener, at(&peer), at(&length), SOCK_NONBLOCK | SOCK_CLOEXEC));
    struct sockaddr_in client_name;
    length = sizeof client_name;
    EQUAL(0, SYS(getsockname, client, at(&client_name), at(&length)));
    EQUAL(client_name.sin_port, peer.sin_port);
    EQUAL(0, SYS(getpeername, server, at(&peer), at(&length)));
    EQUAL(client_name.sin_port, peer.sin_port);
    char byte;
    EQUAL(-EAGAIN, SYS(recv, server, at(&byte), 1, 0));
    EQUAL(0, SYS(shutdown, client, SHUT_WR));
    EQUAL(0, SYS(recv, server, at(&byte), 1, MSG_WAITALL));
    EQUAL(-EINVAL, SYS(shutdown, client, 17));
    EQUAL(0, SYS(fcntl, listener, F_SETFL, O_NONBLOCK));
#ifdef __GLIBC__
    EQUAL(-EINVAL, SYS(accept4, listener, 0, 0, -1));
#else /* some musl take it for the EINVAL of an old kernel, and try accept, which has no flags to refuse */
    jint refused = SYS(accept4, listener, 0, 0, -1);
    TRUE(refused == -EINVAL || refused == -EAGAIN);
#endif
    EQUAL(0, SYS(close, server));
    EQUAL(0, SYS(close, client));
    EQUAL(0, SYS(close, listener));
}

static void options_are_set_and_read(void) {
    jint fd = OPENED(SYS(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    int value = 1;
    EQUAL(0, SYS(setsockopt, fd, IPPROTO_TCP, TCP_NODELAY, at(&value), sizeof value));
    value = 0;
    socklen_t length = sizeof value;
    EQUAL(0, SYS(getsockopt, fd, IPPROTO_TCP, TCP_NODELAY, at(&value), at(&length)));
    EQUAL(1, value);
    EQUAL(sizeof value, length);
    EQUAL(-EINVAL, SYS(setsockopt, fd, IPPROTO_TCP, TCP_NODELAY, at(&value), 1));
    EQUAL(-ENOPROTOOPT, SYS(getsockopt, fd, IPPROTO_TCP, 9999, at(&value), at(&length)));
    EQUAL(0, SYS(close, fd));
}

static void pair_is_connected(void) {
    jint fds[2];
    struct sockaddr_un address;
    socklen_t length = sizeof address;
    EQUAL(0, SYS(socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, at(fds)));
    EQUAL(0, SYS(getpeername, fds[0], at(&address), at(&length)));
    EQUAL(AF_UNIX, address.sun_family);
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(0, SYS(close, fds[1]));
    EQUAL(-EOPNOTSUPP, SYS(socketpair, AF_INET, SOCK_STREAM, 0, at(fds)));
}

static void errors_are_negative_codes(void) {
    struct sockaddr_in address = loopback();
    socklen_t length = sizeof address;
    EQUAL(-EAFNOSUPPORT, SYS(socket, -1, SOCK_STREAM, 0));
    EQUAL(-EBADF, SYS(bind, -1, at(&address), sizeof address));
    EQUAL(-EBADF, SYS(listen, -1, 1));
    EQUAL(-EBADF, SYS(accept4, -1, 0, 0, 0));
    EQUAL(-EBADF, SYS(connect, -1, at(&address), sizeof address));
    EQUAL(-EBADF, SYS(getsockname, -1, at(&address), at(&length)));
    EQUAL(-EBADF, SYS(shutdown, -1, SHUT_WR));
}

int main(void) {
    connection_is_accepted();
    options_are_set_and_read();
    pair_is_connected();
    errors_are_negative_codes();
    return 0;
}
