package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.readiness.AbstractUdpSocket;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.NativeAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;

/** A UDP socket on Linux's own calls. */
final class EpollDatagramSocket extends AbstractUdpSocket implements EpollSource {
    private final LinuxDatagramSocket socket;

    // The receiving thread's own: what a receive has filled, the last sender, and the object that was made of it.
    private NativeAddress from; // made with the first receive: memory of the system's, which some sockets never need
    private NativeAddress lastFrom;
    private InetSocketAddress sender;
    private SenderCache senders; // made for the second one
    private boolean truncated;

    // The sending thread's own: the last address that was sent to, and what the kernel takes for it.
    private SocketAddress lastTo;
    private NativeAddress to;
    private TargetCache targets; // made for the second one

    private volatile InetSocketAddress peer; // null if it is not connected
    private InetSocketAddress beforeConnect; // its own address then; guarded by the lock
    private NetworkInterface multicastInterface; // the option's value, which the kernel tells in part

    EpollDatagramSocket(LinuxDatagramSocket socket) {
        this.socket = socket;
    }

    /** Of one that somebody else has made: it may have a peer. */
    static EpollDatagramSocket adopted(LinuxDatagramSocket socket) throws IOException {
        EpollDatagramSocket made = new EpollDatagramSocket(socket);
        made.peer = (InetSocketAddress) socket.remoteAddress();
        made.beforeConnect = made.localAddress();
        return made;
    }

    @Override
    public LinuxDatagramSocket descriptor() {
        return socket;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public void bindTo(InetSocketAddress address) throws IOException {
        socket.bind(address);
    }

    /** With an address, as the JDK's channel: else a disconnect would take it away, since the kernel chose the port. */
    @Override
    public void connectTo(InetSocketAddress remote) throws IOException {
        if (socket.family() == Family.INET
                && remote.getAddress() instanceof Inet6Address inet6
                && !inet6.isAnyLocalAddress()) {
            throw Refusals.unsupported("INET", remote); // before it is bound
        }
        if (localAddress() == null) {
            socket.bind(new InetSocketAddress(0));
        }
        InetSocketAddress before = localAddress();
        socket.connect(remote);
        beforeConnect = before;
        try {
            peer = (InetSocketAddress) socket.remoteAddress();
        } catch (Throwable e) { // or the kernel would know a peer that this does not
            try {
                disconnectFromPeer();
            } catch (Throwable again) {
                LoopPort.first(e, again);
            }
            throw e;
        }
    }

    @Override
    public void disconnectFromPeer() throws IOException {
        socket.disconnect();
        peer = null;
        if (localAddress() == null) {
            socket.bind(beforeConnect);
        }
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        checkOpen();
        return peer;
    }

    @Override
    public boolean receive(ByteBuffer buffer) throws IOException {
        makeFrom();
        int room = buffer.remaining();
        return received(socket.receive(buffer, from), room);
    }

    @Override
    public int receive(long address, int room) throws IOException {
        makeFrom();
        int length = socket.receive(address, room, from);
        return received(length, room) ? Math.min(length, room) : -1;
    }

    private void makeFrom() {
        if (from == null) {
            lastFrom = new NativeAddress();
            from = new NativeAddress(); // last: it tells that both are there
        }
    }

    private boolean received(int length, int room) {
        if (from.isEmpty()) {
            return false;
        }
        truncated = length > room;
        if (!from.equals(lastFrom)) {
            if (senders == null && !lastFrom.isEmpty()) {
                senders = new SenderCache();
            }
            lastFrom.set(from);
            sender = null;
        }
        return true;
    }

    @Override
    public InetSocketAddress sender() {
        if (sender == null && lastFrom != null) {
            sender = senders == null ? (InetSocketAddress) lastFrom.get() : senders.get(lastFrom);
        }
        return sender;
    }

    @Override
    public boolean isTruncated() {
        return truncated;
    }

    @Override
    public boolean send(ByteBuffer buffer) throws IOException {
        Objects.requireNonNull(buffer, "buffer");
        checkConnected();
        return socket.send(buffer);
    }

    @Override
    public boolean send(long address, int length) throws IOException {
        BufferChecks.checkMemory(address, length);
        checkConnected();
        return socket.send(address, length, null);
    }

    private void checkConnected() throws IOException {
        if (peer == null) {
            checkOpen();
            throw new NotYetConnectedException();
        }
    }

    @Override
    public boolean send(ByteBuffer buffer, SocketAddress address) throws IOException {
        Objects.requireNonNull(buffer, "buffer");
        aimAt(address);
        return socket.send(buffer, to);
    }

    @Override
    public boolean send(long memory, int length, SocketAddress address) throws IOException {
        BufferChecks.checkMemory(memory, length);
        aimAt(address);
        return socket.send(memory, length, to);
    }

    /** Has {@link #to} be what the kernel takes for an address. */
    private void aimAt(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "to");
        if (address != lastTo) {
            checkTarget(address);
        }
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
        InetSocketAddress connected = peer;
        if (connected != null && connected != address && !connected.equals(address)) {
            throw new AlreadyConnectedException();
        }
        if (address != lastTo) {
            to = target(address);
            lastTo = address;
        }
    }

    private NativeAddress target(SocketAddress address) {
        if (lastTo == null) {
            NativeAddress first = new NativeAddress();
            first.set(address, socket.family());
            return first;
        }
        if (targets == null) {
            targets = new TargetCache();
        }
        return targets.get(address, socket.family());
    }

    @Override
    public long droppedDatagrams() throws IOException {
        return socket.droppedDatagrams();
    }

    @Override
    public void joinGroup(InetAddress group, NetworkInterface network) throws IOException {
        if (group instanceof Inet6Address && socket.family() == Family.INET) {
            throw new IllegalArgumentException("an IPv4 socket can't join an IPv6 group: " + group);
        }
        try {
            socket.join(group, network);
        } catch (BindException e) { // EADDRINUSE
            // It is joined already.
        }
    }

    @Override
    public void leaveGroup(InetAddress group, NetworkInterface network) throws IOException {
        try {
            socket.leave(group, network);
        } catch (BindException e) { // EADDRNOTAVAIL
            throw notJoined(group, network);
        }
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        InetSocketAddress address = (InetSocketAddress) socket.localAddress();
        return address.getPort() == 0 ? null : address; // not bound
    }

    @Override
    public IOException takeError() throws IOException {
        return socket.takeException();
    }

    @Override
    public int bytesToRead() throws IOException {
        return socket.bytesToRead();
    }

    @Override
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        if (option == StandardSocketOptions.IP_MULTICAST_IF) {
            setMulticastInterface((NetworkInterface) value);
            return;
        }
        MulticastOption multicast = MulticastOption.of(option);
        if (multicast == null) {
            socket.setOption(option, value);
        } else {
            multicast.set(socket, value instanceof Boolean isOn ? (isOn ? 1 : 0) : (Integer) value);
        }
    }

    private synchronized void setMulticastInterface(NetworkInterface network) throws IOException {
        MulticastOption.setInterface(socket, network);
        multicastInterface = network;
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        if (option == StandardSocketOptions.IP_MULTICAST_IF) {
            checkOpen();
            synchronized (this) {
                return option.type().cast(multicastInterface);
            }
        }
        MulticastOption multicast = MulticastOption.of(option);
        if (multicast == null) {
            return socket.getOption(option);
        }
        int value = multicast.get(socket);
        return option.type().cast(option.type() == Boolean.class ? (Object) (value != 0) : (Object) value);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void closeSource() {
        socket.close();
    }

    @Override
    public String toString() {
        return "UdpSocket[fd " + socket.number() + (isOpen() ? "]" : ", closed]");
    }
}
