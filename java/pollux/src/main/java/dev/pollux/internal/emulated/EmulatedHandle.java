package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.readiness.AbstractPollableSocket;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;

/**
 * What all channels have: a readiness socket, a lane a direction, and the registration that tells when one is ready. It is made
 * with the first submission that waits. Where the port has edge triggers, it is made once and stays as it is. Elsewhere its interest is
 * what the lanes wait for.
 */
final class EmulatedHandle extends ChannelHandle implements ReadinessCallback {
    final EmulatedBackend backend;
    private final AbstractPollableSocket socket;

    /** What an edge-triggered registration always waits for. */
    private final Interest always;

    private Lane in;
    private Lane out; // or null

    private volatile Registration registration; // changed under this object's lock

    EmulatedHandle(EmulatedBackend backend, AbstractPollableSocket socket, Interest always) {
        this.backend = backend;
        this.socket = socket;
        this.always = backend.isEdgeTriggered ? always : Interest.NONE;
    }

    /** Before anybody else knows it. */
    void lanes(Lane newIn, Lane newOut) {
        in = newIn;
        out = newOut;
    }

    /** {@return true if what comes is told once} */
    boolean isEdgeTriggered() {
        return backend.isEdgeTriggered && registration != null;
    }

    /** A lane begins to wait, or waits no more. */
    void interestChanged() throws IOException {
        Registration made = registration;
        if (made != null && made.interest() == wanted()) {
            return;
        }
        synchronized (this) {
            Interest wanted = wanted();
            if (registration != null) {
                changeTo(wanted);
            } else if (isWaitedFor()) {
                registration = backend.port.register(
                        socket, wanted, backend.isEdgeTriggered ? TriggerMode.EDGE : TriggerMode.LEVEL, this);
            }
        }
    }

    private void changeTo(Interest wanted) {
        if (registration.interest() != wanted) {
            try {
                registration.modify(wanted);
            } catch (IllegalStateException e) {
                // It was closed meanwhile, and its lanes are, or will be.
            }
        }
    }

    private boolean isWaitedFor() {
        return in.waits() || out != null && out.waits();
    }

    private Interest wanted() {
        Interest wanted = in.waits() ? always.with(Interest.READ) : always;
        return out != null && out.waits() ? wanted.with(Interest.WRITE) : wanted;
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        if (in instanceof ReadLane reads
                && (readiness.isReadClosed()
                        || readiness.isHangUp()
                        || readiness.isError()
                        || readiness.isPriority())) {
            reads.isOver();
        }
        if (readiness.isReadable()) {
            in.ready();
        }
        if (readiness.isWritable() && out != null && !out.isReady()) {
            out.ready();
        }
    }

    /**
     * Makes a connection's descriptor the caller's.
     *
     * @throws IllegalStateException if something waits here, or is under way: then nothing has changed
     */
    OpenDescriptor handOver(AbstractStreamSocket stream) throws IOException {
        synchronized (in) {
            synchronized (out) {
                if (!in.isEmpty() || !out.isEmpty()) {
                    throw new IllegalStateException("an operation on " + socket + " is pending");
                }
                dropRegistration(); // the next submission that waits makes another, if the socket stays
                OpenDescriptor taken = backend.port.handOver(stream);
                in.close();
                out.close();
                return taken;
            }
        }
    }

    /** The descriptor lives on: epoll would not forget it by itself. */
    private synchronized void dropRegistration() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return socket.localInetAddress();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public void cancel(Object ticket) {
        in.cancel((EmulatedTicket) ticket);
        if (out != null) {
            out.cancel((EmulatedTicket) ticket);
        }
    }

    @Override
    public IOException failure(OperationKind kind, int code) {
        return new AsynchronousCloseException(); // all others are exceptions already
    }

    @Override
    public void close() {
        try {
            socket.close();
        } finally {
            in.close();
            if (out != null) {
                out.close();
            }
        }
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
