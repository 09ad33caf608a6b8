package dev.pollux.frameworks.reactor;

import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

/** Reactor Netty's event loops and channels on Pollux: {@code HttpServer.create().runOn(new PolluxLoops(threads))}. */
public final class PolluxLoops implements LoopResources {
    private final EventLoopGroup group;

    /** @param threads the number of loops, each with a thread */
    public PolluxLoops(int threads) {
        group = new MultiThreadIoEventLoopGroup(threads, LoopThread::new, PolluxIoHandler.newFactory());
    }

    /** Reactor refuses to block such a thread. */
    private static final class LoopThread extends FastThreadLocalThread implements NonBlocking {
        LoopThread(Runnable loop) {
            super(loop, "pollux");
            setDaemon(true);
        }
    }

    @Override
    public boolean daemon() {
        return true;
    }

    /** Clients get it, too, and what accepts. */
    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return group;
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        return type.cast(Kind.of(type).opened.get());
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
        return Kind.of(type).channel.asSubclass(type);
    }

    private enum Kind {
        CONNECTION(SocketChannel.class, PolluxSocketChannel.class, PolluxSocketChannel::new),
        LISTENER(ServerSocketChannel.class, PolluxServerSocketChannel.class, PolluxServerSocketChannel::new),
        DATAGRAMS(DatagramChannel.class, PolluxDatagramChannel.class, PolluxDatagramChannel::new),
        UNIX_CONNECTION(DomainSocketChannel.class, PolluxDomainSocketChannel.class, PolluxDomainSocketChannel::new),
        UNIX_LISTENER(
                ServerDomainSocketChannel.class,
                PolluxServerDomainSocketChannel.class,
                PolluxServerDomainSocketChannel::new);

        private final Class<? extends Channel> asked;
        private final Class<? extends Channel> channel;
        private final Supplier<Channel> opened;

        Kind(Class<? extends Channel> asked, Class<? extends Channel> channel, Supplier<Channel> opened) {
            this.asked = asked;
            this.channel = channel;
            this.opened = opened;
        }

        static Kind of(Class<?> type) {
            for (Kind kind : values()) {
                if (kind.asked == type) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("Pollux has no channel of this type: " + type);
        }
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.create(
                ended -> group.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .addListener(future -> ended.success()));
    }

    @Override
    public boolean isDisposed() {
        return group.isShuttingDown();
    }
}
