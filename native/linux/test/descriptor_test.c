#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

static void eventfd_counts(void) {
    uint64_t count = 0;
    jint fd = OPENED(SYS(eventfd, 3, EFD_NONBLOCK | EFD_CLOEXEC));
    EQUAL(8, SYS(read, fd, at(&count), 8));
    EQUAL(3, count);
    EQUAL(-EAGAIN, SYS(read, fd, at(&count), 8));
    EQUAL(-EINVAL, SYS(read, fd, at(&count), 7));
    count = UINT64_MAX;
    EQUAL(-EINVAL, SYS(write, fd, at(&count), 8));
    EQUAL(0, SYS(close, fd));
    EQUAL(-EBADF, SYS(close, fd));
    EQUAL(-EINVAL, SYS(eventfd, 0, -1));
}

static void timerfd_expires(void) {
    jint fd = OPENED(SYS(timerfdCreate, CLOCK_MONOTONIC, TFD_CLOEXEC));
    struct itimerspec value = {.it_value = {.tv_sec = 1000}};
    struct itimerspec old;
    memset(&old, 0xff, sizeof old);
    EQUAL(0, SYS(timerfdSettime, fd, 0, at(&value), at(&old)));
    EQUAL(0, old.it_value.tv_sec);
    EQUAL(0, SYS(timerfdGettime, fd, at(&old)));
    TRUE(old.it_value.tv_sec == 999 || old.it_value.tv_sec == 1000);
    value.it_value = (struct timespec){.tv_nsec = 1000000};
    EQUAL(0, SYS(timerfdSettime, fd, 0, at(&value), 0));
    uint64_t expirations = 0;
    EQUAL(8, SYS(read, fd, at(&expirations), 8));
    EQUAL(1, expirations);
    value.it_value.tv_nsec = 1000000000;
    EQUAL(-EINVAL, SYS(timerfdSettime, fd, 0, at(&value), 0));
    EQUAL(0, SYS(close, fd));
    EQUAL(-EINVAL, SYS(timerfdCreate, -1, 0));
    EQUAL(-EBADF, SYS(timerfdGettime, fd, at(&old)));
}

static void pidfd_is_of_a_process(void) {
    jint fd = SYS(pidfdOpen, getpid(), 0);
    if (fd == -ENOSYS || fd == -EPERM) {
        printf("pidfd_open is not tested: this kernel, container or emulator does not have it\n");
        return;
    }
    OPENED(fd);
    EQUAL(-EINVAL, SYS(pidfdOpen, getpid(), -1));
    EQUAL(-EINVAL, SYS(pidfdOpen, -1, 0));
    EQUAL(-ESRCH, SYS(pidfdOpen, 0x7fffffff, 0));
    EQUAL(0, SYS(close, fd));
}

static void pipe_carries_bytes(void) {
    jint fds[2];
    char buffer[8] = "pollux";
    EQUAL(0, SYS(pipe2, at(fds), O_NONBLOCK | O_CLOEXEC));
    EQUAL(-EAGAIN, SYS(read, fds[0], at(buffer), 8));
    EQUAL(6, SYS(write, fds[1], at(buffer), 6));
    int available = 0;
    EQUAL(0, SYS(ioctl, fds[0], FIONREAD, at(&available)));
    EQUAL(6, available);
    memset(buffer, 0, sizeof buffer);
    EQUAL(6, SYS(read, fds[0], at(buffer), 8));
    EQUAL(0, strcmp("pollux", buffer));
    EQUAL(-ESPIPE, SYS(lseek, fds[0], 0, 0));
    EQUAL(0, SYS(close, fds[1]));
    EQUAL(0, SYS(read, fds[0], at(buffer), 8));
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(-EINVAL, SYS(pipe2, at(fds), -1));
}

static void file_opens_with_flags_and_mode(void) {
    char path[] = "/dev/null";
    jint fd = OPENED(SYS(open, at(path), O_RDWR | O_CLOEXEC, 0));
    EQUAL(FD_CLOEXEC, SYS(fcntl, fd, F_GETFD, 0));
    EQUAL(0, SYS(fcntl, fd, F_SETFL, O_NONBLOCK));
    EQUAL(O_NONBLOCK, SYS(fcntl, fd, F_GETFL, 0) & O_NONBLOCK);
    EQUAL(-EINVAL, SYS(fcntl, fd, -1, 0));
    EQUAL(-ENOTTY, SYS(ioctl, fd, FIONREAD, at(path)));
    EQUAL(0, SYS(close, fd));
    char missing[] = "/does/not/exist";
    EQUAL(-ENOENT, SYS(open, at(missing), O_RDONLY, 0));
    char temporary[] = "/tmp";
    fd = OPENED(SYS(open, at(temporary), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    /* Beyond 32 bits: an offset is a long all the way. */
    EQUAL(0x100000001LL, SYS(lseek, fd, 0x100000001LL, 0));
    EQUAL(0, SYS(close, fd));
}

static void ignore_alarm(int signal_number) {
    (void)signal_number;
}

static void interrupted_call_is_not_retried(void) {
    jint fds[2];
    char byte;
    EQUAL(0, SYS(pipe2, at(fds), O_CLOEXEC));
    struct sigaction action = {.sa_handler = ignore_alarm};
    EQUAL(0, sigaction(SIGALRM, &action, NULL));
    /* Repeats, so that an alarm before the read is not the only one. */
    struct itimerval timer = {.it_value = {.tv_usec = 20000}, .it_interval = {.tv_usec = 20000}};
    EQUAL(0, setitimer(ITIMER_REAL, &timer, NULL));
    EQUAL(-EINTR, SYS(read, fds[0], at(&byte), 1));
    struct itimerval none = {0};
    EQUAL(0, setitimer(ITIMER_REAL, &none, NULL));
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(0, SYS(close, fds[1]));
}

int main(void) {
    eventfd_counts();
    timerfd_expires();
    pidfd_is_of_a_process();
    pipe_carries_bytes();
    file_opens_with_flags_and_mode();
    interrupted_call_is_not_retried();
    return 0;
}
