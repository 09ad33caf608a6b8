package dev.pollux.examples.proxy;

import java.nio.ByteBuffer;

/** Writes numbers without an object. */
final class Digits {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private Digits() {}

    static void put(ByteBuffer output, long number, int radix) {
        if (number >= radix) {
            put(output, number / radix, radix);
        }
        output.put(DIGITS[(int) (number % radix)]);
    }
}
