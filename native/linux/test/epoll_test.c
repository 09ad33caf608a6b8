#include "check.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>

#define TOKEN 0x0123456789abcdefULL

static jint epoll_fd;
static jint event_fd;
static struct epoll_event events[4];

static jint control(int operation, jint fd, uint32_t interest) {
    struct epoll_event event = {.events = interest, .data.u64 = TOKEN};
    return SYS(epollCtl, epoll_fd, operation, fd, at(&event));
}

static jint poll_now(void) {
    memset(events, 0, sizeof events);
    return SYS(epollWait, epoll_fd, at(events), 4, 0);
}

static void signal_event(void) {
    uint64_t one = 1;
    EQUAL(8, SYS(write, event_fd, at(&one), 8));
}

static void drain_event(void) {
    uint64_t count;
    EQUAL(8, SYS(read, event_fd, at(&count), 8));
}

static void open_both(void) {
    epoll_fd = OPENED(SYS(epollCreate1, EPOLL_CLOEXEC));
    event_fd = OPENED(SYS(eventfd, 0, EFD_NONBLOCK | EFD_CLOEXEC));
}

static void close_both(void) {
    EQUAL(0, SYS(close, event_fd));
    EQUAL(0, SYS(close, epoll_fd));
}

static void layout_is_the_kernels(void) {
    open_both();
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN));
    signal_event();
    unsigned char bytes[16] = {0};
    EQUAL(1, SYS(epollWait, epoll_fd, at(bytes), 1, 0));
#if defined(__x86_64__)
    size_t offset = 4;
#else
    size_t offset = 8;
#endif
    uint64_t token;
    memcpy(&token, bytes + offset, sizeof token);
    EQUAL(TOKEN, token);
    EQUAL(EPOLLIN, bytes[0]);
    close_both();
}

static void level_repeats(void) {
    open_both();
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN));
    EQUAL(0, poll_now());
    signal_event();
    EQUAL(1, poll_now());
    EQUAL(1, poll_now());
    EQUAL(EPOLLIN, events[0].events);
    EQUAL(TOKEN, events[0].data.u64);
    drain_event();
    EQUAL(0, poll_now());
    close_both();
}

static void edge_does_not(void) {
    open_both();
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN | EPOLLET));
    signal_event();
    EQUAL(1, poll_now());
    EQUAL(0, poll_now());
    signal_event();
    EQUAL(1, poll_now());
    close_both();
}

static void one_shot_is_rearmed_by_mod(void) {
    open_both();
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN | EPOLLONESHOT));
    signal_event();
    EQUAL(1, poll_now());
    signal_event();
    EQUAL(0, poll_now());
    EQUAL(0, control(EPOLL_CTL_MOD, event_fd, EPOLLIN | EPOLLONESHOT));
    EQUAL(1, poll_now());
    close_both();
}

static void exclusive_allows_no_mod_and_no_one_shot(void) {
    open_both();
    EQUAL(-EINVAL, control(EPOLL_CTL_ADD, event_fd, EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT));
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN | EPOLLEXCLUSIVE));
    EQUAL(-EINVAL, control(EPOLL_CTL_MOD, event_fd, EPOLLIN));
    EQUAL(0, control(EPOLL_CTL_DEL, event_fd, 0));
    close_both();
}

static void errors_are_negative_codes(void) {
    open_both();
    EQUAL(-EINVAL, SYS(epollCreate1, -1));
    EQUAL(-EBADF, control(EPOLL_CTL_ADD, -1, EPOLLIN));
    EQUAL(-ENOENT, control(EPOLL_CTL_MOD, event_fd, EPOLLIN));
    EQUAL(-ENOENT, control(EPOLL_CTL_DEL, event_fd, 0));
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN));
    EQUAL(-EEXIST, control(EPOLL_CTL_ADD, event_fd, EPOLLIN));
    EQUAL(-EINVAL, control(EPOLL_CTL_ADD, epoll_fd, EPOLLIN));
    EQUAL(-EINVAL, SYS(epollWait, epoll_fd, at(events), 0, 0));
    EQUAL(-EBADF, SYS(epollWait, -1, at(events), 1, 0));
    close_both();
    EQUAL(-EBADF, SYS(close, epoll_fd));
}

static int64_t monotonic_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void pwait2_waits_in_nanoseconds(void) {
    open_both();
    struct timespec none = {0, 0};
    jint supported = SYS(epollPwait2, epoll_fd, at(events), 4, at(&none));
    if (supported == -ENOSYS) {
        printf("epoll_pwait2 is not tested: this kernel or emulator does not have it\n");
        close_both();
        return;
    }
    EQUAL(0, supported);
    EQUAL(0, control(EPOLL_CTL_ADD, event_fd, EPOLLIN));
    struct timespec short_wait = {0, 300000};
    int64_t start = monotonic_nanos();
    EQUAL(0, SYS(epollPwait2, epoll_fd, at(events), 4, at(&short_wait)));
    TRUE(monotonic_nanos() - start >= 300000);
    signal_event();
    EQUAL(1, SYS(epollPwait2, epoll_fd, at(events), 4, 0));
    EQUAL(TOKEN, events[0].data.u64);
    struct timespec invalid = {0, 1000000000};
    EQUAL(-EINVAL, SYS(epollPwait2, epoll_fd, at(events), 4, at(&invalid)));
    close_both();
    EQUAL(-EBADF, SYS(epollPwait2, -1, at(events), 4, at(&none)));
}

int main(void) {
    layout_is_the_kernels();
    level_repeats();
    edge_does_not();
    one_shot_is_rearmed_by_mod();
    exclusive_allows_no_mod_and_no_one_shot();
    errors_are_negative_codes();
    pwait2_waits_in_nanoseconds();
    return 0;
}
