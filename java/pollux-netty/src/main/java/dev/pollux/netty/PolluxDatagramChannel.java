package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.netty.internal.completion.DatagramTransfers;
import dev.pollux.netty.internal.completion.TransferredDatagrams;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.internal.StringUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * A UDP socket on Pollux, for an event loop of {@link PolluxIoHandler}. It sends many datagrams a call. It receives many a call once
 * {@link PolluxChannelOption#MAX_DATAGRAM_PAYLOAD_SIZE} says how long they are. A {@link SegmentedDatagramPacket} is cut into many by the
 * system. On Windows one is received at a time, and no packet is segmented.
 *
 * <p>May be made by any thread. Netty's own rules say which methods may be called from which.
 *
 * <pre>{@code
 * new Bootstrap()
 *         .group(new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory()))
 *         .channel(PolluxDatagramChannel.class)
 *         .handler(handler) // gets DatagramPackets
 *         .bind(5353);
 * }</pre>
 */
@SuppressWarnings("exports") // its superclass has nothing that Netty's own interfaces have not
public final class PolluxDatagramChannel extends PolluxChannel implements DatagramChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

    private final ChannelSocket.Datagrams datagrams;
    private final LinuxDatagramSocket linux; // null on Windows
    private final PolluxDatagramChannelConfig config;
    private final DatagramReader reader; // this one and the next are null on Windows
    private final DatagramWriter writer;
    private final Queue<DatagramPacket> arrivals = new ArrayDeque<>(0);
    private DatagramTransfers transfers; // what moves them on a loop of IOCP, or has until lately
    private volatile boolean connected;

    /**
     * Opens a socket that is not bound, for IPv6 and IPv4 as far as the system and the JVM have both.
     *
     * @throws io.netty.channel.ChannelException if the system refuses
     */
    public PolluxDatagramChannel() {
        this((SocketProtocolFamily) null);
    }

    /**
     * Opens a socket that is not bound.
     *
     * @param family the family of its addresses, or null for IPv6 and IPv4
     * @throws io.netty.channel.ChannelException if the system refuses
     */
    public PolluxDatagramChannel(SocketProtocolFamily family) {
        this(ChannelSockets.openDatagrams(family));
    }

    private PolluxDatagramChannel(ChannelSocket.Datagrams socket) {
        super(null, socket, 0);
        datagrams = socket;
        linux = socket.descriptor() instanceof LinuxDatagramSocket its ? its : null;
        config = new PolluxDatagramChannelConfig(this, socket);
        reader = linux == null ? null : new DatagramReader(this);
        writer = linux == null ? null : new DatagramWriter(this);
    }

    ChannelSocket.Datagrams datagrams() {
        return datagrams;
    }

    /** {@return its socket, where it is one of Linux's} A loop that tells when it is ready is on Linux. */
    LinuxDatagramSocket linux() {
        return linux;
    }

    @Override
    public PolluxDatagramChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    /** With the option DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION it need not be bound: the first send binds it. */
    @Override
    public boolean isActive() {
        return isOpen() && (super.isActive() || config.isActiveOnRegistration() && isRegistered());
    }

    @Override
    boolean hasEvents() {
        return true; // unlike a stream, it does not report a hang-up before it is connected
    }

    @Override
    public boolean isConnected() {
        return connected;
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
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        activate();
        lookForArrivals();
    }

    /** It is bound now, and Windows receives nothing before. */
    private void lookForArrivals() {
        if (transfers != null) {
            transfers.receive();
        }
    }

    @Override
    protected void doDisconnect() throws Exception {
        datagrams.disconnect();
        connected = false;
        keepRemoteAddress(null);
        keepLocalAddress(); // the system takes it away, if nobody has bound it
    }

    @Override
    protected void doClose() throws Exception {
        super.doClose();
        connected = false;
        DatagramPacket packet;
        while ((packet = arrivals.poll()) != null) {
            packet.release();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
        if (linux != null) {
            writer.write(out);
        } else if (transfers == null || transfers.isLeaving()) {
            link.want(Epoll.OUT); // until these, or the next ones, have begun
        } else {
            transfers.write(out);
        }
    }

    /** What was under way when it left its loop comes to its end first. On Windows it is back on the same loop. */
    @Override
    void arm() {
        DatagramTransfers old = transfers;
        if (old == null) {
            super.arm();
            return;
        }
        IoRegistration current = link.registration();
        old.whenOver(() -> {
            if (link.registration() == current && isOpen()) {
                transfers = null;
                super.arm();
            }
        });
    }

    int writesATurn() {
        return maxMessagesPerWrite();
    }

    @Override
    @SuppressWarnings("unchecked") // its content and its recipient are looked at
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof SegmentedDatagramPacket packet) {
            if (linux == null) {
                throw new UnsupportedOperationException(
                        "a SegmentedDatagramPacket is cut by Linux only: send each part as a DatagramPacket on Windows");
            }
            checkResolved(packet.recipient());
            ByteBuf content = packet.content();
            return Direct.isOnePiece(content)
                    ? message
                    : new SegmentedDatagramPacket(
                            Direct.onePiece(content, alloc()), packet.segmentSize(), packet.recipient());
        }
        if (message instanceof DatagramPacket packet) {
            checkResolved(packet.recipient());
            ByteBuf content = packet.content();
            return Direct.isOnePiece(content)
                    ? message
                    : new DatagramPacket(Direct.onePiece(content, alloc()), packet.recipient());
        }
        if (message instanceof ByteBuf buffer) {
            return Direct.isOnePiece(buffer) ? buffer : Direct.onePiece(buffer, alloc());
        }
        if (message instanceof AddressedEnvelope<?, ?> envelope
                && envelope.content() instanceof ByteBuf content
                && (envelope.recipient() == null || envelope.recipient() instanceof InetSocketAddress)) {
            checkResolved(envelope.recipient());
            InetSocketAddress to = (InetSocketAddress) envelope.recipient();
            return Direct.isOnePiece(content)
                    ? message
                    : new DefaultAddressedEnvelope<>(Direct.onePiece(content, alloc()), to);
        }
        throw new UnsupportedOperationException(
                "a datagram socket sends a DatagramPacket, an AddressedEnvelope of a ByteBuf, or, if connected, a ByteBuf, not a "
                        + StringUtil.simpleClassName(message));
    }

    @Override
    protected PolluxUnsafe newUnsafe() {
        return new DatagramUnsafe();
    }

    private final class DatagramUnsafe extends PolluxUnsafe implements TransferredDatagrams {
        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            if (!promise.setUncancellable() || !ensureOpen(promise)) {
                return;
            }
            boolean wasActive = isActive();
            try {
                checkResolved(from);
                checkResolved(to);
                if (from != null) {
                    doBind(from);
                }
                datagrams.connect(to);
                connected = true;
                keepLocalAddress();
                keepRemoteAddress(to);
                activate();
                lookForArrivals();
            } catch (Throwable e) {
                promise.tryFailure(annotateConnectException(e, to));
                closeIfClosed();
                return;
            }
            boolean isActive = isActive(); // a listener of the promise may close the channel
            promise.trySuccess();
            if (!wasActive && isActive) {
                pipeline().fireChannelActive();
            }
        }

        @Override
        void readable() {
            reader.read();
        }

        /** What was flushed just before the close goes first: elsewhere the flush itself has sent it. */
        @Override
        protected Executor prepareToClose() {
            DatagramTransfers moving = transfers;
            if (moving == null || !moving.isSending()) {
                return null;
            }
            stopReading();
            return moving::whenSent;
        }

        // ---- What completions know of it ----

        @Override
        public DatagramChannel channel() {
            return PolluxDatagramChannel.this;
        }

        @Override
        public LoopLink link() {
            return link;
        }

        @Override
        public Queue<DatagramPacket> arrivals() {
            return arrivals;
        }

        @Override
        public int room() {
            return config.getMaxDatagramPayloadSize();
        }

        @Override
        public int writesATurn() {
            return PolluxDatagramChannel.this.writesATurn();
        }

        @Override
        public void transferBy(DatagramTransfers newTransfers) {
            transfers = newTransfers;
            link.drop(Epoll.OUT);
            flushNow();
        }
    }

    // ---- Multicast ----

    @Override
    public ChannelFuture joinGroup(InetAddress group) {
        return joinGroup(group, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.join(this, group, Multicast.network(this), null));
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface network) {
        return joinGroup(group, network, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(InetSocketAddress group, NetworkInterface network, ChannelPromise promise) {
        return joinGroup(group.getAddress(), network, null, promise);
    }

    @Override
    public ChannelFuture joinGroup(InetAddress group, NetworkInterface network, InetAddress source) {
        return joinGroup(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture joinGroup(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.join(this, group, network, source));
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group) {
        return leaveGroup(group, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.leave(this, group, Multicast.network(this), null));
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface network) {
        return leaveGroup(group, network, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(InetSocketAddress group, NetworkInterface network, ChannelPromise promise) {
        return leaveGroup(group.getAddress(), network, null, promise);
    }

    @Override
    public ChannelFuture leaveGroup(InetAddress group, NetworkInterface network, InetAddress source) {
        return leaveGroup(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture leaveGroup(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.leave(this, group, network, source));
    }

    @Override
    public ChannelFuture block(InetAddress group, NetworkInterface network, InetAddress source) {
        return block(group, network, source, newPromise());
    }

    @Override
    public ChannelFuture block(
            InetAddress group, NetworkInterface network, InetAddress source, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.block(this, group, network, source));
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source) {
        return block(group, source, newPromise());
    }

    @Override
    public ChannelFuture block(InetAddress group, InetAddress source, ChannelPromise promise) {
        return Multicast.change(this, promise, () -> Multicast.block(this, group, Multicast.network(this), source));
    }
}
