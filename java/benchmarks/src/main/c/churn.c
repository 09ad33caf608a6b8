/* The floor of churn: a UDP socket is opened, added to an epoll instance that then waits once, and closed. Prints
 * nanoseconds. */
#define _GNU_SOURCE
#include "measure.h"
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void cycle(void *state, long times) {
    int epoll = *(int *)state;
    while (times-- > 0) {
        int fd = checked(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), "socket");
        struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = fd};
        checked(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
        checked(epoll_wait(epoll, &event, 1, 0), "epoll_wait");
        checked(close(fd), "close"); /* takes it out, too */
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: churn MILLIS\n");
        return 2;
    }
    int epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    print_nanos(nanos_each(cycle, &epoll, number(argv[1])));
    return 0;
}
