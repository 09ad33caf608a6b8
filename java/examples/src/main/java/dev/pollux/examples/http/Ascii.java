package dev.pollux.examples.http;

import java.nio.charset.StandardCharsets;

/** The character classes of RFC 9110 and RFC 9112. */
public final class Ascii {
    static final byte CR = '\r';
    static final byte LF = '\n';

    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (byte c : bytes("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
            TOKEN[c] = true;
        }
    }

    private Ascii() {}

    /** {@return a text's bytes} */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** tchar, RFC 9110 section 5.6.2 */
    static boolean isToken(byte c) {
        return TOKEN[c & 0xFF];
    }

    /** OWS, RFC 9110 section 5.6.3 */
    static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    /** What may stand in a field's value: visible characters, blanks and obs-text, RFC 9110 section 5.5. */
    static boolean isFieldValue(byte c) {
        return c >= ' ' && c != 0x7F || c < 0 || c == '\t';
    }

    /** {@return whether it is a visible character} */
    public static boolean isVisible(byte c) {
        return c > ' ' && c < 0x7F;
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** {@return the value of a hexadecimal digit, or -1} */
    static int hexValue(byte c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /** {@return a letter in lower case, all else as it is} */
    public static byte toLowerCase(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
    }
}
