package dev.pollux.examples.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a request that outlive the read that brought them; reused from request to request. */
final class Bytes {
    private static final int INITIAL_BYTES = 64;

    /** An array that one long request made larger than this is not kept. */
    private static final int KEPT_BYTES = 1024;

    private byte[] array = new byte[INITIAL_BYTES];
    private int length;

    void clear() {
        length = 0;
        if (array.length > KEPT_BYTES) {
            array = new byte[INITIAL_BYTES];
        }
    }

    void add(byte value) {
        if (length == array.length) {
            array = Arrays.copyOf(array, 2 * length);
        }
        array[length++] = value;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return array[index];
    }

    void trimEnd() {
        while (length > 0 && Ascii.isBlank(array[length - 1])) {
            length--;
        }
    }

    boolean contentEquals(byte[] other) {
        return Arrays.equals(array, 0, length, other, 0, other.length);
    }

    boolean contentEqualsIgnoreCase(int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Ascii.toLowerCase(array[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.ISO_8859_1);
    }
}
