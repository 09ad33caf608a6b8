/*
 * What every call is written with. A call takes primitive arguments and returns what the C call gives, but -errno where
 * that is -1; nothing is checked or retried, and EINTR is an error like any other: policy lives in Java.
 */
#ifndef POLLUX_CALLS_H
#define POLLUX_CALLS_H

#include "dev_pollux_jni_JniLinuxCalls.h"

#include <errno.h>
#include <stdint.h>
#include <sys/types.h>

/* Neither the environment nor the object is looked at: the ctests pass null for both. */
#define CALL(type, name, ...)                                                                                          \
    JNIEXPORT type JNICALL Java_dev_pollux_jni_JniLinuxCalls_##name(JNIEnv *env __attribute__((unused)),               \
                                                                    jobject self __attribute__((unused)), __VA_ARGS__)

/* What the C libraries declare with types of different sign and size. */
#ifdef __GLIBC__
typedef unsigned long ioctl_request;
typedef int mmsg_flags;
#else /* musl */
typedef int ioctl_request;
typedef unsigned mmsg_flags;
#endif

static inline jint int_result(int result) {
    return result == -1 ? -errno : result;
}

static inline jlong long_result(int64_t result) {
    return result == -1 ? -errno : result;
}

static inline void *pointer(jlong address) {
    return (void *)(intptr_t)address;
}

#endif
