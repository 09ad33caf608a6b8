package dev.pollux.benchmarks.servers.child;

import java.util.Locale;

/** What a server serves. */
public enum Kind {
    /** Echo over TCP. */
    TCP,
    /** A fixed response to each request, over TCP. */
    HTTP,
    /** The same, with all that Netty's codec of HTTP/1.1 does. */
    HTTP1,
    /** The same by Netty's codec of HTTP/2, without TLS, and without an upgrade from HTTP/1.1. */
    HTTP2,
    /** Echo over Unix-domain stream sockets. */
    UNIX,
    /** Echo of datagrams. */
    UDP;

    /** {@return its name on a command line} */
    public String argument() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String argument) {
        return valueOf(argument.toUpperCase(Locale.ROOT));
    }
}
