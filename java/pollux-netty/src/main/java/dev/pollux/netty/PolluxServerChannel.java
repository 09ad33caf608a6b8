package dev.pollux.netty;

import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.NativeAddress;
import dev.pollux.netty.internal.completion.Departure;
import dev.pollux.netty.internal.socket.ChannelSocket;
import dev.pollux.netty.internal.socket.ChannelSockets;
import dev.pollux.netty.internal.socket.LinuxChannelSocket;
import dev.pollux.system.OpenDescriptor;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A channel that accepts others. */
abstract class PolluxServerChannel extends PolluxChannel implements ServerChannel {
    private final ChannelSocket.Listener listener;
    private final Queue<Accepted> kept = new ConcurrentLinkedQueue<>(); // accepted since it has left its loop
    private Departure departure; // of what accepts on a loop of completions, or has until lately. Null elsewhere
    private NativeAddress peer; // on a loop that tells when somebody is there

    private record Accepted(OpenDescriptor connection, SocketAddress remote) {}

    /** A channel that there is on Linux only. */
    PolluxServerChannel(LinuxStreamListener listener) {
        this(new LinuxChannelSocket.OfListener(listener));
    }

    PolluxServerChannel(ChannelSocket.Listener listener) {
        super(null, listener, 0);
        this.listener = listener;
    }

    /** Makes the channel of an accepted connection. It owns the socket from then on. */
    abstract Channel newChild(ChannelSocket.Stream socket, SocketAddress remote) throws Exception;

    /** How many connections may wait to be accepted. */
    abstract int backlog();

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        beforeListen();
        listener.listen(backlog());
        activate();
        link.arm();
    }

    /** Sets what is set on a bound socket that does not listen yet. */
    void beforeListen() throws Exception {}

    @Override
    protected SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected ServerUnsafe newUnsafe() {
        return new ServerUnsafe();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        throw new UnsupportedOperationException("a listener sends nothing");
    }

    @Override
    protected Object filterOutboundMessage(Object message) {
        throw new UnsupportedOperationException("a listener sends nothing");
    }

    @Override
    protected void doClose() throws Exception {
        super.doClose();
        dropKept();
        Departure left = departure;
        if (left != null) {
            left.closed();
            left.whenOver(this::dropKept);
        }
    }

    private void dropKept() {
        Accepted next;
        while ((next = kept.poll()) != null) {
            next.connection().close();
        }
    }

    /** The loop that it has left accepts no more by then, and what it has accepted until then is told here. */
    @Override
    void arm() {
        Departure old = departure;
        if (old == null) {
            super.arm();
            return;
        }
        armAfter(old, () -> {
            departure = null;
            ((ServerUnsafe) unsafe()).tellKept();
        });
    }

    @Override
    protected void doBeginRead() {
        super.doBeginRead();
        if (!kept.isEmpty()) {
            eventLoop().execute(((ServerUnsafe) unsafe())::tellKept); // not within the program's own call
        }
    }

    /** What Netty calls of a listener, and what its event loop tells it. */
    class ServerUnsafe extends PolluxUnsafe {
        // ---- What completions know of it, if they accept: AcceptingListener ----

        public final void acceptBy(Departure its) {
            departure = its;
        }

        /** What comes while it has no loop is told on its next one. */
        public final void accepted(OpenDescriptor connection, SocketAddress remote) {
            Accepted accepted = new Accepted(connection, remote);
            if (!PolluxServerChannel.this.isOpen()) {
                connection.close();
            } else if (eventLoop().inEventLoop() && link.registration() != null) {
                tell(accepted);
            } else {
                kept.add(accepted);
            }
        }

        private void tellKept() {
            Accepted next;
            while ((readPending || config().isAutoRead()) && isRegistered() && (next = kept.poll()) != null) {
                tell(next);
            }
        }

        private void tell(Accepted accepted) {
            RecvByteBufAllocator.ExtendedHandle handle = reading();
            handle.reset(config());
            handle.attemptedBytesRead(1);
            handle.lastBytesRead(1);
            handle.incMessagesRead(1);
            readPending = false;
            Throwable failure = null;
            try {
                pipeline().fireChannelRead(child(accepted.connection(), accepted.remote()));
            } catch (Throwable e) {
                failure = e;
            }
            ended(handle, failure);
        }

        public final void notAccepted(Throwable failure) {
            RecvByteBufAllocator.ExtendedHandle handle = reading();
            handle.reset(config());
            handle.lastBytesRead(-1);
            ended(handle, failure);
        }

        @Override
        public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("a listener does not connect"));
        }

        @Override
        void readable() {
            RecvByteBufAllocator.ExtendedHandle handle = reading();
            handle.reset(config());
            Throwable failure = null;
            try {
                acceptAll(handle);
            } catch (Throwable e) {
                failure = e;
            }
            ended(handle, failure);
        }

        private void ended(RecvByteBufAllocator.ExtendedHandle handle, Throwable failure) {
            handle.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                // Too many descriptors, most likely. ServerBootstrap turns autoRead off for a second at this.
                pipeline().fireExceptionCaught(failure);
            }
            stopReadingIfEnough();
        }

        private void acceptAll(RecvByteBufAllocator.ExtendedHandle handle) throws Exception {
            LinuxStreamListener linux = (LinuxStreamListener) listener.descriptor();
            if (peer == null) {
                peer = new NativeAddress();
            }
            do {
                handle.attemptedBytesRead(1);
                LinuxStreamSocket accepted = linux.accept(peer);
                handle.lastBytesRead(accepted == null ? -1 : 1);
                if (accepted == null) {
                    return;
                }
                handle.incMessagesRead(1);
                readPending = false;
                pipeline().fireChannelRead(child(accepted, peer.get()));
            } while (handle.continueReading() && isOpen());
        }

        private Channel child(OpenDescriptor accepted, SocketAddress remote) throws Exception {
            try {
                return newChild(ChannelSockets.of(accepted), remote);
            } catch (Throwable e) {
                accepted.close();
                throw e;
            }
        }
    }
}
