package dev.pollux.internal.epoll;

import dev.pollux.FileSource;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.internal.readiness.BackendSockets;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.UnixAddress;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
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
        return new EpollListener(open(Family.forIp()));
    }

    @Override
    public StreamListener listener(StandardProtocolFamily family) throws IOException {
        return new EpollListener(open(known(family)));
    }

    private static LinuxStreamListener open(Family family) throws IOException {
        LinuxStreamListener listener = LinuxStreamListener.open(family);
        try {
            if (family != Family.UNIX) {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true); // as the JDK's are on Unix systems
            }
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public UdpSocket udp() throws IOException {
        return udp(Family.forIp());
    }

    @Override
    public UdpSocket udp(StandardProtocolFamily family) throws IOException {
        return udp(known(family));
    }

    private static UdpSocket udp(Family family) throws IOException {
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(family);
        try {
            return new EpollDatagramSocket(socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** Linux's family of that name, if it is to be had here. */
    private static Family known(StandardProtocolFamily family) throws IOException {
        return switch (family) {
            case UNIX -> Family.UNIX;
            case INET -> Family.INET;
            case INET6 -> {
                if (Family.forIp() == Family.INET) {
                    throw new UnsupportedOperationException("no socket of family INET6: the system has no IPv6, or"
                            + " java.net.preferIPv4Stack is set, which leaves IPv4 only");
                }
                yield Family.INET6;
            }
        };
    }

    @Override
    public AbstractStreamSocket stream(SocketAddress remote) throws IOException {
        LinuxStreamSocket socket = LinuxStreamSocket.open(Family.forIp(remote));
        try {
            return new EpollSocket(socket, true);
        } catch (Throwable e) { // no memory
            socket.close();
            throw e;
        }
    }

    @Override
    public StreamSocket connect(SocketAddress remote) throws IOException {
        LinuxStreamSocket socket = LinuxStreamSocket.open(Family.forIp(remote));
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

    @Override
    public BlockingFile file(Path path, FileOptions options) throws IOException {
        return new EpollFileSource(path, options);
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
    public StreamSocket adoptStream(OpenDescriptor socket) throws IOException {
        if (!(socket instanceof LinuxStreamSocket stream)) {
            throw new IllegalArgumentException("not a stream socket of Linux's: " + socket);
        }
        LinuxStreamSocket lent = stream.lend();
        try {
            return new EpollSocket(lent, false);
        } catch (Throwable e) { // no memory
            lent.close();
            throw e;
        }
    }

    @Override
    public OpenDescriptor handOver(StreamSocket socket) throws IOException {
        return ((EpollSocket) socket).descriptor().handOver();
    }

    @Override
    public StreamListener adoptListener(int fd) throws IOException {
        return EpollListener.adopted(LinuxStreamListener.adopt(fd));
    }

    @Override
    public StreamListener adoptListener(OpenDescriptor listener) throws IOException {
        if (!(listener instanceof LinuxStreamListener its)) {
            throw new IllegalArgumentException("not a listener of Linux's: " + listener);
        }
        LinuxStreamListener lent = its.lend();
        try {
            return EpollListener.adopted(lent);
        } catch (Throwable e) { // no memory
            lent.close();
            throw e;
        }
    }

    @Override
    public UdpSocket adoptUdp(int fd) throws IOException {
        return EpollDatagramSocket.adopted(LinuxDatagramSocket.adopt(fd));
    }

    @Override
    public FileSource adoptFile(int fd) throws IOException {
        return new EpollFileSource(LinuxFile.adopt(fd));
    }

    @Override
    public FileSource sourceOf(OpenFile file) {
        return file instanceof LinuxFile its ? new EpollFileSource(its) : null;
    }
}
