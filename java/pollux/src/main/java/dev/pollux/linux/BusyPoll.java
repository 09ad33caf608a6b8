package dev.pollux.linux;

import java.nio.ByteBuffer;

/**
 * How an epoll instance polls network queues before it sleeps ({@code struct epoll_params}, ioctl_eventpoll(2)).
 *
 * @param micros how long to poll; 0 turns it off
 * @param budget the most packets to take from a queue at once, 0 to 65 535; over 64 needs CAP_NET_ADMIN
 * @param prefer keep the device's interrupts off as long as polling goes on
 */
public record BusyPoll(int micros, int budget, boolean prefer) {
    static final long EPIOCSPARAMS = 0x4008_8A01L;
    static final long EPIOCGPARAMS = 0x8008_8A02L;

    /** Checks the ranges. */
    public BusyPoll {
        if (micros < 0) {
            throw new IllegalArgumentException("busy poll of " + micros + " us is negative");
        }
        if (budget < 0 || budget > 0xFFFF) {
            throw new IllegalArgumentException("busy poll with a budget of " + budget + " is not within 0 and 65535");
        }
    }

    void put(ByteBuffer memory, int at) {
        memory.putInt(at, micros).putShort(at + 4, (short) budget);
        memory.put(at + 6, (byte) (prefer ? 1 : 0)).put(at + 7, (byte) 0);
    }

    static BusyPoll get(ByteBuffer memory, int at) {
        return new BusyPoll(memory.getInt(at), memory.getShort(at + 4) & 0xFFFF, memory.get(at + 6) != 0);
    }
}
