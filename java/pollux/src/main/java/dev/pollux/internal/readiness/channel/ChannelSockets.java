package dev.pollux.internal.readiness.channel;

import dev.pollux.FileSource;
import dev.pollux.binding.Platform;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.internal.readiness.BackendSockets;
import dev.pollux.internal.readiness.SocketOpener;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;

/** Opens sockets and files by the JDK's channels. */
public final class ChannelSockets implements BackendSockets {
    public static final Set<Capability> CAPABILITIES = capabilitiesHere();

    private final ChannelHolds holds;

    public ChannelSockets(ChannelHolds holds) {
        this.holds = holds;
    }

    @Override
    public StreamListener listener() throws IOException {
        return reusable(ServerSocketChannel.open());
    }

    @Override
    public StreamListener listener(StandardProtocolFamily family) throws IOException {
        checkUnix(family == StandardProtocolFamily.UNIX);
        ServerSocketChannel channel = ServerSocketChannel.open(family);
        return family == StandardProtocolFamily.UNIX ? wrap(channel) : reusable(channel);
    }

    private StreamListener reusable(ServerSocketChannel channel) throws IOException {
        StreamListener listener = wrap(channel);
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    private StreamListener wrap(ServerSocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            return new ChannelListener(channel, holds);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public UdpSocket udp() throws IOException {
        return datagrams(DatagramChannel.open());
    }

    @Override
    public UdpSocket udp(StandardProtocolFamily family) throws IOException {
        return datagrams(DatagramChannel.open(family));
    }

    private UdpSocket datagrams(DatagramChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            return new ChannelUdpSocket(channel, holds);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    private void checkUnix(boolean isUnix) {
        if (isUnix && !CAPABILITIES.contains(Capability.UNIX_SOCKETS)) {
            throw Capability.UNIX_SOCKETS.refusal(holds.backend(), "a Unix socket");
        }
    }

    @Override
    public AbstractStreamSocket stream(SocketAddress remote) throws IOException {
        checkUnix(SocketOpener.isUnix(remote));
        SocketChannel channel =
                SocketOpener.isUnix(remote) ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            channel.configureBlocking(false);
            return new ChannelSocket(channel, holds);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public StreamSocket connect(SocketAddress remote) throws IOException {
        AbstractStreamSocket socket = stream(remote);
        try {
            socket.connectTo(remote);
            return socket;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public FileSource file(Path path) throws IOException {
        return ChannelFileSource.open(path);
    }

    @Override
    public BlockingFile file(Path path, FileOptions options) throws IOException {
        return ChannelFileSource.open(path, options);
    }

    /**
     * A JDK on a Unix system has them. On Windows it is asked, for it depends on the release; not elsewhere, for its first Unix
     * channel costs 15 ms, and is lost for ever if there is no descriptor left when it is made.
     */
    private static Set<Capability> capabilitiesHere() {
        if (!Platform.isWindows()) {
            return Set.of(Capability.UNIX_SOCKETS);
        }
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.isOpen() ? Set.of(Capability.UNIX_SOCKETS) : Set.of();
        } catch (IOException | UnsupportedOperationException e) {
            return Set.of();
        }
    }

    @Override
    public StreamSocket adoptStream(int fd) {
        throw noDescriptors();
    }

    @Override
    public StreamSocket adoptStream(OpenDescriptor socket) {
        throw noDescriptors();
    }

    @Override
    public OpenDescriptor handOver(StreamSocket socket) {
        throw noDescriptors();
    }

    @Override
    public StreamListener adoptListener(int fd) {
        throw noDescriptors();
    }

    @Override
    public StreamListener adoptListener(OpenDescriptor listener) {
        throw noDescriptors();
    }

    @Override
    public UdpSocket adoptUdp(int fd) {
        throw noDescriptors();
    }

    @Override
    public FileSource adoptFile(int fd) {
        throw noDescriptors();
    }

    @Override
    public FileSource sourceOf(OpenFile file) {
        return null;
    }

    private UnsupportedOperationException noDescriptors() {
        return Capability.DESCRIPTORS.refusal(holds.backend(), "a socket or file of a descriptor that exists already");
    }
}
