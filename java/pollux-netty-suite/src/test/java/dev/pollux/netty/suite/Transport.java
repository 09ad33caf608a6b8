package dev.pollux.netty.suite;

import dev.pollux.Backend;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapComboFactory;
import io.netty.testsuite.transport.TestsuitePermutation.BootstrapFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The transports that Netty's tests run on. One of them is the run's: {@code -Dpollux.netty.transport}. */
enum Transport {
    POLLUX(PolluxIoHandler::newFactory, PolluxServerSocketChannel.class, PolluxSocketChannel.class),
    IO_URING(
            () -> PolluxIoHandler.newFactory(Backend.IO_URING),
            PolluxServerSocketChannel.class,
            PolluxSocketChannel.class),
    EMULATED(
            () -> PolluxIoHandler.newFactory(Backend.EMULATED),
            PolluxServerSocketChannel.class,
            PolluxSocketChannel.class),
    EPOLL(EpollIoHandler::newFactory, EpollServerSocketChannel.class, EpollSocketChannel.class),
    NIO(NioIoHandler::newFactory, NioServerSocketChannel.class, NioSocketChannel.class);

    static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** The one that this run is about. */
    static final Transport TESTED =
            valueOf(System.getProperty("pollux.netty.transport", "pollux").toUpperCase(Locale.ROOT));

    static {
        // Where a connect is to time out, nobody is asked outside of this machine.
        FullListener.name();
    }

    private final Supplier<IoHandlerFactory> handlers;
    private final Class<? extends ServerChannel> server;
    private final Class<? extends SocketChannel> client;
    private EventLoopGroup group;

    Transport(
            Supplier<IoHandlerFactory> handlers,
            Class<? extends ServerChannel> server,
            Class<? extends SocketChannel> client) {
        this.handlers = handlers;
        this.server = server;
        this.client = client;
    }

    /** {@return true if an event loop of the tested one runs here} io_uring may be forbidden. */
    static boolean isHere() {
        try {
            TESTED.group();
            return true;
        } catch (IllegalStateException | UnsupportedOperationException | ChannelException e) {
            return false;
        }
    }

    /** {@return true if its channels are Pollux's} */
    boolean isPollux() {
        return server == PolluxServerSocketChannel.class;
    }

    Class<? extends ServerChannel> server() {
        return server;
    }

    Class<? extends SocketChannel> client() {
        return client;
    }

    IoHandlerFactory handlers() {
        return handlers.get();
    }

    synchronized EventLoopGroup group() {
        if (group == null) {
            group = new MultiThreadIoEventLoopGroup(
                    4, new DefaultThreadFactory("suite-" + name(), true), handlers.get());
        }
        return group;
    }

    BootstrapFactory<ServerBootstrap> servers() {
        return () -> new ServerBootstrap().group(group()).channel(server);
    }

    BootstrapFactory<Bootstrap> clients() {
        return () -> new Bootstrap().group(group()).channel(client);
    }

    /**
     * The tested transport with itself, and each way with Netty's nio: what is wrong on both sides alike is seen so, too. In a Windows
     * JVM under Wine nio itself loses ends and resets, and fails these tests alone.
     */
    static List<BootstrapComboFactory<ServerBootstrap, Bootstrap>> pairs() {
        if (IS_WINDOWS) {
            return List.of(pair(TESTED, TESTED));
        }
        return List.of(pair(TESTED, TESTED), pair(TESTED, NIO), pair(NIO, TESTED));
    }

    static BootstrapComboFactory<ServerBootstrap, Bootstrap> pair(Transport server, Transport client) {
        return new BootstrapComboFactory<>() {
            @Override
            public ServerBootstrap newServerInstance() {
                return server.servers().newInstance();
            }

            @Override
            public Bootstrap newClientInstance() {
                return client.clients().newInstance();
            }
        };
    }
}
