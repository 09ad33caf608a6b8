package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import java.nio.ByteBuffer;

/** What the system says of a code. */
final class SystemText {
    private static final int FORMAT_MESSAGE_IGNORE_INSERTS = 0x200;
    private static final int FORMAT_MESSAGE_FROM_SYSTEM = 0x1000;

    private SystemText() {}

    /** {@return the text in one line without its end, or empty if there is none} */
    static String of(int code) {
        ByteBuffer scratch = Scratch.get();
        int length = CALLS.formatMessage(
                FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS,
                code,
                Scratch.at(scratch, Scratch.TEXT),
                Scratch.TEXT_UNITS);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(scratch.getChar(Scratch.TEXT + 2 * i));
        }
        String line = text.toString().replaceAll("\\s+", " ").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
