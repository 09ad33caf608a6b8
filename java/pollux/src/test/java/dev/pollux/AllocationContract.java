package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** No allocation on any steady-state path of the loop's thread. */
abstract class AllocationContract extends DispatcherContract {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 12;

    AllocationContract(Backend backend) {
        super(backend);
    }

    /** The JVM may still be compiling in the first rounds; what always allocates does so in the last as well. */
    private void assertNoAllocation(String what, int times, Await.Action action) throws Exception {
        long allocated = -1;
        for (int round = 0; round < ROUNDS && allocated != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < times; i++) {
                action.run();
            }
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes allocated in " + times + " times " + what);
    }

    /** A client and a server, both on this loop: each turn delivers to the one, and to the other. */
    @Test
    void echo() throws Exception {
        TcpSocket[] client = new TcpSocket[1];
        long[] echoed = new long[1];
        TcpListener listener = dispatcher.listen(loopback(), socket -> {
            opened(socket);
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
                if (socket.read(buffer.clear()) > 0) {
                    socket.write(buffer.flip());
                }
            });
        });
        dispatcher.connect(listener.localAddress(), (socket, failure) -> {
            client[0] = opened(socket);
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
                if (socket.read(buffer.clear()) > 0) {
                    echoed[0]++;
                    socket.write(buffer.flip());
                }
            });
            socket.write(buffer.limit(32));
        });
        turnUntil("the first echo", () -> echoed[0] > 0);
        long before = echoed[0];
        assertNoAllocation("an echo's turn", 20_000, () -> dispatcher.runOnce(-1));
        // At least a message in two turns, and never one without a turn.
        Await.until("messages were echoed all along", () -> echoed[0] - before >= 10_000, () -> dispatcher.runOnce(-1));
        assertNoReports();
    }

    @Test
    void taskTimerWakeupAndInterest() throws Exception {
        TcpListener listener = dispatcher.listen(loopback(), TcpSocket::close);
        Registration registration = listener.registration;
        int[] ran = new int[2];
        Runnable task = () -> ran[0]++;
        Timer timer = dispatcher.timer(() -> ran[1]++);
        assertNoAllocation("a task", 20_000, () -> {
            dispatcher.execute(task);
            dispatcher.runOnce(-1);
        });
        assertNoAllocation("a timer", 20_000, () -> {
            timer.schedule(Long.MAX_VALUE);
            timer.schedule(0);
            dispatcher.runOnce(-1);
        });
        assertNoAllocation("a wakeup", 20_000, () -> {
            dispatcher.wakeup();
            dispatcher.runOnce(-1);
        });
        assertNoAllocation("a change of interest", 20_000, () -> {
            registration.modify(Interest.NONE);
            dispatcher.runOnce(0);
            registration.modify(Interest.READ);
            dispatcher.runOnce(0);
        });
        assertNoAllocation("changes that cancel out", 20_000, () -> {
            registration.modify(Interest.NONE);
            registration.modify(Interest.READ);
            dispatcher.runOnce(0);
        });
        assertEquals(true, ran[0] >= 20_000 && ran[1] >= 20_000);
    }
}
