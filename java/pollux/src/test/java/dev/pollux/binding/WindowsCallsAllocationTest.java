package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call allocates nothing once the JVM has compiled it. */
@Timeout(300) // under Wine a call takes its server's time
class WindowsCallsAllocationTest extends WindowsCallsContract {
    private static final int FIRST_CALLS = 2_000;
    private static final int CALLS = 5_000;
    private static final int ROUNDS = 80;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The JVM may still be compiling in the first rounds; what always allocates does so in the last as well. */
    private static void assertNoAllocation(IntUnaryOperator call) {
        long allocated = allocated(call, FIRST_CALLS);
        for (int round = 0; round < ROUNDS && (round == 0 || allocated != 0); round++) {
            allocated = allocated(call, CALLS);
        }
        assertEquals(0, allocated, "bytes allocated in " + CALLS + " calls");
    }

    private static long allocated(IntUnaryOperator call, int calls) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            call.applyAsInt(i);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void postAndDequeue() {
        long port = port();
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertNoAllocation(i -> {
            calls.postQueuedCompletionStatus(port, i, i, i);
            return calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), LONG_MILLIS, 0);
        });
        assertEquals(1, memory.getInt(removed));
    }

    @Test
    void waitThatTimesOut() {
        long port = port();
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertNoAllocation(i -> calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), NOW, 0));
    }

    @Test
    void overlappedSendAndReceive() {
        long[] pair = pair();
        long port = port();
        associate(port, pair[1], 1);
        int send = overlapped();
        int receive = overlapped();
        int buffers = buffers(reserve(8), 8);
        int flags = reserve(4);
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertNoAllocation(i -> {
            calls.wsaSend(pair[0], at(buffers), 1, 0, at(send));
            calls.wsaRecv(pair[1], at(buffers), 1, at(flags), at(receive));
            return calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), LONG_MILLIS, 0);
        });
        assertEquals(8, memory.getInt(entries + ENTRY_BYTES));
    }

    @Test
    void overlappedDatagram() {
        long sender = udp();
        long receiver = udp();
        long port = port();
        associate(port, receiver, 1);
        int send = overlapped();
        int receive = overlapped();
        int buffers = buffers(reserve(8), 8);
        int flags = reserve(4);
        int to = addressOf(receiver);
        int from = reserve(SOCKADDR_IN);
        int fromLength = length(SOCKADDR_IN);
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertNoAllocation(i -> {
            calls.wsaSendTo(sender, at(buffers), 1, 0, at(to), SOCKADDR_IN, at(send));
            calls.wsaRecvFrom(receiver, at(buffers), 1, at(flags), at(from), at(fromLength), at(receive));
            return calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), LONG_MILLIS, 0);
        });
        assertEquals(8, memory.getInt(entries + ENTRY_BYTES));
    }

    @Test
    void failure() {
        assertNoAllocation(i -> calls.closeHandle(BAD_HANDLE));
        assertNoAllocation(i -> calls.recv(BAD_HANDLE, at(0), 1, 0));
    }

    @Test
    void cancel() {
        long socket = tcp();
        int overlapped = overlapped();
        assertNoAllocation(i -> calls.cancelIoEx(socket, at(overlapped)));
    }

    @Test
    void extensionFunction() {
        long listener = listener();
        long acceptEx = extension(listener, ACCEPT_EX);
        int output = reserve(2 * ADDRESS_ROOM);
        int received = reserve(4);
        int overlapped = overlapped();
        assertNoAllocation(i -> calls.acceptEx(
                acceptEx,
                BAD_HANDLE,
                BAD_HANDLE,
                at(output),
                0,
                ADDRESS_ROOM,
                ADDRESS_ROOM,
                at(received),
                at(overlapped)));
    }

    @Test
    void addressOf() {
        assertNoAllocation(i -> (int) calls.addressOf(memory));
    }
}
