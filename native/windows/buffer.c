/* The address of a direct buffer: the one function that needs the JVM. */
#include "dev_pollux_jni_JniWindowsCalls.h"
#include "unused.h"

#include <stdint.h>

JNIEXPORT jlong JNICALL Java_dev_pollux_jni_JniWindowsCalls_addressOf(JNIEnv *env, jobject self UNUSED,
                                                                      jobject buffer) {
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}
