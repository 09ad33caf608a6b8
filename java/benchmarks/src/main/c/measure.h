/* What the programs of the micro-benchmarks have in common: a clock, and a way to time an operation. */
#ifndef POLLUX_BENCHMARKS_MEASURE_H
#define POLLUX_BENCHMARKS_MEASURE_H

#include "second_thread.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static inline long long now_nanos(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline void fail(const char *call) {
    perror(call);
    exit(1);
}

/* A system call's result, which must not be an error. */
static inline int checked(int result, const char *call) {
    if (result < 0) {
        fail(call);
    }
    return result;
}

/* A number from 0 on; anything else ends the program. */
static inline long number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 0) {
        fprintf(stderr, "not a number: %s\n", text);
        exit(2);
    }
    return value;
}

/* As many descriptors as the process may have, as the JVM does. */
static inline void raise_descriptor_limit(void) {
    struct rlimit limit;
    checked(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    checked(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

/* Runs an operation a number of times. */
typedef void (*operation_t)(void *state, long times);

/* Nanoseconds that one operation takes: warmed up for a quarter of the time, then measured for all of it. */
static inline double nanos_each(operation_t operation, void *state, long millis) {
    start_second_thread();
    long long span = millis * 1000000LL;
    long times = 1;
    long long start = now_nanos();
    long long took;
    do {
        long long before = now_nanos();
        operation(state, times);
        took = now_nanos() - before;
        if (took < span / 20) {
            times *= 2;
        }
    } while (now_nanos() - start < span / 4 || took < span / 50);
    long total = 0;
    start = now_nanos();
    do {
        operation(state, times);
        total += times;
    } while ((took = now_nanos() - start) < span);
    return (double)took / (double)total;
}

static inline void print_nanos(double nanos) {
    printf("%.3f\n", nanos);
}

#endif
