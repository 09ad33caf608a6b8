package dev.pollux.examples.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes that differ from connection to connection, from message to message, and from place to place in a message. */
final class Pattern {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private final long connectionSeed;

    Pattern(int connectionIndex) {
        connectionSeed = mix(connectionIndex + 1);
    }

    /** Fills a big-endian buffer's remaining bytes with a message. */
    void fill(ByteBuffer buffer, long message) {
        assert buffer.order() == ByteOrder.BIG_ENDIAN;
        long word = mix(connectionSeed + message);
        while (buffer.remaining() >= Long.BYTES) {
            buffer.putLong(mix(word));
            word += GOLDEN_GAMMA;
        }
        for (long last = mix(word); buffer.hasRemaining(); last <<= 8) {
            buffer.put((byte) (last >>> 56));
        }
    }

    /** Stafford's variant 13 of the 64-bit finalizer: every input bit changes every output bit. */
    private static long mix(long value) {
        long z = value * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
