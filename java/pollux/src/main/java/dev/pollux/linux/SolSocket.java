package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;

/**
 * Options of the socket level that are read by number (asm-generic/socket.h), and what they tell of a descriptor that came from
 * elsewhere and is to be a socket's.
 */
final class SolSocket {
    static final int LEVEL = 1;
    static final int TYPE = 3;
    static final int ERROR = 4;
    static final int LINGER = 13;
    static final int PEERCRED = 17;
    static final int ACCEPTCONN = 30;
    static final int DOMAIN = 39;

    /** SO_MEMINFO: sock_diag's numbers of memory, of which the ninth counts drops (linux/sock_diag.h). */
    static final int MEMINFO = 55;

    static final int MEMINFO_DROPS = 8;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private SolSocket() {}

    /** An int option of a descriptor that is not ours yet. Returns it, or {@code -errno} */
    static int read(int fd, int number) {
        int result = LinuxSocket.getsockopt(fd, LEVEL, number, Scratch.VALUE, 4);
        if (result < 0) {
            return result;
        }
        return result == 4 ? Scratch.get().getInt(Scratch.VALUE) : -Errno.EINVAL;
    }

    /** Checks that it is of a kind, makes it non-blocking, and returns its family. What fails leaves it the caller's. */
    static Family adopt(int fd, int type, boolean listens, String kind) throws IOException {
        Linux.require();
        Linux.checkDescriptor(fd);
        int its = checked("getsockopt", read(fd, TYPE), fd);
        int listening = checked("getsockopt", read(fd, ACCEPTCONN), fd);
        if (its != type || listening != 0 != listens) {
            throw new IllegalArgumentException("descriptor " + fd + " is not " + kind);
        }
        Family family = Family.ofCode(checked("getsockopt", read(fd, DOMAIN), fd));
        int flags = checked("fcntl", CALLS.fcntl(fd, F_GETFL, 0), fd);
        checked("fcntl", CALLS.fcntl(fd, F_SETFL, flags | Linux.O_NONBLOCK), fd);
        return family;
    }

    private static int checked(String call, int result, int fd) throws IOException {
        if (result < 0) {
            throw Errors.of(call, result, fd);
        }
        return result;
    }
}
