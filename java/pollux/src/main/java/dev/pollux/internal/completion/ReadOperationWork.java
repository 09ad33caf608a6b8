package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.TransferBuffers;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/** A read. */
public final class ReadOperationWork extends AbstractOperation<ReadOperation> implements ReadOperation {
    private final AbstractCompletionSocket socket;
    private final TransferBuffers buffers;
    private boolean hasRoom; // as the submission began
    private Reference<ReadOperationWork> reference; // made with the program's first submit

    ReadOperationWork(AbstractCompletionSocket socket, TransferBuffers buffers) {
        super(socket.port);
        this.socket = socket;
        this.buffers = buffers.checkWritable();
    }

    /** {@return what its socket knows it by, and does not keep it} While it is pending, the system keeps it. */
    Reference<ReadOperationWork> reference() {
        if (reference == null) {
            reference = new WeakReference<>(this);
        }
        return reference;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    public ReadOperation buffer(ByteBuffer buffer) {
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
    public ReadOperation memory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
        return this;
    }

    public TransferBuffers buffers() {
        return buffers;
    }

    /** {@return false if the submission waits until there is something, and reads nothing} */
    public boolean hasRoom() {
        return hasRoom;
    }

    /**
     * Gives a read without room a buffer that it belongs to, now that there is something to read: a backend that has waited asks
     * before it completes the read. Then it reads into {@link #buffers()} at once, and tells the bytes. If there was nothing after
     * all, it calls {@link #dropRoom()}.
     *
     * @return false if the read is the program's, or no buffer is free: it completes without room
     */
    public boolean takeRoom() {
        if (hasRoom || !(owner instanceof ReadStreamWork stream) || !stream.takeRoom()) {
            return false;
        }
        buffers.set(stream.room());
        buffers.rewind();
        hasRoom = true;
        return true;
    }

    /** Has no use for what {@link #takeRoom} has taken. It is to be completed, with no bytes: its stream asks again. */
    public void dropRoom() {
        hasRoom = false;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.READ;
    }

    @Override
    protected int start() throws IOException {
        if (owner == null) {
            socket.readBegins(this);
        }
        buffers.rewind();
        hasRoom = buffers.hasRemaining();
        return socket.startRead(this);
    }

    @Override
    protected long takeResult() {
        int bytes = port.backend.bytes(ticket);
        if (bytes == 0) {
            return hasRoom ? -1 : 0;
        }
        buffers.advance(bytes);
        return bytes;
    }
}
