package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.ReceiveOperationWork;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The receives of a UDP socket. */
final class ReceiveLane extends Lane {
    private static final int LONGEST = 1 << 16;

    private final UdpSocket socket;
    private final boolean tellsTruncation;
    private ByteBuffer whole; // of a socket that does not tell that a datagram was cut off; guarded by this object

    ReceiveLane(EmulatedHandle handle, UdpSocket socket, boolean tellsTruncation) {
        super(handle);
        this.socket = socket;
        this.tellsTruncation = tellsTruncation;
    }

    @Override
    int attempt(EmulatedTicket ticket) throws IOException {
        EmulatedBuffers buffers = (EmulatedBuffers) ((ReceiveOperationWork) ticket.its()).buffers();
        if (!(tellsTruncation ? buffers.receive(socket, ticket) : receiveBy(buffers, ticket))) {
            return WOULD_BLOCK;
        }
        ticket.sender = socket.sender();
        if (tellsTruncation) {
            ticket.isTruncated = socket.isTruncated();
        }
        return DONE;
    }

    private boolean receiveBy(EmulatedBuffers buffers, EmulatedTicket ticket) throws IOException {
        if (buffers.total() >= LONGEST) {
            return buffers.receive(socket, ticket); // nothing is longer
        }
        if (whole == null) {
            whole = ByteBuffer.allocateDirect(LONGEST);
        }
        return buffers.receiveBy(socket, ticket, whole);
    }
}
