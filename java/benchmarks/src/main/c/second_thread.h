/*
 * A process with one thread is spared work by the kernel, which need not count who uses a file during a call, and by
 * glibc, which need not look for cancellation: some 45 ns a call here. No JVM has that, and no server with a worker
 * thread. So these programs have a second thread, which sleeps; POLLUX_ONE_THREAD=1 in the environment leaves it out.
 */
#ifndef POLLUX_BENCHMARKS_SECOND_THREAD_H
#define POLLUX_BENCHMARKS_SECOND_THREAD_H

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline void *sleep_for_ever(void *unused) {
    (void)unused;
    for (;;) {
        pause();
    }
    return NULL;
}

static inline void start_second_thread(void) {
    const char *one = getenv("POLLUX_ONE_THREAD");
    if (one != NULL && strcmp(one, "1") == 0) {
        return;
    }
    pthread_t thread;
    if (pthread_create(&thread, NULL, sleep_for_ever, NULL) != 0) {
        fprintf(stderr, "pthread_create failed\n");
        exit(1);
    }
}

#endif
