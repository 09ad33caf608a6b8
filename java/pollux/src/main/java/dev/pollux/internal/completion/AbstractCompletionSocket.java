package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.completion.ShutdownOutputOperation;
import dev.pollux.completion.WriteOperation;
import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.field.Fields;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** Makes a connection's operations. How each is started is the backend's. */
public abstract class AbstractCompletionSocket extends AbstractCompletionChannel implements CompletionSocket {
    // What is under way of writes, of those of lent buffers among them, and what is to be done then.
    private static final long TO_SHUT = 1;
    private static final long TO_CLOSE = 2;
    private static final long ONE_WRITE = 4;
    private static final long ONE_LENT = 1L << 32;

    private static final long NOT_SET = -1;

    private static final VarHandle WRITES = Fields.find(MethodHandles.lookup(), "writes", long.class);

    private volatile long writes;
    private volatile long writeTimeoutNanos = NOT_SET;
    private volatile Reference<ReadOperationWork> lastRead; // of the program's, which a socket does not keep
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

    protected abstract int startShutdownOutput(ShutdownOutputOperationWork operation) throws IOException;

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
    public final ConnectOperation connect(InetSocketAddress remote) {
        return new ConnectOperationWork(this, remote);
    }

    @Override
    public final OpenDescriptor detach() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (pendingStream() != null || writes >= ONE_WRITE || isRead()) {
            throw new IllegalStateException(
                    "an operation on " + this + " is pending. Take the socket out of its port when all have ended");
        }
        OpenDescriptor taken = takeFromPort();
        port.remove(this);
        return taken;
    }

    /** Makes the system's socket the caller's. From then on this one is closed. */
    protected OpenDescriptor takeFromPort() throws IOException {
        throw new UnsupportedOperationException(port.backend() + " keeps its sockets");
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
    public final SendFileOperation sendFile(OpenFile file) {
        return new SendFileOperationWork(this, port.backend.checkFile(file));
    }

    @Override
    public final ShutdownOutputOperation shutdownOutputOperation() {
        return new ShutdownOutputOperationWork(this);
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

    /** {@return what the program wants of all kinds of writes, or 0 for no limit} */
    final long writeTimeoutNanos() {
        return Math.max(writeTimeoutNanos, 0);
    }

    /** {@return true if the program has said how long a write may take} */
    final boolean limitsWrites() {
        return writeTimeoutNanos != NOT_SET;
    }

    // ---- What is under way ----

    /**
     * A write begins, of a lent buffer or another.
     *
     * @throws ClosedChannelException if it comes after {@link #closeWhenWritten}
     * @throws SocketException if it comes after {@link #shutdownOutput}, which waits for what was written before
     */
    final void writeBegins(boolean isLent) throws ClosedChannelException, SocketException {
        long before = (long) WRITES.getAndAdd(this, unit(isLent));
        if ((before & (TO_CLOSE | TO_SHUT)) != 0) {
            writeEnds(isLent, false);
            if ((before & TO_CLOSE) != 0) {
                throw new ClosedChannelException();
            }
            throw new SocketException("nothing can be written to " + this + " after shutdownOutput()");
        }
    }

    /** ... and has ended, which was told. */
    final void writeEnds(boolean isLent, boolean failed) {
        long left = (long) WRITES.getAndAdd(this, -unit(isLent)) - unit(isLent);
        if ((left & (TO_CLOSE | TO_SHUT)) != 0) {
            afterWrite(left, failed);
        }
    }

    private static long unit(boolean isLent) {
        return isLent ? ONE_LENT + ONE_WRITE : ONE_WRITE;
    }

    @Override
    final boolean isUsable() {
        return (writes & TO_CLOSE) == 0 && isOpen();
    }

    @Override
    public final void closeWhenWritten() {
        if ((long) WRITES.getAndBitwiseOr(this, TO_CLOSE) < ONE_WRITE) {
            close();
        } else {
            closed();
        }
    }

    @Override
    public final void shutdownOutput() throws IOException {
        if (!isOpen()) { // or it would be put off until what is being written has failed
            throw new ClosedChannelException();
        }
        if ((long) WRITES.getAndBitwiseOr(this, TO_SHUT) < ONE_LENT) {
            WRITES.getAndBitwiseAnd(this, ~TO_SHUT);
            shutOutput();
        }
    }

    /** Does what was to be done once all is written. */
    private void afterWrite(long word, boolean failed) {
        if ((word & TO_CLOSE) != 0) {
            if (failed || word < ONE_WRITE) { // after a part of a message nothing has any sense
                close();
            }
        } else if (word < ONE_LENT && ((long) WRITES.getAndBitwiseAnd(this, ~TO_SHUT) & TO_SHUT) != 0) {
            try {
                shutOutput();
            } catch (IOException e) { // nobody who has called is there any more
                if (isOpen()) {
                    port.report(this, e);
                }
            }
        }
    }

    // ---- Who reads ----

    /** The program is about to read by an operation, which is refused if a stream reads. */
    final void readBegins(ReadOperationWork read) {
        if (pendingStream() != null) {
            throw new IllegalStateException(
                    "a stream of " + this
                            + " is pending: nobody would know which of the two reads what. Stop the stream, and read after its end");
        }
        Reference<ReadOperationWork> its = read.reference();
        if (lastRead != its) {
            lastRead = its;
        }
    }

    /** A stream is about to read, which is refused if an operation of the program's reads. Those end in their order. */
    final void checkNotRead() {
        if (isRead()) {
            throw new IllegalStateException(
                    "a read of " + this
                            + " is pending: nobody would know which of the two reads what. Submit the stream when the read has ended");
        }
    }

    private boolean isRead() {
        Reference<ReadOperationWork> its = lastRead;
        ReadOperationWork last = its == null ? null : its.get();
        return last != null && last.isPending();
    }
}
