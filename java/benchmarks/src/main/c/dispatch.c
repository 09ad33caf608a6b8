/*
 * The floor of dispatch: epoll_wait(2), and a call through a pointer for each event. Prints nanoseconds an event.
 *
 * What is ready are UDP sockets with a datagram in them, level-triggered, so that each wait reports each of them; what
 * is idle are UDP sockets without.
 */
#define _GNU_SOURCE
#include "measure.h"
#include <netinet/in.h>
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

static int datagram_socket(void) {
    return checked(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
}

static void send_to_itself(int fd) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    checked(bind(fd, (struct sockaddr *)&address, length), "bind");
    checked(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    checked((int)sendto(fd, "", 1, 0, (struct sockaddr *)&address, length), "sendto");
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
    long ready_count = number(argv[1]);
    for (long i = 0; i < ready_count; i++) {
        int fd = datagram_socket();
        send_to_itself(fd);
        add(&loop, fd, &count);
    }
    for (long i = number(argv[2]); i > 0; i--) {
        add(&loop, datagram_socket(), &count);
    }
    turn(&loop, 1);
    if (count != ready_count) {
        fprintf(stderr, "dispatch: %ld events in a turn, not %ld\n", count, ready_count);
        return 1;
    }
    print_nanos(nanos_each(turn, &loop, number(argv[3])) / (double)ready_count);
    return 0;
}
