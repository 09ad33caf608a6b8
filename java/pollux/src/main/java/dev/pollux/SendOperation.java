package dev.pollux;

import dev.pollux.windows.NativeAddress;
import dev.pollux.windows.Overlapped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Sends one datagram. Its result is the number of bytes. */
public final class SendOperation extends Operation<SendOperation> {
    private final CompletionDatagramSocket socket;
    private final TransferBuffers buffers;
    private final NativeAddress target = new NativeAddress();

    SendOperation(CompletionDatagramSocket socket, TransferBuffers buffers) {
        super(socket.port());
        this.socket = socket;
        this.buffers = buffers;
    }

    /** {@return the socket that it sends from} */
    public CompletionDatagramSocket socket() {
        return socket;
    }

    /**
     * Sets where the next submissions send to.
     *
     * @param address the address
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public SendOperation target(InetSocketAddress address) {
        checkNotPending();
        target.set(address, socket.family());
        return this;
    }

    /**
     * Sets the sender of a datagram as where the next submissions send to. Allocates nothing.
     *
     * @param received has received a datagram
     * @return this
     * @throws IllegalStateException if this operation or the other is pending
     */
    public SendOperation target(ReceiveOperation received) {
        checkNotPending();
        received.checkNotPending();
        target.set(received.sender);
        return this;
    }

    /**
     * Sets what the next submission sends.
     *
     * @param buffer a direct buffer; the datagram is what it holds, and its position moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public SendOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(Objects.requireNonNull(buffer));
        return this;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "WSASendTo";
    }

    @Override
    int start(Overlapped with) throws IOException {
        return socket.startSend(with, buffers, target);
    }

    @Override
    long finished(Overlapped with) {
        int bytes = with.bytes();
        buffers.advance(bytes);
        return bytes;
    }
}
