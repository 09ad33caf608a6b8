package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ReceiveOperation;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.completion.seam.TransferBuffers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The receipt of a datagram. */
public final class ReceiveOperationWork extends AbstractOperation<ReceiveOperation> implements ReceiveOperation {
    private final AbstractCompletionUdpSocket socket;
    private final TransferBuffers buffers;
    private final PeerAddress sender;
    private boolean truncated;

    ReceiveOperationWork(AbstractCompletionUdpSocket socket, TransferBuffers buffers) {
        super(socket.port);
        this.socket = socket;
        this.buffers = buffers.checkWritable();
        sender = socket.newAddress();
    }

    /** {@return the work of an operation that a program hands in} */
    static ReceiveOperationWork of(ReceiveOperation operation) {
        if (operation instanceof ReceiveOperationWork work) {
            return work;
        }
        throw new IllegalArgumentException(Objects.requireNonNull(operation, "operation") + " was not made by Pollux");
    }

    @Override
    public CompletionUdpSocket socket() {
        return socket;
    }

    @Override
    public InetSocketAddress sender() {
        return sender.get();
    }

    @Override
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public ReceiveOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(TransferBuffers.checkWritable(buffer));
        return this;
    }

    /** Sets a slot of the port's own, whose address is known. */
    void lentBuffer(LentSlot slot) {
        checkNotPending();
        buffers.setLent(slot.room(), slot);
    }

    @Override
    public ReceiveOperation memory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
        return this;
    }

    public TransferBuffers buffers() {
        return buffers;
    }

    /** {@return where the backend puts the sender} */
    public PeerAddress senderAddress() {
        return sender;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.RECEIVE;
    }

    @Override
    protected int start() throws IOException {
        buffers.rewind();
        return socket.startReceive(this);
    }

    @Override
    protected long takeResult() {
        truncated = socket.completeReceive(this);
        int bytes = port.backend.bytes(ticket);
        buffers.advance(bytes);
        return bytes;
    }
}
