package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A port with a pool, for tests of one thread, and what is done with them time and again. On the loopback only. */
final class Port implements AutoCloseable {
    static final long KEY = 7;
    static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final int FIONREAD = 0x4004_667F;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    final Iocp iocp = Iocp.create(0);
    final OverlappedPool pool = OverlappedPool.create();
    final Completions completions = new Completions(1);

    Port() throws IOException {}

    static InetSocketAddress loopback(Family family) throws IOException {
        byte[] ip = family == Family.INET ? new byte[] {127, 0, 0, 1} : new byte[16];
        if (family == Family.INET6) {
            ip[15] = 1;
        }
        return new InetSocketAddress(InetAddress.getByAddress(ip), 0);
    }

    static ByteBuffer direct(int capacity) {
        return ByteBuffer.allocateDirect(capacity);
    }

    static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    static String text(ByteBuffer buffer, int bytes) {
        byte[] all = new byte[bytes];
        buffer.get(0, all);
        return new String(all, StandardCharsets.UTF_8);
    }

    Overlapped acquire() {
        return pool.acquire();
    }

    <T extends OverlappedHandle> T add(T handle) throws IOException {
        iocp.associate(handle, KEY);
        return handle;
    }

    /** Waits for the next completion, and takes note of it. */
    Overlapped next() throws IOException {
        assertEquals(1, iocp.await(completions, LONG_NANOS), "no completion came");
        assertEquals(KEY, completions.key(0));
        Overlapped operation = pool.find(completions.overlappedAddress(0));
        assertNotNull(operation, "a completion of nobody's");
        operation.completed(completions, 0);
        return operation;
    }

    /** Waits for the completion of what was submitted with this result. */
    Overlapped finish(Overlapped operation, int result) throws IOException {
        if (result == Overlapped.DONE) {
            return operation;
        }
        assertEquals(Overlapped.PENDING, result, () -> WinError.name(-result));
        assertSame(operation, next());
        return operation;
    }

    /** Submits on a thread of its own, which has ended for Java then. For the system it may be about to end. */
    void submitOnAThreadThatEnds(Callable<Integer> submit) {
        try (Background thread = Background.run(() -> assertEquals(Overlapped.PENDING, submit.call()))) {
            Await.until("the thread's end", () -> !thread.thread().isAlive());
        }
    }

    /** Waits for it, and asserts that it succeeded with so many bytes; gives it back. */
    void expect(int bytes, Overlapped operation, int result) throws IOException {
        finish(operation, result);
        assertEquals(0, operation.error(), () -> WinError.name(operation.error()));
        assertEquals(bytes, operation.bytes());
        operation.release();
    }

    void expectNothing() throws IOException {
        assertEquals(0, iocp.await(completions, SHORT_NANOS), "a completion came");
    }

    /** Waits until so many bytes can be received: FIONREAD. */
    void awaitAvailable(int bytes, WinsockSocket socket) throws IOException {
        ByteBuffer scratch = Scratch.get();
        long deadline = System.nanoTime() + LONG_NANOS;
        do {
            assertTrue(System.nanoTime() < deadline, "the bytes did not come");
            Thread.onSpinWait();
            assertEquals(0, Windows.CALLS.ioctlsocket(socket.handle(), FIONREAD, Scratch.at(scratch, Scratch.VALUE)));
        } while (scratch.getInt(Scratch.VALUE) != bytes);
    }

    WinsockStreamListener listener(Family family) throws IOException {
        WinsockStreamListener listener = add(WinsockStreamListener.open(family));
        listener.bind(loopback(family));
        listener.listen(WinsockStreamListener.MAX_BACKLOG);
        return listener;
    }

    /** {@return a socket that refuses fast: Windows tries a refused SYN again} */
    WinsockStreamSocket socket(Family family) throws IOException {
        WinsockStreamSocket socket = add(WinsockStreamSocket.open(family));
        try {
            socket.setInitialRto(100, 0);
        } catch (UnsupportedOperationException e) {
            assertTrue(Boolean.getBoolean("dev.pollux.test.wine"), "Windows has it"); // and Wine refuses at once anyway
        }
        return socket;
    }

    /** {@return the connecting end, and the accepted one; their contexts are updated} */
    WinsockStreamSocket[] connected(Family family) throws IOException {
        try (WinsockStreamListener listener = listener(family)) {
            WinsockStreamSocket[] pair = connect(listener, family);
            listener.updateAcceptContext(pair[1]);
            pair[0].updateConnectContext();
            return pair;
        }
    }

    /** {@return both ends of a connection; contexts not updated} */
    WinsockStreamSocket[] connect(WinsockStreamListener listener, Family family) throws IOException {
        WinsockStreamSocket accepted = add(WinsockStreamSocket.open(listener.family()));
        WinsockStreamSocket client = add(WinsockStreamSocket.open(family));
        Overlapped accept = acquire();
        Overlapped connect = acquire();
        int accepting = listener.submitAccept(accept, accepted);
        int connecting = client.submitConnect(connect, listener.localAddress());
        assertEquals(Overlapped.PENDING, accepting);
        assertEquals(Overlapped.PENDING, connecting);
        for (int i = 0; i < 2; i++) {
            Overlapped done = next();
            assertEquals(0, done.error(), () -> WinError.name(done.error()));
            done.release();
        }
        return new WinsockStreamSocket[] {client, accepted};
    }

    void send(WinsockStreamSocket socket, String text) throws IOException {
        Overlapped send = acquire();
        ByteBuffer bytes = direct(text);
        expect(bytes.remaining(), send, socket.submitSend(send, bytes));
    }

    @Override
    public void close() {
        iocp.close();
        pool.close();
    }
}
