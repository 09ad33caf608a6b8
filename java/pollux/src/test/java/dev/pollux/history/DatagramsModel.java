package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ReceiveOperation;
import dev.pollux.completion.SendOperation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The model of two UDP sockets of one host, where a datagram arrives once. */
final class DatagramsModel {
    private static final int SOCKETS = 2;
    private static final int OPERATIONS = 2;
    private static final int HEAD = 4; // a datagram begins with its number
    private static final int LONGEST = 100;

    private final CompletionWorld world;
    private final Socket[] sockets = new Socket[SOCKETS];
    private final Map<Integer, Datagram> underWay = new HashMap<>();
    private int numbers;

    /** A datagram that is sent, perhaps. */
    private record Datagram(Socket from, Socket to, int length) {}

    /** A socket and its operations. */
    private final class Socket {
        final CompletionUdpSocket its;
        final InetSocketAddress address;
        final Receive[] receives = new Receive[OPERATIONS];
        final Send[] sends = new Send[OPERATIONS];
        boolean closed;
        int surelyThere; // datagrams that were sent to it and are not received

        Socket(CompletionPort port) throws IOException {
            its = port.openUdpSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            address = its.localAddress();
            for (int i = 0; i < OPERATIONS; i++) {
                ByteBuffer into = world.buffers.take(HEAD + LONGEST);
                receives[i] = new Receive(this, its.receive(into), into);
                world.add(receives[i]);
                ByteBuffer from = world.buffers.take(HEAD + LONGEST);
                sends[i] = new Send(this, its.send(from), from);
                world.add(sends[i]);
            }
        }

        void closed() {
            closed = true;
            for (int i = 0; i < OPERATIONS; i++) {
                receives[i].channelClosed();
                sends[i].channelClosed();
            }
        }
    }

    /** The model of a receive. */
    private final class Receive extends OperationModel {
        private final Socket socket;
        private final ByteBuffer buffer;

        Receive(Socket socket, ReceiveOperation its, ByteBuffer buffer) {
            super(DatagramsModel.this.world, its);
            this.socket = socket;
            this.buffer = buffer;
        }

        @Override
        boolean isChannelClosed() {
            return socket.closed;
        }

        @Override
        boolean isDueByItself() {
            return socket.surelyThere > 0;
        }

        @Override
        void completed(long result) {
            ReceiveOperation receive = (ReceiveOperation) its;
            int number = buffer.getInt(0);
            Datagram datagram = underWay.remove(number);
            if (datagram == null) {
                throw new AssertionError(this + ": " + number + " was not sent, or is here already");
            }
            assertEquals(buffer.position(), result);
            assertEquals(Math.min(datagram.length, buffer.limit()), result);
            assertEquals(datagram.length > buffer.limit(), receive.isTruncated(), "truncated");
            assertEquals(datagram.from.address, receive.sender());
            for (int i = HEAD; i < result; i++) {
                assertEquals((byte) (number + i), buffer.get(i));
            }
            socket.surelyThere--;
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
        private int number;
        private Datagram datagram;

        Send(Socket socket, SendOperation its, ByteBuffer buffer) {
            super(DatagramsModel.this.world, its);
            this.socket = socket;
            this.buffer = buffer;
        }

        void prepare(Socket to, int length) {
            number = ++numbers;
            datagram = new Datagram(socket, to, length);
            buffer.clear().putInt(number);
            while (buffer.position() < length) {
                buffer.put((byte) (number + buffer.position()));
            }
            buffer.flip();
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
            assertEquals(0, buffer.remaining());
            datagram.to.surelyThere++; // or it was received before this was told
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
                sockets[i] = new Socket(world.port);
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
            actions.submit(receive, timeoutNanos, () -> receive.buffer.clear().limit(HEAD + b % LONGEST), () -> {});
        }
    }

    void close(int a) throws IOException {
        int which = a % SOCKETS;
        if (sockets[which] != null && world.port.isOpen()) {
            sockets[which].its.close();
            sockets[which].closed();
            sockets[which] = new Socket(world.port);
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
