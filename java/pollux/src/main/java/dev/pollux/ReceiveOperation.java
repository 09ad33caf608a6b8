package dev.pollux;

import dev.pollux.windows.NativeAddress;
import dev.pollux.windows.NativeBuffers;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Receives one datagram. Its result is the number of bytes, which may be 0. */
public final class ReceiveOperation extends Operation<ReceiveOperation> {
    private final CompletionDatagramSocket socket;
    private final TransferBuffers buffers;
    final NativeAddress sender = new NativeAddress();
    private boolean truncated;

    ReceiveOperation(CompletionDatagramSocket socket, TransferBuffers buffers) {
        super(socket.port());
        this.socket = socket;
        this.buffers = buffers.checkWritable();
    }

    /** {@return the socket that it receives from} */
    public CompletionDatagramSocket socket() {
        return socket;
    }

    /** {@return who sent the datagram that was received last; a new object each time} */
    public InetSocketAddress sender() {
        return (InetSocketAddress) sender.get();
    }

    /** {@return true if the datagram that was received last was longer than the room for it: the rest is lost} */
    public boolean isTruncated() {
        return truncated;
    }

    /**
     * Sets what the next submissions receive into.
     *
     * @param buffer a direct buffer; the datagram is put at its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public ReceiveOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(NativeBuffers.requireWritable(buffer));
        return this;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "WSARecvFrom";
    }

    @Override
    boolean isResult(int error) {
        return error == WinError.ERROR_MORE_DATA || error == WinError.WSAEMSGSIZE; // told by isTruncated
    }

    @Override
    int start(Overlapped with) throws IOException {
        return socket.startReceive(with, buffers);
    }

    @Override
    long finished(Overlapped with) {
        truncated = with.isTruncated();
        with.senderInto(sender);
        int bytes = with.bytes();
        buffers.advance(bytes);
        return bytes;
    }
}
