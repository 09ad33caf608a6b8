package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ReceiveOperation;
import dev.pollux.completion.SendOperation;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.completion.seam.TransferBuffers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The sending of a datagram. */
public final class SendOperationWork extends AbstractOperation<SendOperation> implements SendOperation {
    private AbstractCompletionUdpSocket socket; // one that works for others is told each time
    private final TransferBuffers buffers;
    private PeerAddress target;

    SendOperationWork(AbstractCompletionUdpSocket socket, TransferBuffers buffers) {
        super(socket.port);
        this.socket = socket;
        this.buffers = buffers;
        target = socket.newAddress();
    }

    @Override
    public CompletionUdpSocket socket() {
        return socket;
    }

    /** Has it send from another socket of the same port from now on. */
    void socket(AbstractCompletionUdpSocket newSocket) {
        checkNotPending();
        socket = newSocket;
        if (!newSocket.takes(target)) {
            target = newSocket.newAddress();
        }
    }

    @Override
    public SendOperation target(InetSocketAddress address) {
        checkNotPending();
        target.set(address);
        return this;
    }

    @Override
    public SendOperation target(ReceiveOperation received) {
        checkNotPending();
        ReceiveOperationWork from = ReceiveOperationWork.of(received);
        from.checkNotPending();
        target(from.senderAddress());
        return this;
    }

    /** @throws java.nio.channels.UnsupportedAddressTypeException if the socket can't send there */
    void target(PeerAddress address) {
        if (socket.takes(address)) {
            target.set(address);
        } else { // the system's form is that of another family
            target.set(address.get());
        }
    }

    @Override
    public SendOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(Objects.requireNonNull(buffer));
        return this;
    }

    @Override
    public SendOperation memory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
        return this;
    }

    /** Sets a buffer of the port's own. */
    void lentBuffer(ByteBuffer buffer, LentSlot slot) {
        buffers.setLent(buffer, slot);
    }

    public TransferBuffers buffers() {
        return buffers;
    }

    /** {@return where the datagram goes} */
    public PeerAddress targetAddress() {
        return target;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.SEND;
    }

    @Override
    protected int start() throws IOException {
        buffers.rewind();
        return socket.startSend(this);
    }

    @Override
    protected long takeResult() {
        int bytes = port.backend.bytes(ticket);
        buffers.advance(bytes);
        return bytes;
    }
}
