package dev.pollux.internal.readiness;

import dev.pollux.FileSource;
import dev.pollux.internal.loop.Loop;
import dev.pollux.internal.loop.LoopSettings;
import dev.pollux.internal.text.Durations;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.ConnectCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.Objects;

/** The loop over a readiness port. */
public final class ReadinessLoop extends Loop implements ReadinessDispatcher {
    private static final long NO_TIMEOUT = -1;

    private final AbstractReadinessPort port;
    final ReserveDescriptor reserve = new ReserveDescriptor();

    public ReadinessLoop(LoopSettings settings, AbstractReadinessPort port) {
        super(settings, port);
        this.port = port;
    }

    public ReserveDescriptor reserve() {
        return reserve;
    }

    @Override
    public StreamListener listen(SocketAddress address, AcceptCallback callback) throws IOException {
        AbstractPollableSocket.checkAddress(address);
        Objects.requireNonNull(callback, "callback");
        StreamListener listener =
                AbstractReadinessPort.isUnix(address) ? openListener(StandardProtocolFamily.UNIX) : openListener();
        try {
            listener.bind(address, StreamListener.MAX_BACKLOG);
            listen(listener, callback);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public StreamListener openListener() throws IOException {
        return port.openListener();
    }

    @Override
    public StreamListener openListener(StandardProtocolFamily family) throws IOException {
        return port.openListener(family);
    }

    @Override
    public UdpSocket openUdpSocket() throws IOException {
        return port.openUdpSocket();
    }

    @Override
    public void listen(StreamListener listener, AcceptCallback callback) throws IOException {
        Acceptor.start(this, listener, TriggerMode.LEVEL, Objects.requireNonNull(callback));
    }

    @Override
    public void connect(SocketAddress remote, ConnectCallback callback) throws IOException {
        Connector.connect(this, port, remote, NO_TIMEOUT, Objects.requireNonNull(callback));
    }

    @Override
    public void connect(SocketAddress remote, long timeoutNanos, ConnectCallback callback) throws IOException {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("a timeout of " + Durations.text(timeoutNanos));
        }
        Connector.connect(this, port, remote, timeoutNanos, Objects.requireNonNull(callback));
    }

    @Override
    public FileSource openFile(Path path) throws IOException {
        return port.openFile(path);
    }

    @Override
    public Registration register(Pollable source, Interest interest, ReadinessCallback callback) throws IOException {
        return port.register(source, interest, TriggerMode.LEVEL, callback);
    }

    @Override
    public Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port.register(source, interest, mode, callback);
    }

    @Override
    public Registration register(
            SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port.register(channel, interest, mode, callback);
    }

    @Override
    public Registration register(
            OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port.register(descriptor, interest, mode, callback);
    }

    @Override
    public Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port.register(fd, interest, mode, callback);
    }

    @Override
    public AbstractReadinessPort port() {
        return port;
    }

    @Override
    public Registration move(Registration registration, ReadinessDispatcher target) throws IOException {
        if (registration.port() != port) {
            throw new IllegalArgumentException(registration + " is not of " + this);
        }
        return registration.moveTo(target.port());
    }

    @Override
    protected void closeRest() {
        reserve.close();
    }
}
