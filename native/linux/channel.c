/* The descriptor within a channel of the JDK's: its private field is open to the JNI alone. */
#include "dev_pollux_jni_JniLinuxCalls.h"

#include <errno.h>

JNIEXPORT jint JNICALL Java_dev_pollux_jni_JniLinuxCalls_descriptorOf(JNIEnv *env, jobject self __attribute__((unused)),
                                                                      jobject channel) {
    jfieldID field = (*env)->GetFieldID(env, (*env)->GetObjectClass(env, channel), "fdVal", "I");
    if (field == NULL) {
        (*env)->ExceptionClear(env);
        return -ENOSYS;
    }
    return (*env)->GetIntField(env, channel, field);
}
