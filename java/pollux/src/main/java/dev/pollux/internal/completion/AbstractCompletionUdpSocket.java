package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.LentDatagram;
import dev.pollux.completion.ReceiveOperation;
import dev.pollux.completion.ReceiveStream;
import dev.pollux.completion.SendOperation;
import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.PeerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Makes a UDP socket's operations. How each is started is the backend's. */
public abstract class AbstractCompletionUdpSocket extends AbstractCompletionChannel implements CompletionUdpSocket {
    protected AbstractCompletionUdpSocket(CompletionPortWork port, ChannelHandle handle) {
        super(port, handle);
    }

    // What the starts return is in CompletionBackend.

    protected abstract int startReceive(ReceiveOperationWork operation) throws IOException;

    /** Puts the sender of what was received where the operation has it. Returns true if the datagram was cut off. */
    protected abstract boolean completeReceive(ReceiveOperationWork operation);

    protected abstract int startSend(SendOperationWork operation) throws IOException;

    /** {@return an empty address, for peers of this socket} */
    protected abstract PeerAddress newAddress();

    /** {@return true if the address is as {@link #newAddress} makes it: one for a socket of another family is not} */
    protected abstract boolean takes(PeerAddress address);

    /** Takes a local address, which was checked. */
    protected abstract void bindTo(InetSocketAddress local) throws IOException;

    @Override
    protected final String face() {
        return "CompletionUdpSocket";
    }

    @Override
    public final void bind(InetSocketAddress local) throws IOException {
        checkCanBind(local);
        bindTo(local);
    }

    @Override
    public final ReceiveOperation receive(ByteBuffer buffer) {
        return new ReceiveOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final ReceiveOperation receive(long address, int length) {
        return new ReceiveOperationWork(this, port.memory(address, length));
    }

    @Override
    public final ReceiveStream receiveStream() {
        return newReceiveStream();
    }

    /** Makes a stream. A backend whose system receives again and again has its own. */
    protected ReceiveStreamWork newReceiveStream() {
        return new ReceiveStreamWork(this);
    }

    @Override
    public final void sendAndGiveBack(LentDatagram datagram, GiveBackCallback<CompletionUdpSocket> callback) {
        LentTransfers.send(this, datagram, null, callback);
    }

    @Override
    public final void sendAndGiveBack(
            LentBuffer buffer, InetSocketAddress target, GiveBackCallback<CompletionUdpSocket> callback) {
        LentTransfers.send(this, buffer, Objects.requireNonNull(target, "target"), callback);
    }

    @Override
    public final SendOperation send(ByteBuffer buffer) {
        return new SendOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final SendOperation send(long address, int length) {
        return new SendOperationWork(this, port.memory(address, length));
    }
}
