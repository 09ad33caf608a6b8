package dev.pollux.benchmarks.servers;

import java.io.IOException;

/**
 * What a server's process says when it listens.
 *
 * @param address its port, or the path of a Unix socket
 * @param description what it stands on, in one line
 */
public record Ready(String address, String description) {
    private static final String UNAVAILABLE = "unavailable ";

    /** There is no such server here. */
    public static final class Unavailable extends IOException {
        private static final long serialVersionUID = 1;

        Unavailable(String reason) {
            super(reason);
        }
    }

    /**
     * {@return what a line says}
     *
     * @param who whose line, for messages
     * @param line the line, or null if the process has ended
     * @throws Unavailable if it says that there is no such server here
     * @throws IOException if it says something else
     */
    public static Ready parse(String who, String line) throws IOException {
        if (line == null) {
            throw new IOException(who + ": the server ended before it was ready");
        }
        if (line.startsWith(UNAVAILABLE)) {
            throw new Unavailable(line.substring(UNAVAILABLE.length()));
        }
        String[] words = line.split(" ", 3);
        if (words.length != 3 || !words[0].equals("ready")) {
            throw new IOException(who + ": the server said: " + line);
        }
        return new Ready(words[1], words[2]);
    }

    /** {@return the line that tells why there is no such server} */
    public static String unavailable(Throwable why) {
        return UNAVAILABLE + String.valueOf(why.getMessage()).replace('\n', ' ');
    }
}
