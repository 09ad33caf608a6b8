package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the system may still write to is not collected, even if the program has dropped all references to it. */
@WindowsTest
@SuppressWarnings("try") // closed early, or only waited for
class HeldBuffersTest {
    /** Returns once what nobody refers to is gone: a buffer made for that is. */
    private static void collect() {
        WeakReference<ByteBuffer> garbage = new WeakReference<>(ByteBuffer.allocateDirect(10));
        while (garbage.get() != null) {
            System.gc();
        }
    }

    @Test
    void aPendingReceiveKeepsItsBuffer() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            WeakReference<ByteBuffer> buffer = submit(port, pair[0]);
            collect();
            assertNotNull(buffer.get(), "the system will write to it");
            pair[1].sendNow(Port.direct("x"));
            Overlapped operation = port.next();
            assertEquals(1, operation.bytes());
            collect();
            assertNull(buffer.get(), "the operation has let go of it");
            operation.release();
            pair[0].close();
            pair[1].close();
        }
    }

    private static WeakReference<ByteBuffer> submit(Port port, WinsockStreamSocket socket) throws Exception {
        ByteBuffer into = Port.direct(10);
        assertEquals(Overlapped.PENDING, socket.submitReceive(port.acquire(), into));
        return new WeakReference<>(into);
    }

    @Test
    void aForgottenPoolStaysWhileSomethingIsPending() throws Exception {
        Iocp iocp = Iocp.create(0);
        WinsockStreamSocket[] sockets = new WinsockStreamSocket[1];
        WeakReference<OverlappedPool> pool = forgotten(iocp, sockets);
        collect();
        assertNotNull(pool.get());
        sockets[0].close();
        Completions one = new Completions(1);
        assertEquals(1, iocp.await(one, Port.LONG_NANOS));
        complete(pool.get(), one);
        collect();
        assertNull(pool.get(), "closed, and its last operation is back");
        iocp.close();
    }

    private static WeakReference<OverlappedPool> forgotten(Iocp iocp, WinsockStreamSocket[] sockets) throws Exception {
        OverlappedPool pool = OverlappedPool.create();
        sockets[0] = WinsockStreamSocket.open(Family.INET);
        try (WinsockStreamListener listener = WinsockStreamListener.open(Family.INET)) {
            WinsockStreamListener pending = WinsockStreamListener.open(Family.INET);
            pending.bind(Port.loopback(Family.INET));
            pending.listen(1);
            iocp.associate(pending, 1);
            assertEquals(Overlapped.PENDING, pending.submitAccept(pool.acquire(), sockets[0]));
            pending.close();
        }
        pool.close();
        assertTrue(pool.isRooted());
        return new WeakReference<>(pool);
    }

    private static void complete(OverlappedPool pool, Completions one) {
        Overlapped operation = pool.find(one.overlappedAddress(0));
        operation.completed(one, 0);
        operation.release();
    }
}
