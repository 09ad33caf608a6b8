package dev.pollux.netty;

import dev.pollux.linux.Errno;
import dev.pollux.netty.internal.completion.StreamTransfers;
import dev.pollux.netty.internal.completion.TransferredStream;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import dev.pollux.system.SystemCallException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;

/**
 * A TCP connection on Pollux, for an event loop of {@link PolluxIoHandler}.
 *
 * <p>May be made by any thread. Netty's own rules say which methods may be called from which.
 *
 * <pre>{@code
 * new Bootstrap()
 *         .group(new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory()))
 *         .channel(PolluxSocketChannel.class)
 *         .handler(handler)
 *         .connect("example.org", 80);
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's own interfaces have not
public final class PolluxSocketChannel extends PolluxStreamChannel implements SocketChannel {
    private final PolluxSocketChannelConfig config;

    /**
     * Opens a socket that is not connected, for IPv6 and IPv4 as far as the system and the JVM have both.
     *
     * @throws ChannelException if the system refuses
     */
    public PolluxSocketChannel() {
        this(null);
    }

    /**
     * Opens a socket that is not connected.
     *
     * @param family the family of its addresses, or null for IPv6 and IPv4
     * @throws ChannelException if the system refuses
     */
    public PolluxSocketChannel(SocketProtocolFamily family) {
        this(null, ChannelSockets.openStream(family));
    }

    private PolluxSocketChannel(Channel parent, ChannelSocket.Stream socket) {
        super(parent, socket);
        config = new PolluxSocketChannelConfig(this);
    }

    /** An accepted connection. */
    PolluxSocketChannel(PolluxServerSocketChannel parent, ChannelSocket.Stream socket, SocketAddress remote)
            throws IOException {
        this(parent, socket);
        keepLocalAddress();
        keepRemoteAddress(remote);
        activate();
    }

    @Override
    public PolluxSocketChannelConfig config() {
        return config;
    }

    @Override
    public ServerSocketChannel parent() {
        return (ServerSocketChannel) super.parent();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) super.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) super.remoteAddress();
    }

    @Override
    boolean allowsHalfClosure() {
        return config.isAllowHalfClosure();
    }

    @Override
    boolean connectsWithData() {
        return config.isTcpFastOpenConnect();
    }

    /** With fast open, what was written before the connect goes with the SYN, if the peer's system gave a cookie earlier. */
    @Override
    boolean beginConnect(SocketAddress to) throws IOException {
        ChannelOutboundBuffer out = unsafe().outboundBuffer();
        if (!config.isTcpFastOpenConnect() || out == null) {
            return super.beginConnect(to);
        }
        out.addFlush();
        if (!(out.current() instanceof ByteBuf first) || !first.isReadable()) {
            return super.beginConnect(to);
        }
        try {
            out.removeBytes(connectWith(first, to));
            return false;
        } catch (SystemCallException e) {
            if (e.code() != Errno.EOPNOTSUPP) {
                throw e;
            }
            return super.beginConnect(to); // the system has it turned off (net.ipv4.tcp_fastopen)
        }
    }

    private int connectWith(ByteBuf first, SocketAddress to) throws IOException {
        int at = first.readerIndex();
        int length = first.readableBytes();
        return first.hasMemoryAddress()
                ? stream().connect(to, first.memoryAddress() + at, length)
                : stream().connect(to, first.nioBuffer(at, length));
    }

    /** The system's word for a wildcard address, with the host's name that was asked for. */
    @Override
    SocketAddress connectedTo(SocketAddress asked) throws IOException {
        InetSocketAddress name = (InetSocketAddress) asked;
        if (!(((ChannelSocket.Stream) socket()).remoteAddress() instanceof InetSocketAddress real)
                || real.equals(name)) {
            return name;
        }
        InetAddress named =
                InetAddress.getByAddress(name.getHostString(), real.getAddress().getAddress());
        return new InetSocketAddress(named, real.getPort());
    }

    @Override
    protected StreamUnsafe newUnsafe() {
        return new SocketUnsafe();
    }

    private final class SocketUnsafe extends StreamUnsafe implements TransferredStream {
        /** What was flushed just before the close goes first, as far as the peer takes it: elsewhere the flush itself has sent it. */
        @Override
        protected Executor prepareToClose() {
            StreamTransfers moving = transfers();
            if (moving == null || !moving.isWriting()) {
                return null;
            }
            stopReading();
            return moving::whenWritten;
        }
    }
}
