/* A direct buffer's address, and a buffer at an address: the functions that need the JVM. */
#include "dev_pollux_jni_JniLinuxCalls.h"

#include <stdint.h>

JNIEXPORT jlong JNICALL Java_dev_pollux_jni_JniLinuxCalls_addressOf(JNIEnv *env, jobject self __attribute__((unused)),
                                                                    jobject buffer) {
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

JNIEXPORT jobject JNICALL Java_dev_pollux_jni_JniLinuxCalls_bufferOf(JNIEnv *env, jobject self __attribute__((unused)),
                                                                     jlong address, jint length) {
    return (*env)->NewDirectByteBuffer(env, (void *)(intptr_t)address, length);
}
