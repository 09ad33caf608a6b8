package dev.pollux.internal.iocp;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.AbstractCompletionChannel;
import dev.pollux.internal.completion.AbstractCompletionFile;
import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AbstractCompletionUdpSocket;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBatch;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.PostOperationWork;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.handle.PostRetry;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import dev.pollux.windows.Family;
import dev.pollux.windows.Iocp;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.OverlappedFile;
import dev.pollux.windows.OverlappedPool;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** An I/O completion port. A submission's ticket is the {@link Overlapped} that the system has meanwhile. */
final class IocpBackend extends CompletionBackend {
    // What a packet is, by its completion key. A block of the pool comes with the first two.
    static final long OPERATION = 1;
    static final long COMPLETED_AT_ONCE = 2; // on a thread that does not poll: sent to one that does
    static final long WAKEUP = 3;

    final Iocp iocp;
    final OverlappedPool pool;
    private final PostRetry posts;

    private final boolean singleThreaded;
    private CompletionPortWork port;
    volatile IocpReadiness readiness; // or null
    private boolean isClosed;

    private IocpBackend(Iocp iocp, OverlappedPool pool, boolean singleThreaded) {
        this.iocp = iocp;
        this.pool = pool;
        this.singleThreaded = singleThreaded;
        posts = new PostRetry(iocp::post);
    }

    static IocpBackend open(int concurrency, boolean singleThreaded) throws IOException {
        Iocp iocp = Iocp.create(concurrency);
        try {
            return new IocpBackend(iocp, OverlappedPool.create(), singleThreaded);
        } catch (Throwable e) {
            iocp.close();
            throw e;
        }
    }

    @Override
    public Backend kind() {
        return Backend.IOCP;
    }

    @Override
    public void opened(CompletionPortWork openedPort) {
        port = openedPort;
    }

    /** Several threads would dequeue its packets, and it has turns of one. */
    @Override
    public synchronized ReadinessPort readinessPort() throws IOException {
        if (!singleThreaded) {
            throw new UnsupportedOperationException(
                    "a readiness port in the same wait is available on backend iocp only if"
                            + " CompletionPortBuilder.singleThreaded is promised");
        }
        if (readiness == null) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            readiness = IocpReadiness.open(port, iocp);
            wake(); // its first turn comes with the next wait
        }
        return readiness.port;
    }

    private synchronized void closeReadiness() {
        isClosed = true;
        if (readiness != null) {
            readiness.close();
        }
    }

    @Override
    public CompletionBatch newBatch(int capacity) {
        return new IocpBatch(this, capacity);
    }

    @Override
    public void wake() {
        posts.post(WAKEUP, 0);
    }

    @Override
    public AbstractCompletionListener openListener(CompletionPortWork port) throws IOException {
        return IocpListener.open(port, this);
    }

    @Override
    public AbstractCompletionSocket openSocket(CompletionPortWork port, InetSocketAddress remote) throws IOException {
        return IocpSocket.open(port, this, Family.forIp(remote));
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, long handle) throws IOException {
        return IocpSocket.adopt(port, this, handle);
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, OpenDescriptor socket) throws IOException {
        return IocpSocket.lent(port, this, socket);
    }

    @Override
    public AbstractCompletionListener adoptListener(CompletionPortWork port, OpenDescriptor listener)
            throws IOException {
        return IocpListener.lent(port, this, listener);
    }

    @Override
    public AbstractCompletionUdpSocket openUdpSocket(CompletionPortWork port, InetSocketAddress local)
            throws IOException {
        return IocpUdpSocket.open(port, local);
    }

    @Override
    public AbstractCompletionUdpSocket adoptUdpSocket(CompletionPortWork port, OpenDescriptor socket)
            throws IOException {
        return IocpUdpSocket.lent(port, socket);
    }

    @Override
    public void attach(AbstractCompletionChannel channel) throws IOException {
        IocpHandle handle = (IocpHandle) channel.handle();
        if (!handle.isToBeAccepted) { // its program may give it to another port
            handle.attach(iocp);
        }
    }

    @Override
    public AbstractCompletionFile openFile(CompletionPortWork port, Path path, FileOptions options) throws IOException {
        return IocpFile.open(port, this, path, options);
    }

    @Override
    public OpenFile checkFile(OpenFile file) {
        return file instanceof OverlappedFile ? file : IocpFile.of(file);
    }

    @Override
    public TransferBuffers buffers(ByteBuffer... buffers) {
        return new IocpBuffers(buffers);
    }

    @Override
    public TransferBuffers memory(long address, int length) {
        return new IocpBuffers(address, length);
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BindingRegistry.windowsCalls().addressOf(buffer);
    }

    @Override
    public Object takeTicket(AbstractOperation<?> operation) {
        Overlapped block = pool.acquire();
        block.attach(operation);
        return block;
    }

    @Override
    public void reuseTicket(Object ticket) {
        ((Overlapped) ticket).reset();
    }

    @Override
    public void giveBackTicket(Object ticket) {
        Overlapped block = (Overlapped) ticket;
        if (block.withdraw()) {
            block.release();
        } else { // the submit has failed after the system had begun
            block.attach(null);
        }
    }

    @Override
    public int startPost(PostOperationWork operation) throws IOException {
        iocp.post(0, OPERATION, (Overlapped) operation.ticket());
        return PENDING;
    }

    @Override
    public void deliverByBatch(AbstractOperation<?> operation) {
        posts.post(COMPLETED_AT_ONCE, ((Overlapped) operation.ticket()).address());
    }

    @Override
    public int code(Object ticket) {
        Overlapped block = (Overlapped) ticket;
        int error = block.error();
        boolean isResult = error != 0
                && (block.isTruncated() // a datagram that is cut off has been received
                        || error == WinError.ERROR_HANDLE_EOF); // a file has none there
        return isResult ? 0 : error;
    }

    @Override
    public int bytes(Object ticket) {
        return ((Overlapped) ticket).bytes();
    }

    @Override
    public boolean isCancelled(int code) {
        return code == WinError.ERROR_OPERATION_ABORTED;
    }

    @Override
    public int ticketsTaken() {
        return pool.outstanding();
    }

    @Override
    public boolean isGrown() {
        return pool.isGrown();
    }

    @Override
    public void trim() {
        pool.trim();
    }

    @Override
    public void close() {
        try {
            closeReadiness();
        } finally {
            try {
                iocp.close();
            } finally {
                pool.close();
            }
        }
    }

    @Override
    public String toString() {
        return kind() + " by " + BindingRegistry.chosen();
    }
}
