package dev.pollux.netty;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.LinuxSocket;
import dev.pollux.netty.internal.completion.Departure;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.loop.Ready;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.LinuxChannelSocket;
import dev.pollux.system.OpenDescriptor;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;

/** What every channel of this transport has: a socket, its membership of an event loop, its addresses, its end. */
abstract class PolluxChannel extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    final LoopLink link;

    private final ChannelSocket socket;
    private volatile boolean active;
    private volatile SocketAddress local;
    private volatile SocketAddress remote;

    /** A channel that there is on Linux only. */
    PolluxChannel(Channel parent, LinuxSocket socket, int interestAtFirst) {
        this(parent, new LinuxChannelSocket(socket), interestAtFirst);
    }

    PolluxChannel(Channel parent, ChannelSocket socket, int interestAtFirst) {
        super(parent);
        this.socket = socket;
        link = new LoopLink(interestAtFirst, Epoll.OUT);
    }

    ChannelSocket socket() {
        return socket;
    }

    /** From now on the channel is active: bound and listening, or connected. */
    final void activate() {
        active = true;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected abstract PolluxUnsafe newUnsafe();

    final PolluxUnsafe ours() {
        return (PolluxUnsafe) unsafe();
    }

    // ---- Addresses, which are still known once the channel is closed ----

    @Override
    protected SocketAddress localAddress0() {
        return local;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return remote;
    }

    final void keepLocalAddress() throws IOException {
        local = socket.localAddress();
    }

    final void keepRemoteAddress(SocketAddress address) {
        remote = address;
    }

    static void checkResolved(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        checkResolved(address);
        socket.bind(address);
        keepLocalAddress();
    }

    // ---- The event loop ----

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof IoEventLoop ioLoop
                && ioLoop.isCompatible(unsafe().getClass().asSubclass(IoHandle.class));
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        ((IoEventLoop) eventLoop()).register(ours()).addListener((Future<IoRegistration> registered) -> {
            if (!registered.isSuccess()) {
                promise.setFailure(registered.cause());
                return;
            }
            link.attach(registered.getNow());
            try {
                if (hasEvents()) {
                    arm();
                }
            } catch (Throwable e) {
                link.detach(); // Netty closes the channel, and takes it for one that never had a loop
                promise.setFailure(e);
                return;
            }
            promise.setSuccess();
        });
    }

    /** From now on the channel's new loop is told what it wants. */
    void arm() {
        link.arm();
    }

    /**
     * The same, once what was under way on the loop that it has left has ended: nothing overtakes that.
     *
     * @param settle what comes first then. On the thread of the new loop
     */
    final void armAfter(Departure old, Runnable settle) {
        EventLoop loop = eventLoop();
        IoRegistration current = link.registration();
        Runnable task = () -> {
            if (link.registration() == current && isOpen()) { // else it has left this loop, too
                settle.run();
                link.arm();
            }
        };
        old.whenOver(() -> {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException e) {
                // The loop has ended meanwhile, and closes the channel.
            }
        });
    }

    /** {@return true if the system has something to tell of the socket} */
    boolean hasEvents() {
        return active;
    }

    @Override
    protected void doDeregister() {
        link.detach();
    }

    @Override
    protected void doBeginRead() {
        ours().readPending = true;
        link.want(Epoll.IN);
    }

    /** The program has turned autoRead off. May be called from any thread. */
    final void autoReadCleared() {
        if (!isRegistered()) {
            return;
        }
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            ours().stopReading();
        } else {
            loop.execute(() -> {
                if (!ours().readPending && !config().isAutoRead()) {
                    ours().stopReading();
                }
            });
        }
    }

    @Override
    protected void doDisconnect() throws Exception {
        doClose();
    }

    @Override
    protected void doClose() throws Exception {
        active = false;
        // A descriptor that nobody else knows leaves epoll with its close. That spares a call.
        if (!socket.isShared()) {
            socket.close();
        }
        try {
            leaveLoop();
        } finally {
            socket.close();
        }
    }

    /** Netty may force a channel's close on another thread. */
    private void leaveLoop() {
        if (!isRegistered()) {
            return;
        }
        EventLoop loop = eventLoop();
        if (loop.inEventLoop()) {
            link.detach();
            return;
        }
        try {
            loop.execute(link::detach);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and what was registered with it has left.
        }
    }

    /** What Netty calls of a channel, and what its event loop tells it. */
    abstract class PolluxUnsafe extends AbstractUnsafe implements LoopHandle {
        /** True if the program has asked to read, and has got nothing yet. */
        boolean readPending;

        @Override
        public OpenDescriptor descriptor() {
            return socket.descriptor();
        }

        public final ChannelSocket channelSocket() {
            return socket;
        }

        @Override
        public void close() {
            close(voidPromise());
        }

        /** The order is the promise: a connect ends, or a write goes on, before data, and data before the end of it. */
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            int flags = ((Ready) event).flags();
            if ((flags & (Epoll.OUT | Epoll.ERR)) != 0) {
                writable();
            }
            if ((flags & (Epoll.IN | Epoll.ERR | Epoll.HUP)) != 0 && isActive()) {
                readable();
            }
            if ((flags & Epoll.RDHUP) != 0 && isActive()) {
                endReached();
            }
        }

        /** The socket takes more, or has failed. */
        void writable() {
            flushNow();
        }

        /** There is something to read, or an error. */
        abstract void readable();

        /** The peer has shut its sending half. */
        void endReached() {}

        /** What waits for the system to take more is not flushed again before it does. */
        @Override
        protected final void flush0() {
            if (!link.wants(Epoll.OUT)) {
                super.flush0();
            }
        }

        public final void flushNow() {
            super.flush0();
        }

        /** {@return what says how much to read, and learns how much there was} */
        public final RecvByteBufAllocator.ExtendedHandle reading() {
            return (RecvByteBufAllocator.ExtendedHandle) recvBufAllocHandle();
        }

        public final void gotMessage() {
            readPending = false;
        }

        public final void stopReadingIfEnough() {
            if (!readPending && !config().isAutoRead()) {
                stopReading();
            }
        }

        final void stopReading() {
            readPending = false;
            try {
                link.drop(Epoll.IN);
            } catch (RuntimeException e) {
                pipeline().fireExceptionCaught(e);
                close(voidPromise());
            }
        }
    }
}
