package dev.pollux.netty;

import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.NativeAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import java.net.SocketAddress;

/** A channel that accepts others. */
abstract class PolluxServerChannel extends PolluxChannel implements ServerChannel {
    private final LinuxStreamListener listener;
    private final NativeAddress peer = new NativeAddress();

    PolluxServerChannel(LinuxStreamListener listener) {
        super(null, listener, 0);
        this.listener = listener;
    }

    /** Makes the channel of an accepted connection. It owns the socket from then on. */
    abstract Channel newChild(LinuxStreamSocket socket, SocketAddress remote) throws Exception;

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
    protected PolluxUnsafe newUnsafe() {
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

    private final class ServerUnsafe extends PolluxUnsafe {
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
            handle.readComplete();
            pipeline().fireChannelReadComplete();
            if (failure != null) {
                // Too many descriptors, most likely. ServerBootstrap turns autoRead off for a second at this.
                pipeline().fireExceptionCaught(failure);
            }
            stopReadingIfEnough();
        }

        private void acceptAll(RecvByteBufAllocator.ExtendedHandle handle) throws Exception {
            do {
                handle.attemptedBytesRead(1);
                LinuxStreamSocket accepted = listener.accept(peer);
                handle.lastBytesRead(accepted == null ? -1 : 1);
                if (accepted == null) {
                    return;
                }
                handle.incMessagesRead(1);
                readPending = false;
                pipeline().fireChannelRead(child(accepted));
            } while (handle.continueReading() && isOpen());
        }

        private Channel child(LinuxStreamSocket accepted) throws Exception {
            try {
                return newChild(accepted, peer.get());
            } catch (Throwable e) {
                accepted.close();
                throw e;
            }
        }
    }
}
