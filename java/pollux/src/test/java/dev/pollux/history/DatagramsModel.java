package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.LentDatagram;
import dev.pollux.completion.NativeMemory;
import dev.pollux.completion.ReceiveOperation;
import dev.pollux.completion.ReceiveStream;
import dev.pollux.completion.SendOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The model of two UDP sockets of one host, where a datagram arrives once. */
final class DatagramsModel {
    private static final int SOCKETS = 2;
    private static final int OPERATIONS = 3; // over buffers, and the last over memory by its address
    private static final int HEAD = 4; // a datagram begins with its number
    private static final int LONGEST = 100;

    private final CompletionWorld world;
    private final Socket[] sockets = new Socket[SOCKETS];
    private final Map<Integer, Datagram> underWay = new HashMap<>();
    private int numbers;

    /** A datagram that is sent, perhaps. */
    private record Datagram(Socket from, Socket to, int length) {
        void isSent() {
            if (to != null) { // else to a socket that is closed
                to.surelyThere++; // or it was received before this was told
            }
        }
    }

    /** A socket and its operations. */
    private final class Socket {
        final CompletionUdpSocket its;
        final InetSocketAddress address;
        final Receive[] receives = new Receive[OPERATIONS];
        final Send[] sends = new Send[OPERATIONS];
        final List<LentSend> lentSends = new ArrayList<>();
        final Stream stream;
        boolean closed;
        int surelyThere; // datagrams that were sent to it and are not received

        Socket(CompletionPort port, boolean isBoundLater) throws IOException {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            its = isBoundLater ? port.openUdpSocket() : port.openUdpSocket(any);
            if (isBoundLater) {
                its.bind(any);
            }
            address = its.localAddress();
            for (int i = 0; i < OPERATIONS; i++) {
                ByteBuffer into = world.buffers.take(HEAD + LONGEST);
                receives[i] = new Receive(this, into, addressOf(i, into));
                world.add(receives[i]);
                ByteBuffer from = world.buffers.take(HEAD + LONGEST);
                sends[i] = new Send(this, from, addressOf(i, from));
                world.add(sends[i]);
            }
            stream = new Stream(this);
            world.add(stream);
        }

        private long addressOf(int index, ByteBuffer buffer) {
            boolean isMemory = index == OPERATIONS - 1 && world.features.addresses();
            return isMemory ? NativeMemory.addressOf(buffer) : 0;
        }

        void closed() {
            closed = true;
            for (int i = 0; i < OPERATIONS; i++) {
                receives[i].channelClosed();
                sends[i].channelClosed();
            }
            stream.channelClosed();
            lentSends.forEach(Expected::channelClosed);
        }

        void received(ByteBuffer bytes, int room, boolean isTruncated, InetSocketAddress sender) {
            int number = bytes.getInt(0);
            Datagram datagram = underWay.remove(number);
            if (datagram == null) {
                throw new AssertionError(its + ": " + number + " was not sent, or is here already");
            }
            assertEquals(Math.min(datagram.length, room), bytes.limit());
            assertEquals(datagram.length > room, isTruncated, "truncated");
            assertEquals(datagram.from.address, sender);
            for (int i = HEAD; i < bytes.limit(); i++) {
                assertEquals((byte) (number + i), bytes.get(i));
            }
            surelyThere--;
        }
    }

    /** The model of a stream of datagrams. */
    private final class Stream extends LendingModel<ReceiveStream, LentDatagram> {
        private final Socket socket;

        Stream(Socket socket) {
            super(DatagramsModel.this.world, socket.its.receiveStream());
            this.socket = socket;
        }

        void window(int newWindow) {
            window = newWindow;
            its.window(newWindow);
        }

        /** A datagram can't be received without a buffer. */
        @Override
        int reserve() {
            return pending ? 1 : 0;
        }

        @Override
        void submitAnother() {
            socket.its.receiveStream((same, datagram) -> {}).submit();
        }

        @Override
        boolean isChannelClosed() {
            return socket.closed;
        }

        @Override
        boolean hasSomething() {
            return socket.surelyThere > 0;
        }

        @Override
        void told(LentDatagram datagram) {
            super.told(datagram);
            ByteBuffer bytes = datagram.data().slice();
            socket.received(bytes, LentModel.SIZE, datagram.isTruncated(), datagram.sender());
        }
    }

    /** The model of a send of a lent buffer. */
    private final class LentSend extends LentTransferModel {
        private final Socket socket;
        private final int number = ++numbers;
        private final Datagram datagram;

        LentSend(Socket socket, LentModel.Lent lent, Socket to, int length) {
            super(DatagramsModel.this.world, lent, socket.closed);
            this.socket = socket;
            datagram = new Datagram(socket, to, length);
        }

        @Override
        CompletionUdpSocket to() {
            return socket.its;
        }

        @Override
        void sends() {
            socket.lentSends.add(this);
            underWay.put(number, datagram);
        }

        @Override
        void sent() {
            datagram.isSent();
        }

        @Override
        boolean mayFail(IOException failure) {
            return false;
        }

        @Override
        boolean isDueByItself() {
            return true;
        }

        @Override
        public String toString() {
            return "send of " + datagram.length + " lent bytes by " + socket.its;
        }
    }

    /** The model of a receive. */
    private final class Receive extends OperationModel {
        private final Socket socket;
        private final ByteBuffer buffer;
        private final long address; // of the buffer that it is given as memory, or 0

        Receive(Socket socket, ByteBuffer buffer, long address) {
            super(
                    DatagramsModel.this.world,
                    address == 0 ? socket.its.receive(buffer) : socket.its.receive(address, buffer.capacity()));
            this.socket = socket;
            this.buffer = buffer;
            this.address = address;
        }

        void prepare(int room) {
            buffer.clear().limit(room);
            if (address != 0) {
                ((ReceiveOperation) its).memory(address, room);
            }
        }

        @Override
        boolean isChannelClosed() {
            return socket.closed;
        }

        @Override
        boolean isDueByItself() {
            return socket.surelyThere > 0 && !socket.stream.mayKeep();
        }

        @Override
        void completed(long result) {
            ReceiveOperation receive = (ReceiveOperation) its;
            int room = buffer.limit();
            if (address == 0) {
                assertEquals(buffer.position(), result);
            } else {
                buffer.position((int) result);
            }
            socket.received(buffer.duplicate().flip(), room, receive.isTruncated(), receive.sender());
        }

        @Override
        boolean mayFail(IOException failure) {
            return false;
        }
    }

    /** The model of a send. */
    private final class Send extends OperationModel {
        private final Socket socket;
        private final ByteBuffer buffer;
        private final long address; // likewise
        private int number;
        private Datagram datagram;

        Send(Socket socket, ByteBuffer buffer, long address) {
            super(
                    DatagramsModel.this.world,
                    address == 0 ? socket.its.send(buffer) : socket.its.send(address, buffer.capacity()));
            this.socket = socket;
            this.buffer = buffer;
            this.address = address;
        }

        void prepare(Socket to, int length) {
            number = ++numbers;
            datagram = new Datagram(socket, to, length);
            fill(buffer, number, length);
            if (address != 0) {
                ((SendOperation) its).memory(address, length);
            }
            ((SendOperation) its).target(to.address);
            underWay.put(number, datagram);
        }

        @Override
        boolean isChannelClosed() {
            return socket.closed;
        }

        @Override
        boolean isDueByItself() {
            return true;
        }

        @Override
        void completed(long result) {
            assertEquals(datagram.length, result);
            assertEquals(address == 0 ? 0 : datagram.length, buffer.remaining());
            datagram.isSent();
        }

        @Override
        boolean mayFail(IOException failure) {
            return false;
        }
    }

    DatagramsModel(CompletionWorld world) throws IOException {
        this.world = world;
        if (world.features.datagrams()) {
            for (int i = 0; i < SOCKETS; i++) {
                sockets[i] = new Socket(world.port, i > 0);
            }
        }
    }

    void send(CompletionActions actions, int a, int b, long timeoutNanos) {
        Socket from = sockets[a % SOCKETS];
        if (from != null) {
            Send send = from.sends[a / SOCKETS % OPERATIONS];
            Socket to = sockets[b % SOCKETS];
            actions.submit(
                    send,
                    timeoutNanos,
                    () -> send.prepare(to, HEAD + b / SOCKETS % LONGEST),
                    () -> underWay.remove(send.number));
        }
    }

    void receive(CompletionActions actions, int a, int b, long timeoutNanos) {
        Socket socket = sockets[a % SOCKETS];
        if (socket != null) {
            Receive receive = socket.receives[a / SOCKETS % OPERATIONS];
            actions.submit(receive, timeoutNanos, () -> receive.prepare(HEAD + b % LONGEST), () -> {});
        }
    }

    void receiveStream(CompletionActions actions, int a, int window, long timeoutNanos) {
        Socket socket = sockets[a % SOCKETS];
        if (socket != null && !world.port.isOpen()) {
            assertThrows(ShutdownChannelGroupException.class, socket.stream.its::submit);
        } else if (socket != null) {
            if (socket.stream.pending) {
                actions.refused(() -> socket.stream.its.window(1));
            } else {
                socket.stream.window(window);
            }
            socket.stream.submit(actions, timeoutNanos);
        }
    }

    /** {@return the stream of a socket, or null} */
    StreamModel<?, ?> stream(int a) {
        Socket socket = sockets[a % SOCKETS];
        return socket == null ? null : socket.stream;
    }

    /** Sends a lent buffer back to where it came from, or to another. */
    void sendLent(int a, int b) {
        Socket socket = sockets[a % SOCKETS];
        LentModel.Lent lent = socket == null ? null : world.lent.take(a / SOCKETS);
        if (lent == null) {
            return;
        }
        int length = HEAD + b / 8 % (LentModel.SIZE - HEAD);
        boolean isAnswer = b % 4 < 2 && lent.stream() instanceof Stream;
        Socket to = isAnswer ? socket(((LentDatagram) lent.buffer()).sender()) : sockets[b / SOCKETS % SOCKETS];
        LentSend send = new LentSend(socket, lent, to, length);
        fill(lent.buffer().data(), send.number, length);
        world.lent.<CompletionUdpSocket>begin(send, b % 2 == 0, (buffer, callback) -> {
            if (!isAnswer) {
                socket.its.sendAndGiveBack(buffer, to.address, callback);
            } else if (callback == null) {
                socket.its.sendAndGiveBack((LentDatagram) buffer);
            } else {
                socket.its.sendAndGiveBack((LentDatagram) buffer, callback);
            }
        });
    }

    private static void fill(ByteBuffer buffer, int number, int length) {
        buffer.clear().putInt(number);
        while (buffer.position() < length) {
            buffer.put((byte) (number + buffer.position()));
        }
        buffer.flip();
    }

    /** {@return the open socket of an address, or null} */
    private Socket socket(InetSocketAddress address) {
        for (Socket each : sockets) {
            if (each.address.equals(address)) {
                return each;
            }
        }
        return null;
    }

    void close(int a) throws IOException {
        int which = a % SOCKETS;
        if (sockets[which] != null && world.port.isOpen()) {
            sockets[which].its.close();
            sockets[which].closed();
            sockets[which] = new Socket(world.port, which > 0);
        }
    }

    void portClosed() {
        for (Socket each : sockets) {
            if (each != null) {
                each.closed();
            }
        }
    }
}
