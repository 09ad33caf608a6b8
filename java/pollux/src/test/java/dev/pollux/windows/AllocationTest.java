package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is allocated once the JVM has compiled what runs time and again. */
@WindowsTest
@Timeout(300) // under Wine a call takes its server's time
class AllocationTest {
    private static final int CALLS = 4_000;
    private static final int ROUNDS = 30;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Step {
        void run() throws IOException;
    }

    /** The JVM may still be compiling in the first rounds; what always allocates does so in the last as well. */
    private static void assertNoAllocation(Step step) throws IOException {
        long allocated = -1;
        for (int round = 0; round < ROUNDS && allocated != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                step.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes allocated in " + CALLS + " steps");
    }

    /** As {@link Port#next()}, which asserts and so allocates. */
    private static Overlapped next(Port port) throws IOException {
        if (port.iocp.await(port.completions, Port.LONG_NANOS) != 1) {
            throw new AssertionError("no completion came");
        }
        Overlapped operation = port.pool.find(port.completions.overlappedAddress(0));
        operation.completed(port.completions, 0);
        return operation;
    }

    @Test
    void postAndWait() throws Exception {
        try (Port port = new Port()) {
            assertNoAllocation(() -> {
                Overlapped operation = port.acquire();
                port.iocp.post(1, Port.KEY, operation);
                next(port).release();
                port.iocp.await(port.completions, 0);
            });
        }
    }

    @Test
    void streams() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            ByteBuffer from = Port.direct(64);
            ByteBuffer into = Port.direct(64);
            ByteBuffer[] several = {Port.direct(32), Port.direct(32)};
            assertNoAllocation(() -> {
                pair[0].submitReceive(port.acquire(), into);
                pair[1].submitSend(port.acquire(), from);
                next(port).release();
                next(port).release();
                pair[0].submitReceive(port.acquire());
                pair[1].submitSend(port.acquire(), several, 0, 2);
                next(port).release();
                next(port).release();
                pair[0].receiveNow(into);
                into.clear();
            });
            pair[0].close();
            pair[1].close();
        }
    }

    /** Short lists and long ones. */
    @Test
    void lists() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            BufferList few = new BufferList(Port.direct(8), Port.direct(8));
            ByteBuffer[] twenty = new ByteBuffer[Overlapped.MAX_BUFFERS + 4];
            for (int i = 0; i < twenty.length; i++) {
                twenty[i] = Port.direct(1);
            }
            BufferList many = new BufferList(twenty);
            assertNoAllocation(() -> {
                pair[0].submitReceive(port.acquire(), many);
                pair[1].submitSend(port.acquire(), few);
                next(port).release();
                next(port).release();
            });
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void datagrams() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = port.add(WinsockDatagramSocket.open(Family.INET));
                WinsockDatagramSocket b = port.add(WinsockDatagramSocket.open(Family.INET))) {
            a.bind(Port.loopback(Family.INET));
            b.bind(Port.loopback(Family.INET));
            NativeAddress to = new NativeAddress();
            to.set(b.localAddress(), Family.INET);
            NativeAddress from = new NativeAddress();
            ByteBuffer sent = Port.direct(8);
            ByteBuffer received = Port.direct(8);
            assertNoAllocation(() -> {
                Overlapped receive = port.acquire();
                b.submitReceive(receive, received);
                a.submitSend(port.acquire(), sent, to);
                Overlapped first = next(port);
                Overlapped second = next(port);
                receive.senderInto(from);
                first.release();
                second.release();
            });
            assertEquals(a.localAddress(), from.get());
        }
    }

    @Test
    void refusals() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            pair[0].shutdownOutput();
            ByteBuffer from = Port.direct(8);
            assertNoAllocation(() -> {
                Overlapped operation = port.acquire();
                if (pair[0].submitSend(operation, from) != -WinError.WSAESHUTDOWN) {
                    throw new AssertionError("it was not refused");
                }
                operation.release();
            });
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void polls() throws Exception {
        try (Port port = new Port();
                AfdDevice device = AfdDevice.open();
                WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET)) {
            port.iocp.associate(device, Port.KEY);
            socket.bind(Port.loopback(Family.INET));
            long base = AfdDevice.baseSocket(socket.handle());
            assertNoAllocation(() -> {
                device.submitPoll(5, base, AfdDevice.SEND);
                if (port.iocp.await(port.completions, Port.LONG_NANOS) != 1) {
                    throw new AssertionError("no completion came");
                }
                device.completed(device.pollOf(port.completions.overlappedAddress(0)));
            });
        }
    }
}
