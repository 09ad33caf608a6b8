/* How late epoll_pwait2(2) returns: what a loop of timers can have at best. Prints percentiles in microseconds. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
    long long x = *(const long long *)a;
    long long y = *(const long long *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 2000;
    if (count < 1) {
        fprintf(stderr, "usage: lateness [count]\n");
        return 2;
    }
    long long *late = calloc((size_t)count, sizeof *late);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    if (late == NULL || epoll < 0) {
        perror("lateness");
        return 1;
    }
    for (int i = 0; i < count; i++) {
        long delay = 100000 + i * 7919L % 2000000;
        struct timespec timeout = {0, delay};
        struct epoll_event event;
        long long due = now() + delay;
        if (epoll_pwait2(epoll, &event, 1, &timeout, NULL) != 0) {
            perror("epoll_pwait2");
            return 1;
        }
        late[i] = now() - due;
    }
    qsort(late, (size_t)count, sizeof *late, compare);
    const double at[] = {0, 0.5, 0.9, 0.99, 0.999, 1};
    printf("C, epoll_pwait2:");
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        printf(" p%g=%.1f", at[i] * 100, (double)late[(size_t)(at[i] * (count - 1))] / 1000);
    }
    printf(" us late\n");
    free(late);
    return 0;
}
