/* What the system says of a process and of this thread: clocks, processors, memory. What can't be had ends the program.
 */
#ifndef POLLUX_BENCHMARKS_PROCESS_H
#define POLLUX_BENCHMARKS_PROCESS_H

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000ull

__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    fprintf(stderr, "load: ");
    vfprintf(stderr, format, values);
    fprintf(stderr, "\n");
    va_end(values);
    exit(1);
}

__attribute__((noreturn)) static inline void die(const char *what) {
    fail("%s: %s", what, strerror(errno));
}

static inline uint64_t nanos_of(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) {
        die("clock_gettime");
    }
    return (uint64_t)time.tv_sec * NANOS + (uint64_t)time.tv_nsec;
}

static inline uint64_t now(void) {
    return nanos_of(CLOCK_MONOTONIC);
}

/* What a process has used: all its threads, user and system, those that have ended too. */
static inline uint64_t processor_nanos(pid_t process) {
    clockid_t clock;
    if (clock_getcpuclockid(process, &clock) != 0) {
        fail("process %d has ended", (int)process);
    }
    return nanos_of(clock);
}

/* How long this thread has been ready to run and had no processor: others had it. */
static inline uint64_t waited_nanos(void) {
    FILE *file = fopen("/proc/thread-self/schedstat", "r");
    uint64_t nanos;
    if (file == NULL || fscanf(file, "%*u %" SCNu64, &nanos) != 1) {
        fail("/proc/thread-self/schedstat can't be read");
    }
    fclose(file);
    return nanos;
}

static inline uint64_t resident_bytes(pid_t process) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/statm", (int)process);
    FILE *file = fopen(path, "r");
    unsigned long pages;
    if (file == NULL || fscanf(file, "%*u %lu", &pages) != 1) {
        fail("%s can't be read", path);
    }
    fclose(file);
    return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

#endif
