package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.readiness.WriteQueue;
import java.nio.ByteBuffer;

/** Writes bodies as they come, in chunks or as they are. One a loop. */
final class BodyWriter {
    private static final byte[] CRLF = Ascii.bytes("\r\n");
    private static final byte[] LAST_CHUNK = Ascii.bytes("0\r\n\r\n");

    private final ByteBuffer framing = ByteBuffer.allocateDirect(32);
    private final ProxyCounters counters;

    BodyWriter(ProxyCounters counters) {
        this.counters = counters;
    }

    /** {@return false if the connection does not take it: it has failed, or was closed} */
    boolean write(WriteQueue queue, ByteBuffer data, boolean chunked) {
        boolean taken;
        if (chunked) {
            Digits.put(framing.clear(), data.remaining(), 16);
            taken = queue.offer(framing.put(CRLF).flip())
                    && queue.offer(data)
                    && queue.offer(framing.clear().put(CRLF).flip());
        } else {
            taken = queue.offer(data);
        }
        counters.pending(queue.pendingBytes());
        return taken;
    }

    boolean end(WriteQueue queue) {
        return queue.offer(framing.clear().put(LAST_CHUNK).flip());
    }
}
