package dev.pollux.internal.readiness;

import dev.pollux.FileSource;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** What the streams of all backends have in common. */
public abstract class AbstractStreamSocket extends AbstractPollableSocket implements StreamSocket {
    /** What the connection broke of, once a read or write has said so: an end that comes after it is none. */
    private volatile IOException broken;

    private volatile boolean inputShut;
    private volatile boolean outputShut;

    public AbstractStreamSocket() {}

    public final IOException broken(IOException failure) {
        broken = failure;
        return failure;
    }

    /** Of a write, which fails after {@link #shutdownOutput} too: then the connection is as it was. */
    public final IOException writeFailed(IOException failure) {
        return outputShut ? failure : broken(failure);
    }

    public final void inputIsShut() {
        inputShut = true;
    }

    public final void outputIsShut() {
        outputShut = true;
    }

    @Override
    public final boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public final boolean isOutputShutdown() {
        return outputShut;
    }

    /** What a read returns for the system's end of the stream: of a connection that broke, the system says only once why. */
    public final long end() throws IOException {
        IOException cause = broken;
        if (cause == null) {
            return -1;
        }
        SocketException again = new SocketException(cause.getMessage());
        again.initCause(cause);
        throw again;
    }

    /**
     * Fails if a write of some bytes would fail, as far as that is known without a call: for a write of none.
     *
     * @throws java.net.SocketException if the sending half is shut, or the connection has broken
     */
    public final void checkCanWrite() throws IOException {
        checkOpen();
        if (outputShut) {
            throw new SocketException("the sending half is shut");
        }
        end();
    }

    @Override
    public abstract int read(ByteBuffer buffer) throws IOException;

    @Override
    public abstract long read(ByteBuffer[] buffers, int offset, int length) throws IOException;

    @Override
    public abstract int write(ByteBuffer buffer) throws IOException;

    @Override
    public abstract long write(ByteBuffer[] buffers, int offset, int length) throws IOException;

    @Override
    public final long send(FileSource file, long position, long count) throws IOException {
        Objects.requireNonNull(file, "file");
        if (position < 0 || count < 0) {
            throw new IllegalArgumentException(count + " bytes at position " + position);
        }
        return sendFrom(file, position, count);
    }

    public abstract long sendFrom(FileSource file, long position, long count) throws IOException;

    /** Takes a local address, before it connects. */
    public abstract void bindTo(SocketAddress local) throws IOException;

    /** Begins to connect. Returns true if it is connected already. After a failure it is to be closed. */
    public abstract boolean connectTo(SocketAddress remote) throws IOException;

    @Override
    public final boolean finishConnect() throws IOException {
        try {
            return completeConnect();
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /** As {@link #finishConnect}, but leaves the registrations of a socket that failed as they are. */
    public abstract boolean completeConnect() throws IOException;

    /** True until the socket is known to be connected. */
    public abstract boolean isConnecting();

    @Override
    public abstract void shutdownInput() throws IOException;

    @Override
    public abstract void shutdownOutput() throws IOException;

    @Override
    public abstract SocketAddress remoteAddress() throws IOException;

    @Override
    public final InetSocketAddress remoteInetAddress() throws IOException {
        return inet(remoteAddress());
    }

    @Override
    public abstract int bytesUnsent() throws IOException;

    @Override
    public abstract int bytesUnacknowledged() throws IOException;

    @Override
    public int read(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        throw noMemory("read(long, int)");
    }

    @Override
    public long read(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        BufferChecks.checkMemory(addresses, lengths, offset, count);
        throw noMemory("read(long[], int[], int, int)");
    }

    @Override
    public int write(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        throw noMemory("write(long, int)");
    }

    @Override
    public long write(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        BufferChecks.checkMemory(addresses, lengths, offset, count);
        throw noMemory("write(long[], int[], int, int)");
    }

    private UnsupportedOperationException noMemory(String call) {
        return Capability.NATIVE_MEMORY.refusal(backend(), call);
    }
}
