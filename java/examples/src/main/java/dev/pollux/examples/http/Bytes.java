package dev.pollux.examples.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a message that outlive the read that brought them. They are reused from request to request. */
public final class Bytes {
    private static final int INITIAL_BYTES = 64;

    /** An array that one long request made larger than this is not kept. */
    private static final int KEPT_BYTES = 1024;

    private byte[] array = new byte[INITIAL_BYTES];
    private int length;

    /** Takes all away. */
    public void clear() {
        length = 0;
        if (array.length > KEPT_BYTES) {
            array = new byte[INITIAL_BYTES];
        }
    }

    /** Adds one. */
    public void add(byte value) {
        if (length == array.length) {
            array = Arrays.copyOf(array, 2 * length);
        }
        array[length++] = value;
    }

    /** Adds others. */
    public void addAll(Bytes others) {
        if (array.length - length < others.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + others.length));
        }
        System.arraycopy(others.array, 0, array, length, others.length);
        length += others.length;
    }

    /** {@return how many there are} */
    public int length() {
        return length;
    }

    /** {@return one of them} */
    public byte at(int index) {
        return array[index];
    }

    void trimEnd() {
        while (length > 0 && Ascii.isBlank(array[length - 1])) {
            length--;
        }
    }

    /** {@return whether they are these} */
    public boolean contentEquals(byte[] other) {
        return Arrays.equals(array, 0, length, other, 0, other.length);
    }

    /** {@return whether a part of them is these, whatever its case} */
    public boolean contentEqualsIgnoreCase(int from, int to, byte[] lowerCase) {
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

    /** Puts them into a buffer. */
    public void putInto(ByteBuffer target) {
        target.put(array, 0, length);
    }

    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.ISO_8859_1);
    }
}
