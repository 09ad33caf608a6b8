package dev.pollux.examples.http;

/** The status codes that the server and the proxy send. */
public enum HttpStatus {
    /** 200. */
    OK(200, "OK"),
    /** 400: not a valid request. */
    BAD_REQUEST(400, "Bad Request"),
    /** 404. */
    NOT_FOUND(404, "Not Found"),
    /** 405: neither GET nor HEAD. */
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    /** 408: the request took too long. */
    REQUEST_TIMEOUT(408, "Request Timeout"),
    /** 413: the body is over the limit. */
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    /** 414: the request line is over the limit. */
    URI_TOO_LONG(414, "URI Too Long"),
    /** 417: Expect with anything but 100-continue. */
    EXPECTATION_FAILED(417, "Expectation Failed"),
    /** 431: the header section is over the limit. */
    FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
    /** 500: the file could not be read. */
    INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
    /** 501: a method or transfer coding that the server does not know. */
    NOT_IMPLEMENTED(501, "Not Implemented"),
    /** 502: the upstream is down, or what it sent is no response. */
    BAD_GATEWAY(502, "Bad Gateway"),
    /** 503: too many requests wait for an upstream. */
    SERVICE_UNAVAILABLE(503, "Service Unavailable"),
    /** 504: the upstream took too long. */
    GATEWAY_TIMEOUT(504, "Gateway Timeout"),
    /** 505: not HTTP/1. */
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

    private final int code;
    private final byte[] statusLine;
    private final byte[] body;

    HttpStatus(int code, String reason) {
        this.code = code;
        this.statusLine = Ascii.bytes("HTTP/1.1 " + code + " " + reason + "\r\n");
        this.body = Ascii.bytes(code + " " + reason + "\n");
    }

    /** {@return the three digits} */
    public int code() {
        return code;
    }

    /** {@return the status line with its line end} */
    public byte[] statusLine() {
        return statusLine;
    }

    /** {@return what a response that has nothing better says in its body} */
    public byte[] body() {
        return body;
    }
}
