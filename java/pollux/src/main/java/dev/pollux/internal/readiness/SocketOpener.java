package dev.pollux.internal.readiness;

import dev.pollux.FileSource;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Objects;

/** The part of a readiness port that opens its sockets and files. */
public abstract class SocketOpener extends LoopPort implements ReadinessPort {
    private final BackendSockets sockets;

    public SocketOpener(BackendSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public final StreamListener openListener() throws IOException {
        checkOpen();
        return sockets.listener();
    }

    @Override
    public final StreamListener openListener(StandardProtocolFamily family) throws IOException {
        Objects.requireNonNull(family, "family");
        checkOpen();
        return sockets.listener(family);
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw Refusals.closed("the port of backend " + backend());
        }
    }

    /** A Unix socket has addresses of several types. All others are an InetSocketAddress, or refused by either kind of socket. */
    public static boolean isUnix(SocketAddress address) {
        return address != null && !(address instanceof InetSocketAddress);
    }

    @Override
    public final UdpSocket openUdpSocket() throws IOException {
        checkOpen();
        return sockets.udp();
    }

    @Override
    public final UdpSocket openUdpSocket(StandardProtocolFamily family) throws IOException {
        Objects.requireNonNull(family, "family");
        if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException("a datagram socket of family " + family
                    + "; dev.pollux.linux.LinuxDatagramSocket has those of Unix");
        }
        checkOpen();
        return sockets.udp(family);
    }

    /**
     * Opens a stream that is not connected: {@link AbstractStreamSocket#connectTo} begins that.
     *
     * @param remote a peer of the kind that it is to connect to
     */
    public final AbstractStreamSocket openStream(SocketAddress remote) throws IOException {
        AbstractPollableSocket.checkAddress(remote);
        checkOpen();
        return sockets.stream(remote);
    }

    @Override
    public final StreamSocket connect(SocketAddress remote) throws IOException {
        AbstractPollableSocket.checkAddress(remote);
        checkOpen();
        return sockets.connect(remote);
    }

    @Override
    public final StreamSocket adoptSocket(int fd) throws IOException {
        checkOpen();
        return sockets.adoptStream(fd);
    }

    public final StreamSocket adoptSocket(OpenDescriptor socket) throws IOException {
        checkOpen();
        return sockets.adoptStream(socket);
    }

    /** Makes the system's socket of one that is registered nowhere the caller's. From then on that one is closed. */
    public final OpenDescriptor handOver(StreamSocket socket) throws IOException {
        return sockets.handOver(socket);
    }

    @Override
    public final StreamListener adoptListener(int fd) throws IOException {
        checkOpen();
        return sockets.adoptListener(fd);
    }

    public final StreamListener adoptListener(OpenDescriptor listener) throws IOException {
        checkOpen();
        return sockets.adoptListener(listener);
    }

    @Override
    public final UdpSocket adoptUdpSocket(int fd) throws IOException {
        checkOpen();
        return sockets.adoptUdp(fd);
    }

    @Override
    public final FileSource adoptFile(int fd) throws IOException {
        checkOpen();
        return sockets.adoptFile(fd);
    }

    /** {@return a file of the direct floor, which stays its owner's, as this port's sockets send it, or null if they can't} */
    public final FileSource sourceOf(OpenFile file) {
        return sockets.sourceOf(file);
    }

    @Override
    public final FileSource openFile(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        checkOpen();
        return sockets.file(path);
    }

    /** Opens a file for threads that may wait, which the sockets of this port send, too. */
    public final BlockingFile openFile(Path path, FileOptions options) throws IOException {
        checkOpen();
        return sockets.file(path, options);
    }
}
