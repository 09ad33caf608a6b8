/* Which classes this library was built with. */
#include "dev_pollux_jni_NativeLibrary.h"
#include "unused.h"

JNIEXPORT jint JNICALL Java_dev_pollux_jni_NativeLibrary_abiVersion(JNIEnv *env UNUSED, jclass type UNUSED) {
    return dev_pollux_jni_NativeLibrary_ABI_VERSION;
}
