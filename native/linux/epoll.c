/* epoll(7). */
#include "calls.h"

#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Packed on x86-64 alone; Java reads the events in this layout. */
#if defined(__x86_64__)
_Static_assert(sizeof(struct epoll_event) == 12, "size of epoll_event");
_Static_assert(offsetof(struct epoll_event, data) == 4, "offset of epoll_event.data");
#elif defined(__aarch64__)
_Static_assert(sizeof(struct epoll_event) == 16, "size of epoll_event");
_Static_assert(offsetof(struct epoll_event, data) == 8, "offset of epoll_event.data");
#else
#error "The layout of struct epoll_event is not known for this processor"
#endif

/* Older kernel headers do not name it, and older C libraries have no function; the number is the same everywhere. */
#define POLLUX_SYS_EPOLL_PWAIT2 441
#ifdef SYS_epoll_pwait2
_Static_assert(SYS_epoll_pwait2 == POLLUX_SYS_EPOLL_PWAIT2, "number of epoll_pwait2");
#endif

CALL(jint, epollCreate1, jint flags) {
    return int_result(epoll_create1(flags));
}

CALL(jint, epollCtl, jint epoll_fd, jint operation, jint fd, jlong event) {
    return int_result(epoll_ctl(epoll_fd, operation, fd, pointer(event)));
}

CALL(jint, epollWait, jint epoll_fd, jlong events, jint max_events, jint timeout_millis) {
    return int_result(epoll_wait(epoll_fd, pointer(events), max_events, timeout_millis));
}

CALL(jint, epollPwait2, jint epoll_fd, jlong events, jint max_events, jlong timeout) {
    /* Without a signal mask the kernel does not look at its size. */
    return (jint)long_result(syscall(POLLUX_SYS_EPOLL_PWAIT2, (long)epoll_fd, pointer(events), (long)max_events,
                                     pointer(timeout), (void *)0, (size_t)8));
}
