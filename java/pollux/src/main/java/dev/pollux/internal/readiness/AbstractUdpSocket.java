package dev.pollux.internal.readiness;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.util.Objects;

/** What the UDP sockets of all backends have in common. */
public abstract class AbstractUdpSocket extends AbstractPollableSocket implements UdpSocket {
    public AbstractUdpSocket() {}

    @Override
    public final void bind(InetSocketAddress address) throws IOException {
        checkAddress(address);
        synchronized (lock) {
            if (localAddress() != null) {
                throw Refusals.alreadyBound(this);
            }
            bindTo(address);
        }
    }

    public abstract void bindTo(InetSocketAddress address) throws IOException;

    @Override
    public final void connect(InetSocketAddress remote) throws IOException {
        checkTarget(remote);
        synchronized (lock) {
            if (remoteAddress() != null) {
                throw new AlreadyConnectedException();
            }
            connectTo(remote);
        }
    }

    public abstract void connectTo(InetSocketAddress remote) throws IOException;

    public static void checkTarget(SocketAddress to) throws SocketException {
        checkAddress(to);
        if (!(to instanceof InetSocketAddress inet)) {
            throw Refusals.unsupported("a datagram can't be sent to " + to + ": a host and a port are needed");
        }
        if (inet.getPort() == 0) {
            throw new SocketException("nobody is at port 0: " + to);
        }
    }

    @Override
    public final void disconnect() throws IOException {
        synchronized (lock) {
            if (remoteAddress() != null) { // which tells if it is closed
                disconnectFromPeer();
            }
        }
    }

    public abstract void disconnectFromPeer() throws IOException;

    @Override
    public abstract InetSocketAddress remoteAddress() throws IOException;

    @Override
    public abstract boolean receive(ByteBuffer buffer) throws IOException;

    @Override
    public abstract InetSocketAddress sender();

    @Override
    public abstract boolean isTruncated();

    @Override
    public abstract boolean send(ByteBuffer buffer) throws IOException;

    @Override
    public abstract boolean send(ByteBuffer buffer, SocketAddress to) throws IOException;

    @Override
    public abstract long droppedDatagrams() throws IOException;

    @Override
    public final void join(InetAddress group, NetworkInterface network) throws IOException {
        checkGroup(group, network);
        checkOpen();
        joinGroup(group, network);
    }

    public abstract void joinGroup(InetAddress group, NetworkInterface network) throws IOException;

    private static void checkGroup(InetAddress group, NetworkInterface network) {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(network, "network");
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not a multicast address: " + group);
        }
    }

    @Override
    public final void leave(InetAddress group, NetworkInterface network) throws IOException {
        checkGroup(group, network);
        checkOpen();
        leaveGroup(group, network);
    }

    public abstract void leaveGroup(InetAddress group, NetworkInterface network) throws IOException;

    public static IOException notJoined(InetAddress group, NetworkInterface network) {
        return new IOException("not joined: " + group + " on " + network);
    }

    @Override
    public int receive(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        throw noMemory("receive(long, int)");
    }

    @Override
    public boolean send(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        throw noMemory("send(long, int)");
    }

    @Override
    public boolean send(long address, int length, SocketAddress to) throws IOException {
        BufferChecks.checkMemory(address, length);
        Objects.requireNonNull(to, "to");
        throw noMemory("send(long, int, SocketAddress)");
    }

    private UnsupportedOperationException noMemory(String call) {
        return Capability.NATIVE_MEMORY.refusal(backend(), call);
    }
}
