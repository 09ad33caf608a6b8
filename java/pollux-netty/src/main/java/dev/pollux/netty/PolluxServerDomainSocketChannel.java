package dev.pollux.netty;

import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.ServerDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A listener by a Unix socket on Pollux, for an event loop of {@link PolluxIoHandler}. Its children are {@link
 * PolluxDomainSocketChannel}s. Its close removes the socket's file.
 *
 * <p>May be made by any thread. Netty's own rules say which methods may be called from which.
 *
 * <pre>{@code
 * new ServerBootstrap()
 *         .group(new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory()))
 *         .channel(PolluxServerDomainSocketChannel.class)
 *         .childHandler(handler)
 *         .bind(new DomainSocketAddress("/run/server.sock"));
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's own interfaces have not
public final class PolluxServerDomainSocketChannel extends PolluxServerChannel implements ServerDomainSocketChannel {
    private final PolluxServerDomainSocketChannelConfig config = new PolluxServerDomainSocketChannelConfig(this);
    private Path file; // of the socket, once it is bound to one

    /**
     * Opens a listener that is not bound.
     *
     * @throws ChannelException if the system refuses
     */
    public PolluxServerDomainSocketChannel() {
        super(open());
    }

    private static LinuxStreamListener open() {
        ChannelSockets.requireUnix();
        try {
            return LinuxStreamListener.open(Family.UNIX);
        } catch (IOException e) {
            throw new ChannelException("no Unix listener: " + e.getMessage(), e);
        }
    }

    @Override
    public PolluxServerDomainSocketChannelConfig config() {
        return config;
    }

    @Override
    public FileDescriptor fd() {
        return new ChannelDescriptor(this);
    }

    @Override
    public DomainSocketAddress localAddress() {
        return (DomainSocketAddress) super.localAddress();
    }

    @Override
    public DomainSocketAddress remoteAddress() {
        return null;
    }

    @Override
    protected DomainSocketAddress localAddress0() {
        return UnixAddresses.toNetty(super.localAddress0());
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(UnixAddresses.toPollux(address));
        String path = localAddress0().path();
        if (!path.isEmpty() && path.charAt(0) != 0) {
            file = Path.of(path);
        }
    }

    @Override
    protected void doClose() throws Exception {
        Path bound = file;
        file = null;
        try {
            super.doClose();
        } finally {
            if (bound != null) {
                Files.deleteIfExists(bound);
            }
        }
    }

    @Override
    int backlog() {
        return Math.max(1, config.getBacklog());
    }

    @Override
    Channel newChild(ChannelSocket.Stream socket, SocketAddress remote) throws IOException {
        return new PolluxDomainSocketChannel(this, socket, remote);
    }
}
