package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.ReadOperationWork;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;

/** One end of a connection. Guarded by the backend. */
final class MemoryStream {
    final int localPort;
    final int remotePort;
    MemoryStream peer;
    boolean ended; // the peer sends nothing more
    boolean closed;
    final ArrayDeque<MemoryTicket> reads = new ArrayDeque<>();
    private byte[] received = {};

    private MemoryStream(int localPort, int remotePort) {
        this.localPort = localPort;
        this.remotePort = remotePort;
    }

    /** {@return the one end of a new connection} */
    static MemoryStream connect(int fromPort, int toPort) {
        MemoryStream from = new MemoryStream(fromPort, toPort);
        from.peer = new MemoryStream(toPort, fromPort);
        from.peer.peer = from;
        return from;
    }

    void receive(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(received);
        all.writeBytes(bytes);
        received = all.toByteArray();
    }

    /** True if a read would not wait. */
    boolean isReadable() {
        return received.length > 0 || ended;
    }

    /** Does a read that does not wait. */
    void read(MemoryTicket ticket) {
        ReadOperationWork read = (ReadOperationWork) ticket.operation;
        if (read.hasRoom()) {
            ticket.bytes = ((MemoryBuffers) read.buffers()).put(received);
            byte[] left = new byte[received.length - ticket.bytes];
            System.arraycopy(received, ticket.bytes, left, 0, left.length);
            received = left;
        }
    }
}
