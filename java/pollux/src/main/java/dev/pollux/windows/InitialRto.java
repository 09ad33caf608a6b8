package dev.pollux.windows;

import java.nio.ByteBuffer;

/** Writes TCP_INITIAL_RTO_PARAMETERS, by which a connect retries its SYN. */
final class InitialRto {
    static final int SIO_TCP_INITIAL_RTO = 0x9800_0011;
    static final int SIZE = 4;

    private static final int NO_SYN_RETRANSMISSIONS = 0xFE;

    private InitialRto() {}

    static void put(ByteBuffer memory, int at, int rttMillis, int retransmissions) {
        int least = WinsockStreamSocket.UNSPECIFIED;
        if (rttMillis < least || rttMillis > 0xFFFF || retransmissions < least || retransmissions > 0xF0) {
            throw new IllegalArgumentException(rttMillis + " ms, " + retransmissions + " retransmissions");
        }
        memory.putInt(at, 0).putShort(at, (short) rttMillis);
        memory.put(at + 2, (byte) (retransmissions == 0 ? NO_SYN_RETRANSMISSIONS : retransmissions));
    }
}
