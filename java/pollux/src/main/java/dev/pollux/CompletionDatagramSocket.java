package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.SystemCallException;
import dev.pollux.windows.Family;
import dev.pollux.windows.NativeAddress;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinError;
import dev.pollux.windows.WinsockDatagramSocket;
import dev.pollux.windows.WinsockSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A UDP socket whose transfers are operations. That a peer's port is unreachable fails no receive, as on other systems, unless
 * it is {@linkplain #setReportUnreachable asked for}.
 */
public final class CompletionDatagramSocket extends CompletionChannel {
    private final WinsockDatagramSocket socket;
    private final Family family;

    private CompletionDatagramSocket(CompletionPort port, WinsockDatagramSocket socket, Family family) {
        super(port);
        this.socket = socket;
        this.family = family;
    }

    static CompletionDatagramSocket open(CompletionPort port, InetSocketAddress local) throws IOException {
        if (local.isUnresolved()) {
            throw Refusals.unresolved(local);
        }
        if (!local.getAddress().isAnyLocalAddress()) {
            return open(port, Family.of(local));
        }
        try {
            return open(port, Family.INET6); // takes IPv4 too
        } catch (SystemCallException e) {
            if (e.code() != WinError.WSAEAFNOSUPPORT) {
                throw e;
            }
            return open(port, Family.INET); // a system without IPv6
        }
    }

    private static CompletionDatagramSocket open(CompletionPort port, Family family) throws IOException {
        WinsockDatagramSocket socket = WinsockDatagramSocket.open(family);
        try {
            CompletionDatagramSocket opened = new CompletionDatagramSocket(port, socket, family);
            port.add(opened);
            return opened;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    WinsockSocket handle() {
        return socket;
    }

    Family family() {
        return family;
    }

    /**
     * Takes an address.
     *
     * @param local the address; port 0 lets the system choose one; the wildcard takes IPv4 and IPv6
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    public void bind(InetSocketAddress local) throws IOException {
        checkCanBind(local);
        boolean isWildcard = local.getAddress() != null && local.getAddress().isAnyLocalAddress();
        socket.bind(isWildcard && family == Family.INET6 ? new InetSocketAddress("::", local.getPort()) : local);
    }

    /**
     * Sets whether a receive fails with a {@link java.net.PortUnreachableException} after a datagram found no receiver.
     *
     * @param report false at first, unlike Windows's own default: such a receive has nothing to do with that peer
     * @throws IOException if the system refuses
     */
    public void setReportUnreachable(boolean report) throws IOException {
        socket.setReportUnreachable(report);
    }

    /**
     * Makes an operation that receives a datagram and its sender.
     *
     * @param buffer a direct buffer
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     * @throws IllegalArgumentException if the buffer is not direct, or of an arena that can be closed
     */
    public ReceiveOperation receive(ByteBuffer buffer) {
        return new ReceiveOperation(this, new TransferBuffers(buffer));
    }

    /**
     * As {@link #receive(ByteBuffer)}, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #receive(ByteBuffer)}
     */
    public ReceiveOperation receive(ByteBuffer buffer, CompletionCallback<ReceiveOperation> callback) {
        return receive(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that sends a datagram. Set its {@link SendOperation#target target} before it is submitted.
     *
     * @param buffer a direct buffer
     * @return the operation; to be told its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException as {@link #receive(ByteBuffer)}
     */
    public SendOperation send(ByteBuffer buffer) {
        return new SendOperation(this, new TransferBuffers(buffer));
    }

    /**
     * As {@link #send(ByteBuffer)}, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #send(ByteBuffer)}
     */
    public SendOperation send(ByteBuffer buffer, CompletionCallback<SendOperation> callback) {
        return send(buffer).onCompletion(callback);
    }

    int startReceive(Overlapped with, TransferBuffers to) throws IOException {
        return socket.submitReceive(with, to.list);
    }

    int startSend(Overlapped with, TransferBuffers from, NativeAddress target) throws IOException {
        return socket.submitSend(with, from.list, target);
    }
}
