package dev.pollux.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Text as the W functions take it. */
final class Utf16 {
    private Utf16() {}

    /** A direct buffer with the text and its end, to be kept alive across the call. */
    static ByteBuffer zeroTerminated(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a zero in the name " + text.replace('\0', '?'));
        }
        ByteBuffer memory = ByteBuffer.allocateDirect((text.length() + 1) * 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < text.length(); i++) {
            memory.putChar(i * 2, text.charAt(i));
        }
        return memory;
    }
}
