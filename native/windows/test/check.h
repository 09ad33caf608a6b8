/* A check that says where it failed and what was found; the first failure ends the test. */
#ifndef POLLUX_CHECK_H
#define POLLUX_CHECK_H

#include "dev_pollux_jni_JniWindowsCalls.h"

#include <winsock2.h>

#include <windows.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SYS(name, ...) Java_dev_pollux_jni_JniWindowsCalls_##name(NULL, NULL, __VA_ARGS__)

#define EQUAL(expected, actual) check_equal(__FILE__, __LINE__, #actual, (int64_t)(expected), (int64_t)(actual))
#define TRUE_THAT(condition) check_equal(__FILE__, __LINE__, #condition, 1, (condition) ? 1 : 0)

/* Not what is open in this process, and not freed by it to be given to someone else. */
#define BAD_HANDLE 0x7654320

static inline void check_equal(const char *file, int line, const char *what, int64_t expected, int64_t actual) {
    if (actual != expected) {
        fprintf(stderr, "%s:%d: %s is %ld, not %ld\n", file, line, what, (long)actual, (long)expected);
        exit(1);
    }
}

/* What a call must give a handle or a socket with. */
#define OPENED(call) check_opened(__FILE__, __LINE__, #call, (call))

static inline jlong check_opened(const char *file, int line, const char *what, jlong handle) {
    if (handle <= 0) {
        fprintf(stderr, "%s:%d: %s is %ld, not a handle\n", file, line, what, (long)handle);
        exit(1);
    }
    return handle;
}

static inline jlong at(const void *memory) {
    return (jlong)(intptr_t)memory;
}

#endif
