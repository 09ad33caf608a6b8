package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.SendOperationWork;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** The sends of a UDP socket. */
final class SendLane extends Lane {
    private final UdpSocket socket;

    SendLane(EmulatedHandle handle, UdpSocket socket) {
        super(handle);
        this.socket = socket;
    }

    @Override
    int attempt(EmulatedTicket ticket) throws IOException {
        SendOperationWork send = (SendOperationWork) ticket.its();
        EmulatedBuffers buffers = (EmulatedBuffers) send.buffers();
        InetSocketAddress target = send.targetAddress().get();
        if (target == null) {
            throw new SocketException("a datagram needs a target: SendOperation.target");
        }
        if (!buffers.send(socket, target)) {
            return WOULD_BLOCK;
        }
        ticket.bytes = buffers.total();
        return DONE;
    }
}
