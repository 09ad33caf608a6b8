/* A check that says where it failed and what was found; the first failure ends the test. */
#ifndef POLLUX_CHECK_H
#define POLLUX_CHECK_H

#include "dev_pollux_jni_JniLinuxCalls.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SYS(name, ...) Java_dev_pollux_jni_JniLinuxCalls_##name(NULL, NULL, __VA_ARGS__)

#define EQUAL(expected, actual) check_equal(__FILE__, __LINE__, #actual, (int64_t)(expected), (int64_t)(actual))
#define TRUE(condition) check_equal(__FILE__, __LINE__, #condition, 1, (condition) ? 1 : 0)

static inline void check_equal(const char *file, int line, const char *what, int64_t expected, int64_t actual) {
    if (actual != expected) {
        fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", file, line, what, (long long)actual, (long long)expected);
        exit(1);
    }
}

/* What a call must give a descriptor with. */
#define OPENED(call) check_opened(__FILE__, __LINE__, #call, (call))

static inline jint check_opened(const char *file, int line, const char *what, jint fd) {
    if (fd < 0) {
        fprintf(stderr, "%s:%d: %s is %d, not a descriptor\n", file, line, what, fd);
        exit(1);
    }
    return fd;
}

static inline jlong at(const void *memory) {
    return (jlong)(intptr_t)memory;
}

#endif
