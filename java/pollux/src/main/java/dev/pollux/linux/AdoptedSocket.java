package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;

/** A descriptor that came from elsewhere and is to be a socket's: what it is, asked of the system. */
final class AdoptedSocket {
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;

    private AdoptedSocket() {}

    /** Checks that it is of a kind, makes it non-blocking, and returns its family. What fails leaves it the caller's. */
    static Family prepare(int fd, int type, boolean listens, String kind) throws IOException {
        Linux.require();
        Linux.checkDescriptor(fd);
        int its = checked("getsockopt", SolSocket.read(fd, SolSocket.TYPE), fd);
        int listening = checked("getsockopt", SolSocket.read(fd, SolSocket.ACCEPTCONN), fd);
        if (its != type || listening != 0 != listens) {
            throw new IllegalArgumentException("descriptor " + fd + " is not " + kind);
        }
        Family family = Family.ofCode(checked("getsockopt", SolSocket.read(fd, SolSocket.DOMAIN), fd));
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
