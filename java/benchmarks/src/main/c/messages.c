/*
 * The floor of a message: two TCP sockets of one loop send 64 bytes to and fro; for each message a wait, a read and a
 * write. Prints nanoseconds a message.
 */
#define _GNU_SOURCE
#include "loopback.h"
#include <sys/epoll.h>
#include <unistd.h>

enum { MESSAGE_BYTES = 64, MAX_EVENTS = 64 };

static void add(int epoll, int fd) {
    int on = 1;
    checked(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "setsockopt");
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.fd = fd};
    checked(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

static void messages(void *state, long times) {
    int epoll = *(int *)state;
    struct epoll_event events[MAX_EVENTS];
    char buffer[MESSAGE_BYTES];
    while (times > 0) {
        int n = checked(epoll_wait(epoll, events, MAX_EVENTS, -1), "epoll_wait");
        for (int i = 0; i < n; i++, times--) {
            int fd = events[i].data.fd;
            ssize_t count = recv(fd, buffer, sizeof buffer, 0);
            if (count != MESSAGE_BYTES || send(fd, buffer, (size_t)count, MSG_NOSIGNAL) != count) {
                fail("a message");
            }
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: messages MILLIS\n");
        return 2;
    }
    struct sockaddr_in address;
    int listener = listen_on_loopback(&address);
    int one = connect_to(&address);
    int other = checked(accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK), "accept4");
    int epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    add(epoll, one);
    add(epoll, other);
    char message[MESSAGE_BYTES] = {0};
    checked((int)send(one, message, sizeof message, MSG_NOSIGNAL), "send");
    print_nanos(nanos_each(messages, &epoll, number(argv[1])));
    return 0;
}
