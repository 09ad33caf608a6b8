package dev.pollux.netty;

import dev.pollux.netty.internal.completion.AcceptingListener;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A TCP listener on Pollux, for an event loop of {@link PolluxIoHandler}. Its children are {@link PolluxSocketChannel}s.
 *
 * <p>May be made by any thread. Netty's own rules say which methods may be called from which. {@link PolluxIoHandler} has an
 * example.
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's own interfaces have not
public final class PolluxServerSocketChannel extends PolluxServerChannel implements ServerSocketChannel {
    private final PolluxServerSocketChannelConfig config;

    /**
     * Opens a listener that is not bound, for IPv6 and IPv4 as far as the system and the JVM have both.
     *
     * @throws ChannelException if the system refuses
     */
    public PolluxServerSocketChannel() {
        this(null);
    }

    /**
     * Opens a listener that is not bound.
     *
     * @param family the family of its addresses, or null for IPv6 and IPv4
     * @throws ChannelException if the system refuses
     */
    public PolluxServerSocketChannel(SocketProtocolFamily family) {
        super(ChannelSockets.openListener(family));
        config = new PolluxServerSocketChannelConfig(this);
    }

    @Override
    public PolluxServerSocketChannelConfig config() {
        return config;
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    int backlog() {
        return Math.max(1, config.getBacklog());
    }

    @Override
    void beforeListen() {
        config.beforeListen();
    }

    @Override
    protected ServerUnsafe newUnsafe() {
        return new AcceptingUnsafe();
    }

    @Override
    Channel newChild(ChannelSocket.Stream socket, SocketAddress remote) throws IOException {
        return new PolluxSocketChannel(this, socket, remote);
    }

    private final class AcceptingUnsafe extends ServerUnsafe implements AcceptingListener {}
}
