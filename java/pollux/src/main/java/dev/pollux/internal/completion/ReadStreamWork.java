package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import dev.pollux.internal.completion.lent.LentSlot;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stream of reads, made of ordinary ones: one without room, which completes when there is something to read, and then one into
 * a lent buffer, which is complete at once. A backend that knows the moment when there is something lends the buffer then, and
 * needs one read: {@link ReadOperationWork#takeRoom}. A backend that can do better has its own {@link #request} and {@link
 * #cancelRequests}.
 */
public class ReadStreamWork extends LentStreamWork<ReadStream, LentBuffer> implements ReadStream {
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

    private final AbstractCompletionSocket socket;
    private ReadOperationWork read; // made with the first request
    private LentSlot slot; // what the read under way reads into, or null

    protected ReadStreamWork(AbstractCompletionSocket socket) {
        super(socket, DEFAULT_WINDOW);
        this.socket = socket;
    }

    @Override
    final String face() {
        return "ReadStream";
    }

    @Override
    public final CompletionSocket socket() {
        return socket;
    }

    @Override
    public final ReadStream window(int buffers) {
        setWindow(buffers);
        return this;
    }

    @Override
    final void checkSubmit() {
        if (port.isOpen()) { // or the submit is refused for that, as every other
            socket.checkNotRead();
        }
    }

    @Override
    final void endByDefault() {
        socket.closeWhenWritten();
    }

    @Override
    protected void request() {
        if (read == null) {
            read = new ReadOperationWork(socket, port.backend.buffers(NO_ROOM));
            read.owner = this;
            read.isPart = true;
        }
        read.buffer(NO_ROOM);
        port.submissions.submitPart(read);
    }

    @Override
    protected void cancelRequests() {
        if (!leavePool() && read != null) {
            read.cancel();
        }
    }

    @Override
    final int requestEnded(AbstractOperation<?> operation, long result, IOException failure) {
        LentSlot filled = slot;
        slot = null;
        if (filled == null) {
            return failure == null ? isReadable() : requestEnded(failure);
        }
        if (failure == null && result > 0) {
            return arrived(filled.lend(this, (int) result));
        }
        filled.giveBack();
        if (failure != null) {
            return requestEnded(failure);
        }
        return result < 0 ? finished(null) : requestOver(); // the room was dropped
    }

    private int isReadable() {
        if (isUnwanted()) {
            return requestOver();
        }
        boolean waits;
        try {
            waits = takeSlot();
        } catch (Throwable e) { // no memory for the pool
            return requestFailed(noSlot(e));
        }
        return waits ? goOn(true) : 0; // it may have been stopped meanwhile, and nobody else goes on then
    }

    @Override
    final void hasSlot(LentSlot taken) {
        if (isUnwanted()) {
            taken.giveBack();
            requestGone();
            goOn(false);
            return;
        }
        slot = taken;
        try {
            read.lentBuffer(taken);
            port.submissions.submitPart(read);
        } catch (Throwable e) {
            slot = null;
            taken.giveBack();
            requestLost(e);
            return;
        }
        begunRequest();
    }

    /** Has the read under way, which has no room, read into a lent buffer. On the thread that is about to read. */
    final boolean takeRoom() {
        if (isUnwanted()) {
            return false;
        }
        slot = pool().take();
        return slot != null;
    }

    /** {@return the room that {@link #takeRoom} has taken} */
    final ByteBuffer room() {
        return slot.room();
    }
}
