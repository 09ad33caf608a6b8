package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A port and the sockets in states that one test of a {@link StateTable} needs. */
public final class StateScene implements AutoCloseable {
    public final Backend backend;
    public final ReadinessPort port;

    public int told; // how often the callback of a registration was called

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public StateScene(Backend backend) throws IOException {
        this.backend = backend;
        port = opened(ReadinessPort.open(backend));
    }

    public <T extends AutoCloseable> T opened(T closeable) {
        opened.push(closeable);
        return closeable;
    }

    public ReadinessDispatcher dispatcher() throws IOException {
        return opened(ReadinessDispatcher.builder().backend(backend).open());
    }

    public Registration register(Interest interest, TriggerMode mode) throws IOException {
        return port.register(connected(), interest, mode, (registration, readiness) -> told++);
    }

    public static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public StreamListener listener() throws IOException {
        StreamListener listener = opened(port.openListener());
        listener.bind(loopback(), 16);
        return listener;
    }

    /** A connection: ours, and the peer's end of it. */
    record Pair(StreamSocket socket, SocketChannel peer) {}

    Pair pair() throws IOException {
        StreamListener listener = listener();
        SocketChannel peer = opened(SocketChannel.open(listener.localAddress()));
        StreamSocket[] accepted = new StreamSocket[1];
        Await.until("the connection is accepted", () -> (accepted[0] = listener.accept()) != null);
        return new Pair(opened(accepted[0]), peer);
    }

    public StreamSocket connected() throws IOException {
        return pair().socket();
    }

    /** Connected by ourselves; finishConnect was asked. */
    public StreamSocket connectedByUs() throws IOException {
        StreamSocket socket = opened(port.connect(listener().localAddress()));
        Await.until("it is connected", socket::finishConnect);
        return socket;
    }

    /** A listener whose queue is full answers no SYN on Linux. */
    public StreamSocket connecting() throws IOException {
        StreamSocket socket = opened(port.connect(silentAddress()));
        assertFalse(socket.finishConnect());
        return socket;
    }

    InetSocketAddress silentAddress() throws IOException {
        StreamListener silent = opened(port.openListener());
        silent.bind(loopback(), 1);
        InetSocketAddress address = silent.localInetAddress();
        for (int i = 0; i < 3; i++) { // one more than its queue takes, and one to be sure
            SocketChannel each = opened(SocketChannel.open());
            each.configureBlocking(false);
            each.connect(address);
        }
        return address;
    }

    /** A connect that failed, as {@code finishConnect} has said. */
    public StreamSocket refused() throws IOException {
        VacantAddress vacant = opened(new VacantAddress());
        StreamSocket socket = opened(port.connect(vacant.address()));
        try {
            Await.until("it is refused", socket::finishConnect);
        } catch (AssertionError e) {
            if (e.getCause() instanceof java.net.ConnectException) {
                return socket;
            }
            throw e;
        }
        throw new AssertionError("somebody listens at " + vacant.address());
    }

    public StreamSocket endedByPeer() throws IOException {
        Pair pair = pair();
        pair.peer().shutdownOutput();
        awaitReadable(pair.socket());
        return pair.socket();
    }

    public StreamSocket reset() throws IOException {
        Pair pair = pair();
        pair.peer().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.peer().close();
        awaitReadable(pair.socket());
        return pair.socket();
    }

    /** The reset was read. */
    public StreamSocket resetAndTold() throws IOException {
        StreamSocket socket = reset();
        try {
            socket.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            return socket;
        }
        throw new AssertionError("no reset was read");
    }

    public void awaitReadable(Pollable source) throws IOException {
        boolean[] told = new boolean[1];
        Registration registration =
                port.register(source, Interest.READ, TriggerMode.LEVEL, (r, readiness) -> told[0] = true);
        Await.until("it is readable", () -> told[0], () -> port.poll(1_000_000));
        registration.close();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
