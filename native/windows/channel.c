/* The socket within a channel of the JDK's: its private field is open to the JNI alone. */
#include "calls.h"

static jfieldID find(JNIEnv *env, jobject object, const char *name, const char *type) {
    jfieldID field = (*env)->GetFieldID(env, (*env)->GetObjectClass(env, object), name, type);
    if (field == NULL) {
        (*env)->ExceptionClear(env);
    }
    return field;
}

/* An end of a pipe is one on a socket's channel. */
static jobject within(JNIEnv *env, jobject channel) {
    jfieldID field = find(env, channel, "sc", "Lsun/nio/ch/SocketChannelImpl;");
    if (field == NULL) {
        field = find(env, channel, "sc", "Ljava/nio/channels/SocketChannel;");
    }
    return field == NULL ? NULL : (*env)->GetObjectField(env, channel, field);
}

JNIEXPORT jint JNICALL Java_dev_pollux_jni_JniWindowsCalls_socketOf(JNIEnv *env, jobject self UNUSED, jobject channel) {
    jobject its = channel;
    jfieldID field = find(env, its, "fdVal", "I");
    if (field == NULL) {
        its = within(env, channel);
        field = its == NULL ? NULL : find(env, its, "fdVal", "I");
    }
    return field == NULL ? -ERROR_CALL_NOT_IMPLEMENTED : (*env)->GetIntField(env, its, field);
}
