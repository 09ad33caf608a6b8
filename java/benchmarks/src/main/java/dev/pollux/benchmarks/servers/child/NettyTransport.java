package dev.pollux.benchmarks.servers.child;

import dev.pollux.Backend;
import dev.pollux.netty.Pollux;
import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The classes of each of Netty's transports, and of Pollux's. */
enum NettyTransport {
    NETTY_NIO(NioServerSocketChannel.class, NioServerDomainSocketChannel.class, NioDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        SocketAddress unixAddress(String path) {
            return UnixDomainSocketAddress.of(path);
        }
    },
    NETTY_EPOLL(EpollServerSocketChannel.class, EpollServerDomainSocketChannel.class, EpollDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        Throwable unavailable() {
            return Epoll.unavailabilityCause();
        }
    },
    NETTY_IO_URING(
            IoUringServerSocketChannel.class, IoUringServerDomainSocketChannel.class, IoUringDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }

        @Override
        Throwable unavailable() {
            return IoUring.unavailabilityCause();
        }
    },
    NETTY_POLLUX_EPOLL(
            PolluxServerSocketChannel.class, PolluxServerDomainSocketChannel.class, PolluxDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return PolluxIoHandler.newFactory(Backend.EPOLL);
        }

        @Override
        Throwable unavailable() {
            return Pollux.unavailabilityCause();
        }
    },
    NETTY_POLLUX_IO_URING(
            PolluxServerSocketChannel.class, PolluxServerDomainSocketChannel.class, PolluxDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return PolluxIoHandler.newFactory(Backend.IO_URING);
        }

        @Override
        Throwable unavailable() {
            return Pollux.unavailabilityCause();
        }
    },
    NETTY_POLLUX_EMULATED(
            PolluxServerSocketChannel.class, PolluxServerDomainSocketChannel.class, PolluxDatagramChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return PolluxIoHandler.newFactory(Backend.EMULATED);
        }

        @Override
        Throwable unavailable() {
            return Pollux.unavailabilityCause();
        }
    };

    final Class<? extends ServerChannel> tcp;
    final Class<? extends ServerChannel> unix;
    final Class<? extends DatagramChannel> udp;

    NettyTransport(
            Class<? extends ServerChannel> tcp,
            Class<? extends ServerChannel> unix,
            Class<? extends DatagramChannel> udp) {
        this.tcp = tcp;
        this.unix = unix;
        this.udp = udp;
    }

    abstract IoHandlerFactory handlers();

    /** {@return why it can't be used here, or null} */
    Throwable unavailable() {
        return null;
    }

    SocketAddress unixAddress(String path) {
        return new DomainSocketAddress(path);
    }
}
