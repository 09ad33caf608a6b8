package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.PeerCredentials;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * A connection by a Unix socket on Pollux, for an event loop of {@link PolluxIoHandler}. It passes descriptors: a {@link FileDescriptor}
 * that is written goes to the peer, and with {@link DomainSocketReadMode#FILE_DESCRIPTORS} what comes is read as such.
 *
 * <p>May be made by any thread. Netty's own rules say which methods may be called from which.
 *
 * <pre>{@code
 * new Bootstrap()
 *         .group(new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory()))
 *         .channel(PolluxDomainSocketChannel.class)
 *         .handler(handler)
 *         .connect(new DomainSocketAddress("/run/server.sock"));
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's own interfaces have not
public final class PolluxDomainSocketChannel extends PolluxStreamChannel implements DomainSocketChannel {
    private static final ByteBuffer ONE_BYTE = ByteBuffer.allocateDirect(1).asReadOnlyBuffer();

    private final PolluxDomainSocketChannelConfig config = new PolluxDomainSocketChannelConfig(this);

    /**
     * Opens a socket that is not connected.
     *
     * @throws ChannelException if the system refuses
     */
    public PolluxDomainSocketChannel() {
        super(null, open());
    }

    /** An accepted connection. */
    PolluxDomainSocketChannel(Channel parent, ChannelSocket.Stream socket, SocketAddress remote) throws IOException {
        super(parent, socket);
        keepLocalAddress();
        keepRemoteAddress(remote);
        activate();
    }

    private static LinuxStreamSocket open() {
        ChannelSockets.requireUnix();
        try {
            return LinuxStreamSocket.open(Family.UNIX);
        } catch (IOException e) {
            throw new ChannelException("no Unix socket: " + e.getMessage(), e);
        }
    }

    @Override
    public PolluxDomainSocketChannelConfig config() {
        return config;
    }

    @Override
    public FileDescriptor fd() {
        return new ChannelDescriptor(this);
    }

    /**
     * {@return who is at the other end}
     *
     * @throws IOException if the system refuses
     */
    public PeerCredentials peerCredentials() throws IOException {
        return stream().peerCredentials();
    }

    @Override
    public DomainSocketAddress localAddress() {
        return (DomainSocketAddress) super.localAddress();
    }

    @Override
    public DomainSocketAddress remoteAddress() {
        return (DomainSocketAddress) super.remoteAddress();
    }

    @Override
    protected DomainSocketAddress localAddress0() {
        return UnixAddresses.toNetty(super.localAddress0());
    }

    @Override
    protected DomainSocketAddress remoteAddress0() {
        return UnixAddresses.toNetty(super.remoteAddress0());
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(UnixAddresses.toPollux(address));
    }

    @Override
    boolean beginConnect(SocketAddress to) throws IOException {
        return super.beginConnect(UnixAddresses.toPollux(to));
    }

    @Override
    boolean allowsHalfClosure() {
        return config.isAllowHalfClosure();
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        return message instanceof FileDescriptor ? message : super.filterOutboundMessage(message);
    }

    /** A descriptor goes with one byte. */
    @Override
    int writeOther(ChannelOutboundBuffer out, Object message) throws IOException {
        int sent = stream().sendDescriptorNumbers(ONE_BYTE.duplicate(), ((FileDescriptor) message).intValue());
        if (sent > 0) {
            out.remove();
        }
        return sent;
    }

    @Override
    protected StreamUnsafe newUnsafe() {
        return new DomainUnsafe();
    }

    private final class DomainUnsafe extends StreamUnsafe {
        private final ByteBuffer one = ByteBuffer.allocateDirect(1);
        private final int[] descriptor = new int[1];

        @Override
        void readable() {
            if (readsDescriptors() && !readDescriptors()) {
                return;
            }
            super.readable(); // bytes, or the end, which is the same for both
        }

        /** With more of them than are read at once, the end waits behind them. Epoll tells of those again. */
        @Override
        void endReached() {
            if (readsDescriptors() && !readDescriptors()) {
                link.drop(Epoll.RDHUP);
            } else {
                super.endReached();
            }
        }

        private boolean readsDescriptors() {
            return config.getReadMode() == DomainSocketReadMode.FILE_DESCRIPTORS && !isInputShutdown();
        }

        /** Reads those that are there. Returns true at the end of the stream */
        private boolean readDescriptors() {
            RecvByteBufAllocator.ExtendedHandle handle = reading();
            handle.reset(config());
            Throwable failure = null;
            boolean ended = false;
            try {
                do {
                    handle.attemptedBytesRead(1);
                    int received = stream().receiveDescriptors(one.clear(), descriptor);
                    handle.lastBytesRead(received);
                    ended = received < 0;
                    if (received <= 0) {
                        break;
                    }
                    handle.incMessagesRead(1);
                    readPending = false;
                    if (descriptor[0] >= 0) { // a byte may come without one
                        pipeline().fireChannelRead(new PassedDescriptor(descriptor[0]));
                    }
                } while (isOpen() && readsDescriptors() && handle.continueReading());
            } catch (Throwable e) {
                failure = e;
            }
            if (ended) {
                return true;
            }
            handle.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                pipeline().fireExceptionCaught(failure);
                if (failure instanceof IOException) {
                    close(voidPromise());
                }
            }
            stopReadingIfEnough();
            return false;
        }
    }
}
