/* In place of the JDK's own, which is for the system that the JDK runs on: this is Windows, 64 bits, any compiler. */
#ifndef POLLUX_JNI_MD_H
#define POLLUX_JNI_MD_H

#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL /* one calling convention only */

typedef int jint;
typedef long long jlong;
typedef signed char jbyte;

#endif
