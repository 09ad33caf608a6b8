/* The address of a direct buffer: the one function that needs the JVM. */
#include "dev_pollux_jni_JniLinuxCalls.h"

#include <stdint.h>

JNIEXPORT jlong JNICALL Java_dev_pollux_jni_JniLinuxCalls_addressOf(JNIEnv *env, jobject self __attribute__((unused)),
                                                                    jobject buffer) {
    return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}
