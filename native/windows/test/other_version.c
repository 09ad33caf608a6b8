/* A library that these classes were not built with; the Java tests see it refused. */
#include "dev_pollux_jni_NativeLibrary.h"
#include "unused.h"

JNIEXPORT jint JNICALL Java_dev_pollux_jni_NativeLibrary_abiVersion(JNIEnv *env UNUSED, jclass type UNUSED) {
    return dev_pollux_jni_NativeLibrary_ABI_VERSION + 1;
}
