package dev.pollux.examples.http;

import java.nio.ByteBuffer;

/** One connection's conversation, without its input and output: bytes of requests in, bytes of responses out. */
final class HttpSession {
    /** What is to happen before {@link #advance} is called again. In each case the output is to be written first. */
    enum Step {
        /** All input is consumed. */
        NEEDS_INPUT,
        /** The next response might not fit. */
        OUTPUT_FULL,
        /** A file follows: {@link #takeFile()}. */
        SEND_FILE,
        /** This was the last response. */
        CLOSE
    }

    private final HttpRequestParser parser;
    private final Site site;
    private final ResponseWriter responses;
    private FileBody file;
    private long requests;
    private boolean closing;

    HttpSession(HttpLimits limits, Site site, ResponseWriter responses) {
        this.parser = new HttpRequestParser(limits);
        this.site = site;
        this.responses = responses;
    }

    /** Answers as many requests as the input holds, in order, into one output. */
    Step advance(ByteBuffer input, ByteBuffer output) {
        while (!closing) {
            if (output.remaining() < ResponseWriter.MAX_RESPONSE_BYTES) {
                return Step.OUTPUT_FULL;
            }
            switch (parser.parse(input)) {
                case NEEDS_INPUT -> {
                    return Step.NEEDS_INPUT;
                }
                case HEAD -> {
                    // A client that did not wait needs no leave (RFC 9110 section 10.1.1).
                    if (parser.expectsContinue() && !input.hasRemaining()) {
                        responses.informContinue(output);
                    }
                }
                case REQUEST -> {
                    requests++;
                    file = site.answer(parser, responses, output);
                    closing = !parser.keepsAlive();
                    if (file != null) {
                        return Step.SEND_FILE;
                    }
                }
                default -> refuse(parser.refusal(), output);
            }
        }
        return Step.CLOSE;
    }

    /** Answers what can't be answered otherwise. The connection is over then. */
    void refuse(HttpStatus status, ByteBuffer output) {
        responses.status(output, status, parser.method() == HttpMethod.HEAD, Persistence.CLOSE);
        closing = true;
    }

    FileBody takeFile() {
        FileBody taken = file;
        file = null;
        return taken;
    }

    /** {@return whether no request has begun} */
    boolean isIdle() {
        return parser.isIdle();
    }

    /** {@return how many requests were complete} */
    long requests() {
        return requests;
    }
}
