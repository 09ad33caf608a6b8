/*
 * What every call is written with. A call takes primitive arguments and returns what the C call gives, but the negated
 * code where that tells a failure; the code is taken at once, for the JVM changes it. Nothing is checked or retried:
 * policy lives in Java. What stands for a failure without a code, WindowsFailure.java says.
 */
#ifndef POLLUX_CALLS_H
#define POLLUX_CALLS_H

#include "dev_pollux_jni_JniWindowsCalls.h"
#include "unused.h"

#include <winsock2.h>

#include <windows.h>

#include <stdint.h>

/* Neither the environment nor the object is looked at: the ctests pass null for both. */
#define CALL(type, name, ...)                                                                                          \
    JNIEXPORT type JNICALL Java_dev_pollux_jni_JniWindowsCalls_##name(JNIEnv *env UNUSED, jobject self UNUSED,         \
                                                                      __VA_ARGS__)

/* A code whose highest bit is set is negative as it is. */
static inline jint failure(jint code) {
    return code > 0 ? -code : code;
}

static inline jint failure_or(jint code, jint without_code) {
    return code == 0 ? -without_code : failure(code);
}

static inline jint bool_result(BOOL result) {
    return result ? 1 : failure((jint)GetLastError());
}

static inline jint count_result(DWORD result) {
    return result != 0 ? (jint)result : failure((jint)GetLastError());
}

static inline jlong port_result(HANDLE result) {
    return result != NULL ? (jlong)(intptr_t)result : failure_or((jint)GetLastError(), ERROR_GEN_FAILURE);
}

static inline jlong handle_result(HANDLE result) {
    return result != INVALID_HANDLE_VALUE ? (jlong)(intptr_t)result
                                          : failure_or((jint)GetLastError(), ERROR_GEN_FAILURE);
}

static inline jlong socket_result(SOCKET result) {
    return result != INVALID_SOCKET ? (jlong)result : failure_or(WSAGetLastError(), WSASYSCALLFAILURE);
}

static inline jint winsock_result(int result) {
    return result != SOCKET_ERROR ? result : failure_or(WSAGetLastError(), WSASYSCALLFAILURE);
}

static inline jint extension_result(BOOL result) {
    return result ? 1 : failure(WSAGetLastError());
}

static inline void *pointer(jlong address) {
    return (void *)(intptr_t)address;
}

static inline HANDLE as_handle(jlong value) {
    return (HANDLE)(intptr_t)value;
}

#endif
