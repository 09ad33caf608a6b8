/*
 * Interest taken away and given back between two waits, as a plain C loop does it: two calls of epoll_ctl(2). Prints
 * the nanoseconds of both, less a wait alone.
 */
#define _GNU_SOURCE
#include "measure.h"
#include <sys/epoll.h>
#include <sys/socket.h>

struct loop {
    int epoll;
    int fd;
};

static void set(struct loop *loop, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = loop->fd};
    checked(epoll_ctl(loop->epoll, EPOLL_CTL_MOD, loop->fd, &event), "epoll_ctl");
}

static void turn(void *state, long times) {
    struct loop *loop = state;
    struct epoll_event event;
    while (times-- > 0) {
        checked(epoll_wait(loop->epoll, &event, 1, 0), "epoll_wait");
    }
}

static void toggle_and_turn(void *state, long times) {
    while (times-- > 0) {
        set(state, 0);
        set(state, EPOLLIN);
        turn(state, 1);
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: interest MILLIS\n");
        return 2;
    }
    struct loop loop;
    loop.epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    loop.fd = checked(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
    struct epoll_event event = {.events = EPOLLIN, .data.fd = loop.fd};
    checked(epoll_ctl(loop.epoll, EPOLL_CTL_ADD, loop.fd, &event), "epoll_ctl");
    long millis = number(argv[1]);
    print_nanos(nanos_each(toggle_and_turn, &loop, millis) - nanos_each(turn, &loop, millis));
    return 0;
}
