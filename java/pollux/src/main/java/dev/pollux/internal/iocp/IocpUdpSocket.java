package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.AbstractCompletionUdpSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ReceiveOperationWork;
import dev.pollux.internal.completion.SendOperationWork;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.windows.Family;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockDatagramSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A UDP socket of Winsock's. */
final class IocpUdpSocket extends AbstractCompletionUdpSocket {
    private final WinsockDatagramSocket socket;
    private final Family family;

    private IocpUdpSocket(CompletionPortWork port, WinsockDatagramSocket socket, Family family) {
        super(port, new IocpHandle(socket));
        this.socket = socket;
        this.family = family;
    }

    static IocpUdpSocket open(CompletionPortWork port, InetSocketAddress local) throws IOException {
        if (local.isUnresolved()) {
            throw Refusals.unresolved(local);
        }
        Family family = local.getAddress().isAnyLocalAddress() ? Family.forIp() : Family.forIp(local);
        WinsockDatagramSocket socket = WinsockDatagramSocket.open(family);
        try {
            return new IocpUdpSocket(port, socket, family);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    static IocpUdpSocket lent(CompletionPortWork port, OpenDescriptor socket) throws IOException {
        if (!(socket instanceof WinsockDatagramSocket its)) {
            throw new IllegalArgumentException("not a socket of Winsock's for datagrams: " + socket);
        }
        WinsockDatagramSocket lent = its.lend();
        try {
            return new IocpUdpSocket(port, lent, lent.family());
        } catch (Throwable e) { // no memory
            lent.close();
            throw e;
        }
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        boolean isWildcard = local.getAddress() != null && local.getAddress().isAnyLocalAddress();
        socket.bind(isWildcard && family == Family.INET6 ? new InetSocketAddress("::", local.getPort()) : local);
    }

    @Override
    public void setReportUnreachable(boolean report) throws IOException {
        socket.setReportUnreachable(report);
    }

    @Override
    protected PeerAddress newAddress() {
        return new IocpAddress(family);
    }

    @Override
    protected boolean takes(PeerAddress address) {
        return address instanceof IocpAddress its && its.family == family;
    }

    @Override
    protected int startReceive(ReceiveOperationWork operation) throws IOException {
        return socket.submitReceive((Overlapped) operation.ticket(), ((IocpBuffers) operation.buffers()).list);
    }

    @Override
    protected boolean completeReceive(ReceiveOperationWork operation) {
        Overlapped block = (Overlapped) operation.ticket();
        block.senderInto(((IocpAddress) operation.senderAddress()).address);
        return block.isTruncated();
    }

    @Override
    protected int startSend(SendOperationWork operation) throws IOException {
        return socket.submitSend(
                (Overlapped) operation.ticket(),
                ((IocpBuffers) operation.buffers()).list,
                ((IocpAddress) operation.targetAddress()).address);
    }
}
