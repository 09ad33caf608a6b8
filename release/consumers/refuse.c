/*
 * Starts a program that gets EPERM of some system calls, as a container's filter has it:
 *
 *   refuse io_uring PROGRAM ARGUMENT ...      io_uring's three, as Docker's default profile does
 *   refuse newer PROGRAM ARGUMENT ...         all after clone3, as a filter does that is older than they. Not clone3:
 * without it the C library makes no thread
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From close_range on, among them epoll_pwait2, 441. The numbers are the same on each processor. */
enum { FIRST_NEWER = 436, LAST_NEWER = 1023 };

int main(int count, char **arguments) {
    if (count < 3 || (strcmp(arguments[1], "io_uring") != 0 && strcmp(arguments[1], "newer") != 0)) {
        fprintf(stderr, "refuse io_uring|newer PROGRAM ARGUMENT ...\n");
        return 2;
    }
    int newer = strcmp(arguments[1], "newer") == 0;
    struct sock_filter filter[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, newer ? FIRST_NEWER : SYS_io_uring_setup, 0, 2),
            BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, newer ? LAST_NEWER : SYS_io_uring_register, 1, 0),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        perror("the filter cannot be set");
        return 1;
    }
    execv(arguments[2], arguments + 2);
    perror(arguments[2]);
    return 1;
}
