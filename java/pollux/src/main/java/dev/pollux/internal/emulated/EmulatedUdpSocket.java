package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.AbstractCompletionUdpSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ReceiveOperationWork;
import dev.pollux.internal.completion.SendOperationWork;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.readiness.AbstractUdpSocket;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;

/** A UDP socket on a readiness socket. */
final class EmulatedUdpSocket extends AbstractCompletionUdpSocket {
    private final AbstractUdpSocket socket;
    private final boolean isIpv4;
    private final ReceiveLane receives;
    private final SendLane sends;

    private EmulatedUdpSocket(
            CompletionPortWork port, EmulatedHandle handle, AbstractUdpSocket socket, boolean isIpv4) {
        super(port, handle);
        this.socket = socket;
        this.isIpv4 = isIpv4;
        boolean tellsTruncation = handle.backend.port.capabilities().contains(Capability.TRUNCATION);
        receives = new ReceiveLane(handle, socket, tellsTruncation);
        sends = new SendLane(handle, socket);
        handle.lanes(receives, sends);
    }

    static EmulatedUdpSocket open(CompletionPortWork port, EmulatedBackend backend, InetSocketAddress local)
            throws IOException {
        if (local.isUnresolved()) {
            throw Refusals.unresolved(local);
        }
        boolean isIpv4 = !local.getAddress().isAnyLocalAddress() && local.getAddress() instanceof Inet4Address;
        AbstractUdpSocket socket = (AbstractUdpSocket)
                (isIpv4 ? backend.port.openUdpSocket(StandardProtocolFamily.INET) : backend.port.openUdpSocket());
        try {
            // Not for writability: each datagram that has gone would be told.
            EmulatedHandle handle = new EmulatedHandle(backend, socket, Interest.READ);
            return new EmulatedUdpSocket(port, handle, socket, isIpv4);
        } catch (Throwable e) { // no memory
            socket.close();
            throw e;
        }
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        socket.bind(local);
    }

    @Override
    public void setReportUnreachable(boolean report) throws IOException {
        socket.checkOpen();
        if (report) {
            throw new UnsupportedOperationException(
                    "a report of unreachable peers is not available on " + port() + ": its sockets have no peer");
        }
    }

    @Override
    protected PeerAddress newAddress() {
        return new EmulatedAddress(isIpv4);
    }

    @Override
    protected boolean takes(PeerAddress address) {
        return address instanceof EmulatedAddress its && its.isIpv4 == isIpv4;
    }

    @Override
    protected int startReceive(ReceiveOperationWork operation) throws IOException {
        ((EmulatedBuffers) operation.buffers()).begin();
        return receives.start(EmulatedTicket.of(operation));
    }

    @Override
    protected boolean completeReceive(ReceiveOperationWork operation) {
        EmulatedTicket ticket = EmulatedTicket.of(operation);
        ((EmulatedAddress) operation.senderAddress()).put(ticket.sender);
        return ticket.isTruncated;
    }

    @Override
    protected int startSend(SendOperationWork operation) throws IOException {
        ((EmulatedBuffers) operation.buffers()).begin();
        return sends.start(EmulatedTicket.of(operation));
    }
}
