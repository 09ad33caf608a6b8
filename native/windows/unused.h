/* For a parameter that JNI passes and nobody looks at; MSVC is told so for all of them. */
#ifndef POLLUX_UNUSED_H
#define POLLUX_UNUSED_H

#if defined(__GNUC__)
#define UNUSED __attribute__((unused))
#else
#define UNUSED
#endif

#endif
