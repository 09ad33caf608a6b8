package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractCompletionUdpSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ReceiveOperationWork;
import dev.pollux.internal.completion.ReceiveStreamWork;
import dev.pollux.internal.completion.SendOperationWork;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocketOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A UDP socket on the ring. Its sends need no order among each other: each is one datagram. */
final class UringUdpSocket extends AbstractCompletionUdpSocket {
    static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final LinuxSocketOption<Integer> IP_RECVERR = LinuxSocketOption.ofInt("IP_RECVERR", 0, 11);
    private static final LinuxSocketOption<Integer> IPV6_RECVERR = LinuxSocketOption.ofInt("IPV6_RECVERR", 41, 25);

    final LinuxDatagramSocket socket;
    final UringHandle handle;
    private final Family family;

    private UringUdpSocket(CompletionPortWork port, UringHandle handle, LinuxDatagramSocket socket) {
        super(port, handle);
        this.handle = handle;
        this.socket = socket;
        family = socket.family();
    }

    static UringUdpSocket open(CompletionPortWork port, UringEngine engine, InetSocketAddress local)
            throws IOException {
        if (local.isUnresolved()) {
            throw Refusals.unresolved(local);
        }
        Family family = local.getAddress().isAnyLocalAddress() ? Family.forIp() : Family.forIp(local);
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(family);
        try {
            return new UringUdpSocket(port, new UringHandle(engine, socket, new Lane(), null), socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        boolean isWildcard = local.getAddress() != null && local.getAddress().isAnyLocalAddress();
        socket.bind(isWildcard && family == Family.INET6 ? new InetSocketAddress("::", local.getPort()) : local);
    }

    /** The kernel reports it of a socket that is not connected only if it was asked to (ip(7), IP_RECVERR). */
    @Override
    public void setReportUnreachable(boolean report) throws IOException {
        socket.setOption(IP_RECVERR, report ? 1 : 0);
        if (family == Family.INET6) {
            socket.setOption(IPV6_RECVERR, report ? 1 : 0);
        }
    }

    @Override
    protected PeerAddress newAddress() {
        return new UringAddress(code());
    }

    @Override
    protected boolean takes(PeerAddress address) {
        return address instanceof UringAddress its && its.family == code();
    }

    private int code() {
        return family == Family.INET ? InetSockaddr.AF_INET : UringAddress.AF_INET6;
    }

    @Override
    protected ReceiveStreamWork newReceiveStream() {
        ProvidedSlots slots = handle.engine.datagramSlotsOf(port.lentBuffers());
        return slots == null ? super.newReceiveStream() : new UringReceiveStream(this, slots);
    }

    @Override
    protected int startReceive(ReceiveOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        int count = ((UringBuffers) operation.buffers()).putIovecs(ticket);
        ticket.message(InetSockaddr.STORAGE_SIZE, count);
        int fd = ticket.hold(socket);
        ticket.lane = handle.reads;
        ticket.entry(Opcode.RECVMSG, fd, ticket.at(UringTicket.MESSAGE), 1, 0, 0);
        return handle.engine.start(ticket);
    }

    @Override
    protected boolean completeReceive(ReceiveOperationWork operation) {
        UringTicket ticket = UringTicket.of(operation);
        ByteBuffer memory = ticket.memory();
        ((UringAddress) operation.senderAddress())
                .set(memory, UringTicket.ADDRESS, memory.getInt(UringTicket.MESSAGE + 8));
        return (memory.getInt(UringTicket.MESSAGE + 48) & MSG_TRUNC) != 0;
    }

    @Override
    protected int startSend(SendOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        int count = ((UringBuffers) operation.buffers()).putIovecs(ticket);
        ticket.message(((UringAddress) operation.targetAddress()).copyTo(ticket.memory()), count);
        int fd = ticket.hold(socket);
        ticket.entry(Opcode.SENDMSG, fd, ticket.at(UringTicket.MESSAGE), 1, 0, MSG_NOSIGNAL);
        return handle.engine.start(ticket);
    }
}
