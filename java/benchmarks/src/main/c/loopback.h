/* TCP over the loopback, for programs that are both ends of it. */
#ifndef POLLUX_BENCHMARKS_LOOPBACK_H
#define POLLUX_BENCHMARKS_LOOPBACK_H

#include "measure.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static inline int listen_on_loopback(struct sockaddr_in *address) {
    int fd = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    checked(bind(fd, (struct sockaddr *)address, length), "bind");
    checked(listen(fd, SOMAXCONN), "listen");
    checked(getsockname(fd, (struct sockaddr *)address, &length), "getsockname");
    return fd;
}

/* Without waiting: over the loopback, the handshake is done within the call. */
static inline int connect_to(const struct sockaddr_in *address) {
    int fd = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) < 0 && errno != EINPROGRESS) {
        fail("connect");
    }
    return fd;
}

#endif
