package dev.pollux.internal.epoll;

import dev.pollux.FileSource;
import dev.pollux.internal.readiness.BackendSockets;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.linux.Errno;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.UnixAddress;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** Opens sockets and files by Linux's own calls. */
final class EpollSockets implements BackendSockets {
    @Override
    public StreamListener listener() throws IOException {
        if (IpStack.IS_IPV4_ONLY) {
            return listener(StandardProtocolFamily.INET);
        }
        try {
            return new EpollListener(reusable(openForBoth()));
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return new EpollListener(reusable(LinuxStreamListener.open(Family.INET))); // a system without IPv6
        }
    }

    @Override
    public StreamListener listener(StandardProtocolFamily family) throws IOException {
        IpStack.check(family);
        return new EpollListener(
                switch (family) {
                    case UNIX -> LinuxStreamListener.open(Family.UNIX);
                    case INET -> reusable(LinuxStreamListener.open(Family.INET));
                    case INET6 -> reusable(openForBoth());
                });
    }

    /** As the JDK's listeners are on Unix systems. */
    private static LinuxStreamListener reusable(LinuxStreamListener listener) throws IOException {
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public UdpSocket udp() throws IOException {
        if (IpStack.IS_IPV4_ONLY) {
            return udp(StandardProtocolFamily.INET);
        }
        try {
            return udp(StandardProtocolFamily.INET6);
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return udp(StandardProtocolFamily.INET); // a system without IPv6
        }
    }

    @Override
    public UdpSocket udp(StandardProtocolFamily family) throws IOException {
        IpStack.check(family);
        Family its = family == StandardProtocolFamily.INET ? Family.INET : Family.INET6;
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(its);
        try {
            if (its == Family.INET6) {
                socket.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            }
            return new EpollDatagramSocket(socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** An IPv6 socket that takes IPv4 too, whatever the system's default is (net.ipv6.bindv6only). */
    private static LinuxStreamListener openForBoth() throws IOException {
        LinuxStreamListener listener = LinuxStreamListener.open(Family.INET6);
        try {
            listener.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public StreamSocket connect(SocketAddress remote) throws IOException {
        Family family = Family.of(remote);
        if (family == Family.INET6 && IpStack.IS_IPV4_ONLY) {
            throw Refusals.unsupported("INET", remote);
        }
        LinuxStreamSocket socket = LinuxStreamSocket.open(family);
        try {
            return new EpollSocket(socket, !socket.connect(remote));
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public FileSource file(Path path) throws IOException {
        return new EpollFileSource(LinuxFile.open(path));
    }

    /** An address as other backends have it, where they have it. */
    static SocketAddress portable(SocketAddress address) {
        if (!(address instanceof UnixAddress unix) || unix.isAbstract()) {
            return address;
        }
        return unix.isUnnamed() ? UnixDomainSocketAddress.of("") : UnixDomainSocketAddress.of(unix.path());
    }

    @Override
    public StreamSocket adoptStream(int fd) throws IOException {
        return new EpollSocket(LinuxStreamSocket.adopt(fd), false);
    }

    @Override
    public StreamListener adoptListener(int fd) throws IOException {
        return EpollListener.adopted(LinuxStreamListener.adopt(fd));
    }

    @Override
    public UdpSocket adoptUdp(int fd) throws IOException {
        return EpollDatagramSocket.adopted(LinuxDatagramSocket.adopt(fd));
    }
}
