package dev.pollux.linux;

import java.nio.ByteBuffer;

/** The layout of struct msghdr and struct mmsghdr on 64-bit Linux (recvmsg(2), recvmmsg(2)). */
final class Message {
    /** The size of a struct msghdr. */
    static final int SIZE = 56;

    /** The size of a struct mmsghdr: a msghdr, the message's length, padding. */
    static final int MULTI_SIZE = 64;

    static final int NAME_LENGTH = 8;
    static final int CONTROL_LENGTH = 40;
    static final int FLAGS = 48;
    static final int MULTI_LENGTH = 56;

    private Message() {}

    static void put(
            ByteBuffer memory,
            int at,
            long name,
            int nameLength,
            long iovecs,
            int iovecCount,
            long control,
            int controlLength) {
        memory.putLong(at, name).putInt(at + NAME_LENGTH, nameLength).putInt(at + 12, 0);
        memory.putLong(at + 16, iovecs).putLong(at + 24, iovecCount);
        memory.putLong(at + 32, control).putLong(at + CONTROL_LENGTH, controlLength);
        memory.putLong(at + FLAGS, 0); // flags and padding
    }
}
