package dev.pollux.internal.text;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.Arrays;

/**
 * A path's bytes. A name is bytes to the kernel, and to the JDK's {@link Path} too. Its text is not enough: the JDK decodes
 * it by the locale, and a byte that this encoding does not have becomes U+FFFD. The path's URI has every byte.
 */
public final class PathBytes {
    private PathBytes() {}

    /**
     * {@return the bytes that the kernel knows the path by, without a zero at their end}
     *
     * @param path a path of the system's own files
     * @throws ProviderMismatchException if it is one inside of an archive, say
     */
    public static byte[] of(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new ProviderMismatchException("not a path of the system's own files: " + path);
        }
        String text = path.toString();
        if (isAscii(text)) { // these are the same bytes in every encoding of a locale
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        // A relative path is not to become longer by the working directory: it goes below the root instead.
        String uriPath = Path.of("/").resolve(path).toUri().getRawPath();
        int start = path.isAbsolute() ? 0 : 1;
        int end = uriPath.endsWith("/") ? uriPath.length() - 1 : uriPath.length(); // a directory's
        return decode(uriPath, start, end);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static byte[] decode(String uriPath, int start, int end) {
        byte[] bytes = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            char c = uriPath.charAt(i);
            if (c == '%') {
                c = (char) Integer.parseInt(uriPath, i + 1, i + 3, 16);
                i += 2;
            }
            bytes[length++] = (byte) c;
        }
        return Arrays.copyOf(bytes, length);
    }

    /**
     * {@return the path of these bytes}
     *
     * @param name the bytes, without a zero among them
     */
    public static Path toPath(byte[] name) {
        boolean isAbsolute = name.length > 0 && name[0] == '/';
        StringBuilder uriPath = new StringBuilder("/");
        boolean isAscii = true;
        for (byte b : name) {
            isAscii &= b >= 0;
            if (isUnreserved(b)) {
                uriPath.append((char) b);
            } else if (b != '/') {
                uriPath.append('%').append(hex(b >> 4)).append(hex(b));
            } else if (uriPath.charAt(uriPath.length() - 1) != '/') { // a path's text is made without empty names too
                uriPath.append('/');
            }
        }
        if (isAscii) {
            return Path.of(new String(name, StandardCharsets.US_ASCII));
        }
        Path absolute = Path.of(URI.create("file://" + uriPath));
        return isAbsolute ? absolute : absolute.subpath(0, absolute.getNameCount());
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '.' || b == '_';
    }

    private static char hex(int digit) {
        return "0123456789abcdef".charAt(digit & 0xF);
    }

    /**
     * {@return the name for people to read: bytes that are not UTF-8, and control characters, are written as {@code \xff}}
     *
     * @param name the bytes
     */
    public static String text(byte[] name) {
        StringBuilder text = new StringBuilder(name.length);
        for (int i = 0; i < name.length; ) {
            int length = utf8Length(name, i);
            if (length > 0) {
                text.append(new String(name, i, length, StandardCharsets.UTF_8));
                i += length;
            } else {
                text.append("\\x").append(hex(name[i] >> 4)).append(hex(name[i]));
                i++;
            }
        }
        return text.toString();
    }

    /** {@return how many bytes the character at {@code at} has, or 0 if it is none, or a control character} */
    private static int utf8Length(byte[] name, int at) {
        int first = name[at] & 0xFF;
        if (first < 0x80) {
            return first >= ' ' && first != 0x7F ? 1 : 0;
        }
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (at + length > name.length) {
            return 0;
        }
        String decoded = new String(name, at, length, StandardCharsets.UTF_8);
        return decoded.codePointCount(0, decoded.length()) == 1
                        && decoded.charAt(0) != '\uFFFD'
                        && !Character.isISOControl(decoded.charAt(0))
                ? length
                : 0;
    }
}
