/*
 * The floor of wakeups: write(2) to an eventfd. Prints nanoseconds a wakeup.
 *
 * awake: the loop's own thread writes, and its next wait, which does not sleep, returns for it; less a wait alone.
 * asleep: two threads, each in a wait of its own, wake each other in turn; half of there and back. The eventfds are
 * edge-triggered and never read, which saves a call a wakeup.
 */
#define _GNU_SOURCE
#include "measure.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct port {
    int epoll;
    int wakeup;
    atomic_long calls; /* what it was woken for */
    long seen;
    struct port *peer;
};

static void open_port(struct port *port, struct port *peer) {
    port->epoll = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    port->wakeup = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
    port->peer = peer;
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.ptr = port};
    checked(epoll_ctl(port->epoll, EPOLL_CTL_ADD, port->wakeup, &event), "epoll_ctl");
}

static void await(struct port *port, int timeout) {
    struct epoll_event events[64];
    checked(epoll_wait(port->epoll, events, 64, timeout), "epoll_wait");
}

static void wake(struct port *port) {
    uint64_t one = 1;
    checked((int)write(port->wakeup, &one, sizeof one), "write");
}

static void turn(void *state, long times) {
    while (times-- > 0) {
        await(state, 0);
    }
}

static void wake_and_turn(void *state, long times) {
    while (times-- > 0) {
        wake(state);
        await(state, 0);
    }
}

static void call(struct port *port) {
    atomic_fetch_add_explicit(&port->calls, 1, memory_order_release);
    wake(port);
}

static void await_call(struct port *port) {
    while (atomic_load_explicit(&port->calls, memory_order_acquire) == port->seen) {
        await(port, -1);
    }
    port->seen++;
}

static void there_and_back(void *state, long times) {
    struct port *port = state;
    while (times-- > 0) {
        call(port->peer);
        await_call(port);
    }
}

static void *answer(void *state) {
    struct port *port = state;
    for (;;) {
        await_call(port);
        call(port->peer);
    }
    return NULL;
}

int main(int argc, char **argv) {
    static struct port one;
    static struct port other;
    open_port(&one, &other);
    open_port(&other, &one);
    if (argc == 3 && strcmp(argv[1], "awake") == 0) {
        long millis = number(argv[2]);
        print_nanos(nanos_each(wake_and_turn, &one, millis) - nanos_each(turn, &one, millis));
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "asleep") == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, answer, &other) != 0) {
            fail("pthread_create");
        }
        print_nanos(nanos_each(there_and_back, &one, number(argv[2])) / 2);
        return 0; /* ends the other thread, too */
    }
    fprintf(stderr, "usage: wakeup awake|asleep MILLIS\n");
    return 2;
}
