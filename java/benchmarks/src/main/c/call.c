/* What a wait that returns at once costs without a binding: epoll_wait(2) with a timeout of 0. Prints nanoseconds. */
#define _GNU_SOURCE
#include "measure.h"
#include <sys/epoll.h>

static void await(void *state, long times) {
    struct epoll_event events[64];
    while (times-- > 0) {
        checked(epoll_wait(*(int *)state, events, 64, 0), "epoll_wait");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: call MILLIS\n");
        return 2;
    }
    int epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    print_nanos(nanos_each(await, &epoll, number(argv[1])));
    return 0;
}
