package dev.pollux.history;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An address of this machine that no other process listens at or connects to: a number that one process has given back is
 * another's next, and would bring it a connection that nobody in its story has made.
 */
final class OwnLoopback {
    private static final int FIRST = 127; // all of 127.0.0.0/8 is this machine

    private OwnLoopback() {}

    /** {@return the address, with a port that the system chooses} */
    static InetSocketAddress any() throws IOException {
        long pid = ProcessHandle.current().pid();
        byte[] address = {FIRST, (byte) (1 + (pid >> 16) % 200), (byte) (pid >> 8), (byte) pid};
        return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    }
}
