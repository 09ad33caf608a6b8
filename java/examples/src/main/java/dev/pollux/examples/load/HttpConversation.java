package dev.pollux.examples.load;

import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Asks for the same page again and again. A reply is good if its status is 200, its body as long as it says, and as long
 * as the first one's.
 */
final class HttpConversation implements Conversation {
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final long UNKNOWN = -1;
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

    private final byte[] request;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int lineBytes;
    private int status;
    private long contentLength = UNKNOWN;
    private long firstContentLength = UNKNOWN;
    private long bodyRemaining;
    private boolean inBody;
    private String error;

    HttpConversation(InetSocketAddress target, String path) {
        request = ("GET " + path + " HTTP/1.1\r\nHost: " + target.getHostString() + ":" + target.getPort() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int messageBytes() {
        return request.length;
    }

    @Override
    public void putMessage(ByteBuffer output) {
        output.put(request);
    }

    @Override
    public Reply takeReply(ByteBuffer input) throws ProtocolException {
        while (!inBody) {
            if (!input.hasRemaining()) {
                return Reply.INCOMPLETE;
            }
            headByte(input.get());
        }
        int count = (int) Math.min(bodyRemaining, input.remaining());
        input.position(input.position() + count);
        bodyRemaining -= count;
        return bodyRemaining > 0 ? Reply.INCOMPLETE : endReply();
    }

    private void headByte(byte b) throws ProtocolException {
        if (b != '\n') {
            if (lineBytes == MAX_LINE_BYTES) {
                throw new ProtocolException("a line of the reply's head is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line[lineBytes++] = b;
            return;
        }
        if (lineBytes > 0 && line[lineBytes - 1] == '\r') {
            lineBytes--;
        }
        if (status == 0) {
            status = statusOfLine();
        } else if (lineBytes == 0) {
            endHead();
        } else if (lineStartsWith(CONTENT_LENGTH)) {
            contentLength = numberAfter(CONTENT_LENGTH.length);
        } else if (lineStartsWith(TRANSFER_ENCODING)) {
            throw new ProtocolException("this client does not read transfer codings");
        }
        lineBytes = 0;
    }

    private void endHead() throws ProtocolException {
        if (contentLength == UNKNOWN) {
            throw new ProtocolException("the reply has no Content-Length");
        }
        bodyRemaining = contentLength;
        inBody = true;
    }

    private Reply endReply() {
        error = null;
        if (status != 200) {
            error = "status " + status;
        } else if (firstContentLength == UNKNOWN) {
            firstContentLength = contentLength;
        } else if (contentLength != firstContentLength) {
            error = "length differs from the first reply's";
        }
        inBody = false;
        status = 0;
        contentLength = UNKNOWN;
        return error == null ? Reply.GOOD : Reply.BAD;
    }

    private int statusOfLine() throws ProtocolException {
        boolean isHttp = lineBytes >= 12
                && line[0] == 'H'
                && line[1] == 'T'
                && line[2] == 'T'
                && line[3] == 'P'
                && line[4] == '/'
                && line[8] == ' ';
        int code = 0;
        for (int i = 9; isHttp && i < 12; i++) {
            isHttp = line[i] >= '0' && line[i] <= '9';
            code = 10 * code + line[i] - '0';
        }
        if (!isHttp || code < 200) {
            throw new ProtocolException("not a final HTTP response");
        }
        return code;
    }

    private boolean lineStartsWith(byte[] lowerCase) {
        if (lineBytes < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int c = line[i] >= 'A' && line[i] <= 'Z' ? line[i] | 0x20 : line[i];
            if (c != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private long numberAfter(int from) throws ProtocolException {
        long number = 0;
        for (int i = from; i < lineBytes; i++) {
            if (line[i] == ' ' || line[i] == '\t') {
                continue;
            }
            if (line[i] < '0' || line[i] > '9' || number > Long.MAX_VALUE / 20) {
                throw new ProtocolException("the reply's Content-Length is not a number");
            }
            number = 10 * number + line[i] - '0';
        }
        return number;
    }

    @Override
    public String error() {
        return error;
    }
}
