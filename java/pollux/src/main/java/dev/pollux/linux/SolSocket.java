package dev.pollux.linux;

/** Options of the socket level that are read by number (asm-generic/socket.h). */
final class SolSocket {
    static final int LEVEL = 1;
    static final int TYPE = 3;
    static final int ERROR = 4;
    static final int PEERCRED = 17;
    static final int ACCEPTCONN = 30;
    static final int DOMAIN = 39;

    /** SO_MEMINFO: sock_diag's numbers of memory, of which the ninth counts drops (linux/sock_diag.h). */
    static final int MEMINFO = 55;

    static final int MEMINFO_DROPS = 8;

    private SolSocket() {}

    /** An int option of a descriptor that is not ours yet. Returns it, or {@code -errno} */
    static int read(int fd, int number) {
        int result = LinuxSocket.getsockopt(fd, LEVEL, number, Scratch.VALUE, 4);
        if (result < 0) {
            return result;
        }
        return result == 4 ? Scratch.get().getInt(Scratch.VALUE) : -Errno.EINVAL;
    }
}
