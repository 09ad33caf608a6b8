#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static void transfers_at_positions(void) {
    char temporary[] = "/tmp";
    jint fd = OPENED(SYS(open, at(temporary), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    char head[] = "pol";
    char tail[] = "lux";
    struct iovec out[] = {{head, 3}, {tail, 3}};
    /* Beyond 32 bits: an offset is a long all the way. */
    jlong far = 0x100000001LL;
    EQUAL(6, SYS(pwritev, fd, at(out), 2, far));
    EQUAL(far + 6, SYS(lseek, fd, 0, SEEK_END));
    char buffer[8] = {0};
    struct iovec in[] = {{buffer, 2}, {buffer + 2, 6}};
    EQUAL(6, SYS(preadv, fd, at(in), 2, far));
    EQUAL(0, strcmp("pollux", buffer));
    EQUAL(0, SYS(preadv, fd, at(in), 2, far + 6));
    EQUAL(-EINVAL, SYS(preadv, fd, at(in), 2, -1));
    EQUAL(-EINVAL, SYS(pwritev, fd, at(out), 2, -1));
    EQUAL(0, SYS(fsync, fd));
    EQUAL(0, SYS(fdatasync, fd));
    EQUAL(0, SYS(ftruncate, fd, far));
    EQUAL(far, SYS(lseek, fd, 0, SEEK_END));
    EQUAL(-EINVAL, SYS(ftruncate, fd, -1));
    EQUAL(0, SYS(close, fd));
}

static void what_is_no_file_is_refused(void) {
    jint fds[2];
    char byte = 0;
    struct iovec one = {&byte, 1};
    EQUAL(0, SYS(pipe2, at(fds), O_CLOEXEC));
    EQUAL(-ESPIPE, SYS(preadv, fds[0], at(&one), 1, 0));
    EQUAL(-ESPIPE, SYS(pwritev, fds[1], at(&one), 1, 0));
    EQUAL(-EINVAL, SYS(fsync, fds[0]));
    EQUAL(-EINVAL, SYS(fdatasync, fds[0]));
    EQUAL(-EINVAL, SYS(ftruncate, fds[1], 0));
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(0, SYS(close, fds[1]));
}

int main(void) {
    transfers_at_positions();
    what_is_no_file_is_refused();
    return 0;
}
