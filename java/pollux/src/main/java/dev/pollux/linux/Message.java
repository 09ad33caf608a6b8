package dev.pollux.linux;

import java.nio.ByteBuffer;

/** The layout of struct msghdr, struct mmsghdr and of datagrams' control messages on 64-bit Linux (recvmsg(2), cmsg(3)). */
final class Message {
    /** The size of a struct msghdr. */
    static final int SIZE = 56;

    /** The size of a struct mmsghdr: a msghdr, the message's length, padding. */
    static final int MULTI_SIZE = 64;

    static final int NAME_LENGTH = 8;
    static final int CONTROL_LENGTH = 40;
    static final int FLAGS = 48;
    static final int MULTI_LENGTH = 56;

    /** The size of a struct cmsghdr: a size_t and two ints. */
    static final int CONTROL_HEADER = 16;

    /** For an address, two ints, and each one's header: where a datagram went, its parts, and how many were dropped. */
    static final int CONTROL_ROOM = 48 + 24 + 24;

    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;
    private static final int IPPROTO_IP = 0;
    private static final int IP_ORIGDSTADDR = 20;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_ORIGDSTADDR = 74;

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

    /** Writes the control message that has the kernel cut a datagram into several (udp(7)). Returns its length */
    static int putSegmentSize(ByteBuffer memory, int at, char bytes) {
        memory.putLong(at, CONTROL_HEADER + 2).putInt(at + 8, SOL_UDP).putInt(at + 12, UDP_SEGMENT);
        memory.putChar(at + CONTROL_HEADER, bytes);
        return alignControl(CONTROL_HEADER + 2);
    }

    /** {@return the size of the datagrams that came as one, or 0} */
    static int segmentSize(ByteBuffer memory, int at, int length) {
        int found = find(memory, at, length, SOL_UDP, UDP_GRO, CONTROL_HEADER + 4);
        return found < 0 ? 0 : memory.getInt(found + CONTROL_HEADER);
    }

    /** Sets an address to where a datagram was sent to, or to empty. */
    static void destination(ByteBuffer memory, int at, int length, NativeAddress destination) {
        int found = find(memory, at, length, IPPROTO_IP, IP_ORIGDSTADDR, CONTROL_HEADER + 16);
        if (found < 0) {
            found = find(memory, at, length, IPPROTO_IPV6, IPV6_ORIGDSTADDR, CONTROL_HEADER + 28);
        }
        if (found < 0) {
            destination.clear();
        } else {
            destination.set(memory, found + CONTROL_HEADER, (int) memory.getLong(found) - CONTROL_HEADER);
        }
    }

    /** {@return where a whole control message of a kind stands, or -1} */
    private static int find(ByteBuffer memory, int begin, int length, int level, int type, int size) {
        int end = begin + Math.min(length, CONTROL_ROOM);
        for (int at = begin; at + CONTROL_HEADER <= end; ) {
            long its = memory.getLong(at);
            if (its < CONTROL_HEADER || its > end - at) {
                return -1;
            }
            if (memory.getInt(at + 8) == level && memory.getInt(at + 12) == type && its >= size) {
                return at;
            }
            at += alignControl((int) its);
        }
        return -1;
    }

    /** {@return the length up to where the next control message stands} */
    static int alignControl(int length) {
        return length + 7 & ~7;
    }
}
