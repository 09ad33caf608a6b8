package dev.pollux;

import dev.pollux.linux.DatagramSocket;
import dev.pollux.linux.NativeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** A UDP socket on Linux's own calls. */
final class EpollDatagramSocket extends dev.pollux.DatagramSocket {
    private final DatagramSocket socket;

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

    EpollDatagramSocket(DatagramSocket socket) {
        this.socket = socket;
    }

    @Override
    DatagramSocket descriptor() {
        return socket;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public void bind(InetSocketAddress address) throws IOException {
        socket.bind(address);
    }

    @Override
    public void connect(InetSocketAddress remote) throws IOException {
        socket.connect(remote);
    }

    @Override
    public void disconnect() throws IOException {
        socket.disconnect();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) socket.remoteAddress();
    }

    @Override
    public boolean receive(ByteBuffer buffer) throws IOException {
        if (from == null) {
            lastFrom = new NativeAddress();
            from = new NativeAddress(); // last: it tells that both are there
        }
        int room = buffer.remaining();
        int length = socket.receive(buffer, from);
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
        return socket.send(buffer);
    }

    @Override
    public boolean send(ByteBuffer buffer, SocketAddress address) throws IOException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
        if (address != lastTo) {
            to = target(address);
            lastTo = address;
        }
        return socket.send(buffer, to);
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
    public void join(InetAddress group, NetworkInterface network) throws IOException {
        socket.join(group, network);
    }

    @Override
    public void leave(InetAddress group, NetworkInterface network) throws IOException {
        socket.leave(group, network);
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return socket.localAddress();
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
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    void closeSource() {
        socket.close();
    }

    @Override
    public String toString() {
        return "DatagramSocket[fd " + socket.fd() + (isOpen() ? "]" : ", closed]");
    }
}
