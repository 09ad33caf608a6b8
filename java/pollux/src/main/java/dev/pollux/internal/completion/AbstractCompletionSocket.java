package dev.pollux.internal.completion;

import dev.pollux.FileSource;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.DisconnectOperation;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.completion.WriteOperation;
import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Makes a connection's operations. How each is started is the backend's. */
public abstract class AbstractCompletionSocket extends AbstractCompletionChannel implements CompletionSocket {
    // What is left to transfer of lent buffers, and what is to be done then.
    private static final int TO_SHUT = 1;
    private static final int TO_CLOSE = 2;
    private static final int ONE_TRANSFER = 4;

    private static final VarHandle TRANSFERS = Fields.find(MethodHandles.lookup(), "transfers", int.class);

    private volatile int transfers;
    private volatile long writeTimeoutNanos;
    AbstractCompletionSocket nextKept; // of an accept stream's, guarded by it

    protected AbstractCompletionSocket(CompletionPortWork port, ChannelHandle handle) {
        super(port, handle);
    }

    // What the starts return is in CompletionBackend.

    protected abstract int startRead(ReadOperationWork operation) throws IOException;

    protected abstract int startWrite(WriteOperationWork operation) throws IOException;

    /** Starts to send as much of the rest of the file as one submission can. */
    protected abstract int startSendFile(SendFileOperationWork operation) throws IOException;

    protected abstract int startConnect(ConnectOperationWork operation) throws IOException;

    /** Makes a socket that has connected a whole one. */
    protected abstract void completeConnect() throws IOException;

    /** Shuts the sending half, once the writes that are under way here have gone. */
    protected abstract void shutOutput() throws IOException;

    protected abstract int startDisconnect(DisconnectOperationWork operation) throws IOException;

    /** Takes a local address, which was checked. */
    protected abstract void bindTo(InetSocketAddress local) throws IOException;

    @Override
    protected final String face() {
        return "CompletionSocket";
    }

    @Override
    public final void bind(InetSocketAddress local) throws IOException {
        checkCanBind(local);
        bindTo(local);
    }

    @Override
    public final ReadOperation read(ByteBuffer buffer) {
        return new ReadOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final ReadOperation read(ByteBuffer[] buffers) {
        return new ReadOperationWork(this, port.backend.buffers(buffers));
    }

    @Override
    public final ReadOperation read(long address, int length) {
        return new ReadOperationWork(this, port.memory(address, length));
    }

    @Override
    public final ReadStream readStream() {
        return newReadStream();
    }

    /** Makes a stream. A backend whose system reads again and again has its own. */
    protected ReadStreamWork newReadStream() {
        return new ReadStreamWork(this);
    }

    @Override
    public final WriteOperation write(ByteBuffer buffer) {
        return new WriteOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final WriteOperation write(ByteBuffer[] buffers) {
        return new WriteOperationWork(this, port.backend.buffers(buffers));
    }

    @Override
    public final WriteOperation write(long address, int length) {
        return new WriteOperationWork(this, port.memory(address, length));
    }

    @Override
    public final SendFileOperation sendFile(FileSource file) {
        return new SendFileOperationWork(this, port.backend.checkFile(file));
    }

    @Override
    public final DisconnectOperation disconnect() {
        return new DisconnectOperationWork(this);
    }

    // ---- Lent buffers ----

    @Override
    public final void writeAndGiveBack(LentBuffer buffer, GiveBackCallback<CompletionSocket> callback) {
        LentTransfers.write(this, buffer, callback);
    }

    @Override
    public final void writeTimeoutNanos(long timeoutNanos) {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException(
                    "writeTimeoutNanos " + timeoutNanos + ": not within 0 and " + Long.MAX_VALUE);
        }
        writeTimeoutNanos = timeoutNanos;
    }

    final long writeTimeoutNanos() {
        return writeTimeoutNanos;
    }

    @Override
    final void transferBegins() {
        TRANSFERS.getAndAdd(this, ONE_TRANSFER);
    }

    @Override
    final void transferEnds() {
        afterTransfers((int) TRANSFERS.getAndAdd(this, -ONE_TRANSFER) - ONE_TRANSFER);
    }

    @Override
    public final void closeWhenWritten() {
        afterTransfers((int) TRANSFERS.getAndBitwiseOr(this, TO_CLOSE) | TO_CLOSE);
    }

    @Override
    public final void shutdownOutput() throws IOException {
        if ((int) TRANSFERS.getAndBitwiseOr(this, TO_SHUT) < ONE_TRANSFER) {
            TRANSFERS.getAndBitwiseAnd(this, ~TO_SHUT);
            shutOutput();
        }
    }

    /** Does what was to be done once all is written. */
    private void afterTransfers(int word) {
        if (word == 0 || word >= ONE_TRANSFER) {
            return;
        }
        if ((word & TO_CLOSE) != 0) {
            close();
        } else if (((int) TRANSFERS.getAndBitwiseAnd(this, ~TO_SHUT) & TO_SHUT) != 0) {
            try {
                shutOutput();
            } catch (IOException e) { // nobody who has called is there any more
                if (isOpen()) {
                    port.report(this, e);
                }
            }
        }
    }
}
