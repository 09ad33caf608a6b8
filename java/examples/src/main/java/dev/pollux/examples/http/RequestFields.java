package dev.pollux.examples.http;

import static dev.pollux.examples.http.HttpStatus.BAD_REQUEST;
import static dev.pollux.examples.http.HttpStatus.CONTENT_TOO_LARGE;
import static dev.pollux.examples.http.HttpStatus.EXPECTATION_FAILED;

/** The header fields of a request that a server has to heed: those of its framing, Host and Expect. */
final class RequestFields extends MessageFields {
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] EXPECT = Ascii.bytes("expect");
    private static final byte[] CONTINUE = Ascii.bytes("100-continue");

    private boolean hostSeen;
    private boolean expectContinue;
    private boolean expectOther;

    @Override
    void clear() {
        super.clear();
        hostSeen = false;
        expectContinue = false;
        expectOther = false;
    }

    /** {@return whether the field's value matters here. The values of all others are only checked and skipped} */
    static boolean isKnown(Bytes name) {
        return switch (name.length()) {
            case 4 -> name.contentEquals(HOST);
            case 6 -> name.contentEquals(EXPECT);
            default -> isFraming(name);
        };
    }

    /**
     * Takes a known field, its name in lower case and its value trimmed.
     *
     * @return null, or the status that the request is refused with
     */
    HttpStatus accept(Bytes name, Bytes value) {
        return switch (name.length()) {
            case 4 -> host(value);
            case 6 -> expect(value);
            default -> acceptFraming(name, value);
        };
    }

    /**
     * Judges the header section as a whole.
     *
     * @return null, or the status that the request is refused with
     */
    HttpStatus finish(int minorVersion, long bodyLimitBytes) {
        if (!hostSeen && minorVersion > 0) {
            return BAD_REQUEST;
        }
        HttpStatus refusal = finishFraming(minorVersion);
        if (refusal != null) {
            return refusal;
        }
        if (expectOther && minorVersion > 0) {
            return EXPECTATION_FAILED;
        }
        return contentLength() > bodyLimitBytes ? CONTENT_TOO_LARGE : null;
    }

    boolean expectsContinue(int minorVersion) {
        return expectContinue && minorVersion > 0;
    }

    private HttpStatus host(Bytes value) {
        if (hostSeen) {
            return BAD_REQUEST;
        }
        hostSeen = true;
        for (int i = 0; i < value.length(); i++) {
            byte c = value.at(i);
            if (!Ascii.isVisible(c) || c == '/' || c == '?' || c == '#' || c == '@' || c == ',' || c == '\\') {
                return BAD_REQUEST;
            }
        }
        return null;
    }

    private HttpStatus expect(Bytes value) {
        if (value.contentEqualsIgnoreCase(0, value.length(), CONTINUE)) {
            expectContinue = true;
        } else {
            expectOther = true;
        }
        return null;
    }
}
