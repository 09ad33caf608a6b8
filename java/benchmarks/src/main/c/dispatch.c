/*
 * The floor of dispatch: epoll_wait(2), and a call through a pointer for each event. Prints nanoseconds an event.
 *
 * What is ready are pipes with a byte in them, level-triggered, so that each wait reports each of them; what is idle
 * are UDP sockets.
 */
#define _GNU_SOURCE
#include "measure.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_EVENTS = 4096 };

struct handler {
    void (*callback)(struct handler *handler, unsigned events);
    long *count;
};

struct loop {
    int epoll;
    struct epoll_event events[MAX_EVENTS];
};

static void ready(struct handler *handler, unsigned events) {
    if (events & EPOLLIN) {
        ++*handler->count;
    }
}

static void turn(void *state, long times) {
    struct loop *loop = state;
    while (times-- > 0) {
        int n = checked(epoll_wait(loop->epoll, loop->events, MAX_EVENTS, -1), "epoll_wait");
        for (int i = 0; i < n; i++) {
            struct handler *handler = loop->events[i].data.ptr;
            handler->callback(handler, loop->events[i].events);
        }
    }
}

static void add(struct loop *loop, int fd, long *count) {
    struct handler *handler = malloc(sizeof *handler);
    if (handler == NULL) {
        fail("malloc");
    }
    *handler = (struct handler){ready, count};
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = handler};
    checked(epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: dispatch READY IDLE MILLIS\n");
        return 2;
    }
    raise_descriptor_limit();
    static struct loop loop;
    static long count;
    loop.epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    long pipes = number(argv[1]);
    for (long i = 0; i < pipes; i++) {
        int ends[2];
        checked(pipe2(ends, O_CLOEXEC | O_NONBLOCK), "pipe2");
        checked((int)write(ends[1], "", 1), "write");
        add(&loop, ends[0], &count);
    }
    for (long i = number(argv[2]); i > 0; i--) {
        add(&loop, checked(socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket"), &count);
    }
    turn(&loop, 1);
    if (count != pipes) {
        fprintf(stderr, "dispatch: %ld events in a turn, not %ld\n", count, pipes);
        return 1;
    }
    print_nanos(nanos_each(turn, &loop, number(argv[3])) / (double)pipes);
    return 0;
}
