package dev.pollux.internal.uring;

/** What is asked of the ring: enum io_uring_op of linux/io_uring.h, as far as it is used here. */
final class Opcode {
    static final int NOP = 0;
    static final int READV = 1;
    static final int WRITEV = 2;
    static final int FSYNC = 3;
    static final int POLL_ADD = 6;
    static final int SENDMSG = 9;
    static final int RECVMSG = 10;
    static final int ACCEPT = 13;
    static final int ASYNC_CANCEL = 14;
    static final int CONNECT = 16;
    static final int READ = 22;
    static final int WRITE = 23;
    static final int SEND = 26;
    static final int RECV = 27;

    /** The ring would have a thread of the kernel's do it. It never waits, so it is done by a call of its own. */
    static final int SHUTDOWN = 34;

    private Opcode() {}
}
