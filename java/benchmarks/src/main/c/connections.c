/*
 * The floor of a connection: connect(2), a wait, accept4(2), and both ends closed, the connecting one first and by a
 * reset, for else the system would run out of ports. Prints nanoseconds a connection.
 */
#define _GNU_SOURCE
#include "loopback.h"
#include <sys/epoll.h>
#include <unistd.h>

struct loop {
    int epoll;
    int listener;
    struct sockaddr_in address;
};

static void connections(void *state, long times) {
    struct loop *loop = state;
    const struct linger reset = {1, 0};
    while (times-- > 0) {
        int peer = connect_to(&loop->address);
        checked(setsockopt(peer, SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "setsockopt");
        struct epoll_event event;
        checked(epoll_wait(loop->epoll, &event, 1, -1), "epoll_wait");
        int accepted = checked(accept4(loop->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK), "accept4");
        checked(close(peer), "close");
        checked(close(accepted), "close");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: connections MILLIS\n");
        return 2;
    }
    struct loop loop;
    loop.listener = listen_on_loopback(&loop.address);
    loop.epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN};
    checked(epoll_ctl(loop.epoll, EPOLL_CTL_ADD, loop.listener, &event), "epoll_ctl");
    print_nanos(nanos_each(connections, &loop, number(argv[1])));
    return 0;
}
