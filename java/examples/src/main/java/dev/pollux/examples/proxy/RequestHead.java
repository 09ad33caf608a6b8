package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.examples.http.Bytes;
import dev.pollux.examples.http.HttpMethod;
import dev.pollux.examples.http.HttpRequestParser;
import java.nio.ByteBuffer;

/** The head of a request as the upstream gets it. It is kept until the response has begun, because it may have to be sent again. */
final class RequestHead {
    /** More than all that is written besides what the client has sent. */
    static final int EXTRA_BYTES = 1024;

    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] FORWARDED_FOR = Ascii.bytes("x-forwarded-for");
    private static final byte[] LINE_END = Ascii.bytes(" HTTP/1.1\r\nhost: ");
    private static final byte[] FORWARDED_FOR_LINE = Ascii.bytes("\r\nx-forwarded-for: ");
    private static final byte[] VIA_LINE = Ascii.bytes("\r\nvia: 1.");
    private static final byte[] VIA_NAME = Ascii.bytes(" pollux\r\n");
    private static final byte[] CHUNKED_LINE = Ascii.bytes("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH_LINE = Ascii.bytes("content-length: ");
    private static final byte[] EXPECT_LINE = Ascii.bytes("expect: 100-continue\r\n");
    private static final byte[] CRLF = Ascii.bytes("\r\n");
    private static final byte[] SEPARATOR = Ascii.bytes(", ");

    private final HeadFields fields = new HeadFields();
    private final Bytes host = new Bytes();
    private final Bytes forwardedFor = new Bytes();
    private final byte[] clientAddress;

    RequestHead(String clientAddress) {
        this.clientAddress = Ascii.bytes(clientAddress);
    }

    void clear() {
        fields.clear();
        host.clear();
        forwardedFor.clear();
    }

    void add(Bytes name, Bytes value) {
        if (name.contentEquals(HOST)) {
            host.clear();
            host.addAll(value);
        } else if (name.contentEquals(FORWARDED_FOR)) {
            forwardedFor.addAll(value);
            add(forwardedFor, SEPARATOR);
        } else {
            fields.add(name, value);
        }
    }

    private static void add(Bytes bytes, byte[] more) {
        for (byte b : more) {
            bytes.add(b);
        }
    }

    /**
     * A target in absolute form outranks the Host field, which is to say the same then (RFC 9112 section 3.2.2). What the
     * upstream could understand otherwise than its reader here is refused.
     *
     * @return false if the target is none that a reverse proxy passes on
     */
    boolean acceptTarget(HttpRequestParser request) {
        if (request.targetBytes().at(0) == '/') {
            return true;
        }
        String target = request.target();
        if (target.equals("*")) {
            return request.method() == HttpMethod.OPTIONS;
        }
        if (!target.regionMatches(true, 0, "http://", 0, 7)) {
            return false;
        }
        int end = 7;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(7, end);
        if (authority.isEmpty() || authority.indexOf('@') >= 0 || authority.indexOf('\\') >= 0) {
            return false;
        }
        host.clear();
        add(host, Ascii.bytes(authority));
        return true;
    }

    /** Writes it, for an upstream whose name serves where the client has given none. */
    void writeTo(ByteBuffer output, HttpRequestParser request, byte[] upstreamName) {
        request.methodToken().putInto(output);
        output.put((byte) ' ');
        request.targetBytes().putInto(output);
        output.put(LINE_END);
        if (host.length() > 0 || request.minorVersion() > 0) {
            host.putInto(output);
        } else {
            output.put(upstreamName);
        }
        output.put(FORWARDED_FOR_LINE);
        forwardedFor.putInto(output);
        output.put(clientAddress)
                .put(VIA_LINE)
                .put((byte) ('0' + request.minorVersion()))
                .put(VIA_NAME);
        fields.writeTo(output);
        if (request.isChunked()) {
            output.put(CHUNKED_LINE);
        } else if (request.contentLength() >= 0) {
            output.put(LENGTH_LINE);
            Digits.put(output, request.contentLength(), 10);
            output.put(CRLF);
        }
        if (request.expectsContinue()) {
            output.put(EXPECT_LINE);
        }
        output.put(CRLF);
    }
}
