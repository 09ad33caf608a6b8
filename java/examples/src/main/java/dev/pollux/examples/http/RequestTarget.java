package dev.pollux.examples.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Makes a path of a request-target (RFC 9112 section 3.2). */
final class RequestTarget {
    private RequestTarget() {}

    /**
     * Takes the path out of an origin-form or absolute-form target, and undoes its percent-encoding once.
     *
     * @return the path, which begins with a slash, or null if the target is not valid
     */
    static String path(String target) {
        String path = target.startsWith("/") ? target : pathOfAbsolute(target);
        if (path == null) {
            return null;
        }
        int query = path.indexOf('?');
        return decode(query < 0 ? path : path.substring(0, query));
    }

    private static String pathOfAbsolute(String target) {
        if (!target.regionMatches(true, 0, "http://", 0, 7) || target.length() == 7) {
            return null;
        }
        for (int i = 7; i < target.length(); i++) {
            if (target.charAt(i) == '/') {
                return i == 7 ? null : target.substring(i);
            }
            if (target.charAt(i) == '?') {
                break;
            }
        }
        return "/";
    }

    private static String decode(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < path.length() ? Ascii.hexValue((byte) path.charAt(i + 1)) : -1;
            int low = i + 2 < path.length() ? Ascii.hexValue((byte) path.charAt(i + 2)) : -1;
            // An encoded slash is no separator, and no file's name holds one; NUL would end the name early.
            int value = 16 * high + low;
            if (high < 0 || low < 0 || value == 0 || value == '/') {
                return null;
            }
            bytes.write(value);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
