package dev.pollux.netty.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.LoopRegistration;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.loop.Ready;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A handle's membership of a {@link CompletionLoop}. What its channel wants, it says by the flags of epoll. Its bytes are
 * then transferred by operations. A connection that is being made is watched by the readiness port that the completion port
 * serves, or is made by an operation where there is none. {@link #cancel} may be called from any thread, all else only from the loop's.
 */
public final class CompletionRegistration extends LoopRegistration {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(CompletionRegistration.class);

    private final CompletionLoop loop;
    private final TransferredStream handle;
    private final Ready ready = new Ready();
    private Registration watch; // null unless it is watched
    private StreamTransfers transfers; // null unless it is connected
    private CompletionSocket connecting; // null unless it connects by an operation, or has just done so
    private boolean isConnecting;
    private boolean hasLeft;

    CompletionRegistration(CompletionLoop loop, TransferredStream handle) {
        this.loop = loop;
        this.handle = handle;
    }

    CompletionLoop loop() {
        return loop;
    }

    TransferredStream handle() {
        return handle;
    }

    /** {@return what moves the bytes, or null before it is connected} */
    StreamTransfers transfers() {
        return transfers;
    }

    @Override
    protected LoopThread thread() {
        return loop.thread();
    }

    @Override
    protected void want(int flags) throws IOException {
        if (!handle.channel().isActive()) {
            if (!connects()) {
                watch(interest(flags));
            }
            return;
        }
        if (transfers == null) {
            watch(Interest.NONE);
            transfers = new StreamTransfers(this, handle, adopted());
            handle.transferBy(transfers);
        }
        transfers.reading((flags & Epoll.IN) != 0);
    }

    private CompletionSocket adopted() throws IOException {
        CompletionSocket connected = connecting;
        connecting = null;
        return connected == null ? adopt() : connected;
    }

    private CompletionSocket adopt() throws IOException {
        CompletionSocket adopted = loop.port().adoptSocket(handle.descriptor());
        handle.channelSocket().movedTo(loop);
        return adopted;
    }

    /** {@return true if a connect here is an operation, and not watched} */
    public boolean connects() {
        return !loop.watches();
    }

    /**
     * Connects. The channel is told of the end.
     *
     * @param to the peer's address
     * @throws IOException if the system refuses at once
     */
    public void connect(InetSocketAddress to) throws IOException {
        connecting = adopt();
        isConnecting = true;
        connecting
                .connect(to)
                .onCompletion((same, none) -> connectEnded(null))
                .onFailure((same, failure) -> connectEnded(failure))
                .submit();
    }

    private void connectEnded(IOException failure) {
        isConnecting = false;
        if (failure != null) {
            connecting = null;
        }
        handle.connectEnded(failure);
        if (!isValid() && transfers == null) {
            leaveConnect();
        }
    }

    private static Interest interest(int flags) {
        if ((flags & Epoll.OUT) != 0) {
            return Interest.WRITE; // it connects
        }
        return (flags & Epoll.IN) != 0 ? Interest.READ : Interest.NONE;
    }

    private void watch(Interest interest) throws IOException {
        if (interest == Interest.NONE) {
            if (watch != null) {
                watch.close();
                watch = null;
            }
        } else if (watch == null) {
            watch = loop.port()
                    .readinessPort()
                    .register(handle.descriptor(), interest, TriggerMode.LEVEL, this::isReady);
        } else {
            watch.modify(interest);
        }
    }

    private void isReady(Registration current, Readiness readiness) {
        if (current != watch) {
            return;
        }
        // An error is told by the accept, or by what finishes the connect.
        int flags = current.interest() == Interest.WRITE ? Epoll.OUT : Epoll.IN;
        try {
            handle.handle(this, ready.set(flags));
        } catch (Throwable e) {
            LOG.warn("{} failed to handle an event.", handle, e);
        }
        loop.servedByReadiness();
    }

    @Override
    protected void leave() {
        try {
            watch(Interest.NONE);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} was not watched any more.", handle, e);
        }
        if (transfers == null) {
            leaveConnect();
        } else {
            transfers.leave();
        }
    }

    /** A connect under way ends first. */
    private void leaveConnect() {
        if (connecting != null) {
            connecting.close();
        }
        if (!isConnecting && !hasLeft) {
            left();
        }
    }

    /** The last operation has ended. */
    void left() {
        hasLeft = true;
        loop.removed(this);
        handle.unregistered();
    }
}
