package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.netty.internal.completion.DatagramTransfers;
import dev.pollux.netty.internal.completion.TransferredDatagrams;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
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
public final class PolluxDatagramChannel extends MulticastChannel {
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
        super(socket);
        datagrams = socket;
        linux = socket.descriptor() instanceof LinuxDatagramSocket its ? its : null;
        config = new PolluxDatagramChannelConfig(this, socket);
        reader = linux == null ? null : new DatagramReader(this);
        writer = linux == null ? null : new DatagramWriter(this);
    }

    @Override
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
        if (transfers != null) {
            transfers.departure().closed();
        }
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
        armAfter(old.departure(), () -> transfers = null);
    }

    int writesATurn() {
        return maxMessagesPerWrite();
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        return OutboundDatagram.of(message, alloc(), linux != null);
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
}
