package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.examples.http.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The fields of a head that is to be passed on: without those that were for this hop alone (RFC 9110 section 7.6.1), and
 * without those of the framing, which the proxy writes as it has understood it.
 */
final class HeadFields {
    private static final byte[] CONNECTION = Ascii.bytes("connection");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");

    /** Trailer goes since trailers are dropped, Expect since it is written anew. */
    private static final byte[][] DROPPED = {
        KEEP_ALIVE,
        Ascii.bytes("proxy-connection"),
        Ascii.bytes("te"),
        Ascii.bytes("trailer"),
        Ascii.bytes("transfer-encoding"),
        Ascii.bytes("content-length"),
        Ascii.bytes("upgrade"),
        Ascii.bytes("expect")
    };

    private final Bytes lines = new Bytes();
    private final List<byte[]> nominated = new ArrayList<>();
    private int[] starts = new int[16];
    private int[] nameLengths = new int[16];
    private int count;

    void clear() {
        lines.clear();
        nominated.clear();
        count = 0;
    }

    /** Takes a field, its name in lower case. */
    void add(Bytes name, Bytes value) {
        if (name.contentEquals(CONNECTION)) {
            nominate(value);
            return;
        }
        for (byte[] dropped : DROPPED) {
            if (name.contentEquals(dropped)) {
                return;
            }
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            nameLengths = Arrays.copyOf(nameLengths, 2 * count);
        }
        starts[count] = lines.length();
        nameLengths[count++] = name.length();
        lines.addAll(name);
        lines.add((byte) ':');
        lines.add((byte) ' ');
        lines.addAll(value);
        lines.add((byte) '\r');
        lines.add((byte) '\n');
    }

    /** What Connection names is for this hop, too. Hardly anyone names a field. */
    private void nominate(Bytes value) {
        if (value.contentEqualsIgnoreCase(0, value.length(), KEEP_ALIVE)
                || value.contentEqualsIgnoreCase(0, value.length(), CLOSE)) {
            return;
        }
        for (String name : value.toString().split(",")) {
            nominated.add(Ascii.bytes(name.strip().toLowerCase(Locale.ROOT)));
        }
    }

    void writeTo(ByteBuffer output) {
        if (nominated.isEmpty()) {
            lines.putInto(output);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!isNominated(starts[i], starts[i] + nameLengths[i])) {
                int end = i + 1 < count ? starts[i + 1] : lines.length();
                for (int at = starts[i]; at < end; at++) {
                    output.put(lines.at(at));
                }
            }
        }
    }

    private boolean isNominated(int from, int to) {
        for (byte[] name : nominated) {
            if (lines.contentEqualsIgnoreCase(from, to, name)) {
                return true;
            }
        }
        return false;
    }
}
