package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** addressOf and the calls of port.c. */
class WindowsPortCallsTest extends WindowsCallsContract {
    private static final long KEY = 0x8123456789abcdefL;
    private static final long ADDRESS = 0xfedcba9876543210L;
    private static final int BYTES = 0xfffffffe; // a DWORD beyond an int
    private static final int SKIP_PORT_ON_SUCCESS = 1;

    @Test
    void addressIsOfIndexZeroWhateverThePosition() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        long address = calls.addressOf(buffer);
        assertTrue(address != 0);
        buffer.position(7).limit(9);
        assertEquals(address, calls.addressOf(buffer));
        assertEquals(address + 7, calls.addressOf(buffer.slice()));
        assertEquals(address, calls.addressOf(buffer.asReadOnlyBuffer()));
    }

    @Test
    void postedPacketComesWithAllItsBits() {
        long port = port();
        assertEquals(1, calls.postQueuedCompletionStatus(port, BYTES, KEY, ADDRESS));
        int entry = dequeue(port, 1);
        assertEquals(KEY, memory.getLong(entry));
        assertEquals(ADDRESS, memory.getLong(entry + ENTRY_OVERLAPPED));
        assertEquals(BYTES, memory.getInt(entry + ENTRY_BYTES));
    }

    @Test
    void packetsComeInBatchesAsManyAsThereIsRoomFor() {
        long port = port();
        for (int i = 1; i <= 3; i++) {
            assertEquals(1, calls.postQueuedCompletionStatus(port, i, KEY + i, 0));
        }
        int entries = reserve(3 * ENTRY);
        int removed = reserve(4);
        assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entries), 2, at(removed), NOW, 0));
        assertEquals(2, memory.getInt(removed));
        assertEquals(KEY + 1, memory.getLong(entries));
        assertEquals(KEY + 2, memory.getLong(entries + ENTRY));
        assertEquals(2, memory.getInt(entries + ENTRY + ENTRY_BYTES));
        assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entries), 3, at(removed), NOW, 1));
        assertEquals(1, memory.getInt(removed));
        assertEquals(KEY + 3, memory.getLong(entries));
    }

    @Test
    void waitEndsAtItsTime() {
        long port = port();
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertEquals(-WAIT_TIMEOUT, calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), NOW, 0));
        for (int alertable = 0; alertable <= 1; alertable++) {
            long startNs = System.nanoTime();
            assertEquals(
                    -WAIT_TIMEOUT,
                    calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(removed), 200, alertable));
            long waitedNs = System.nanoTime() - startNs;
            // A wait may end up to a tick of the clock early.
            assertTrue(waitedNs > 180_000_000 && waitedNs < 10_000_000_000L, () -> "waited " + waitedNs + " ns");
        }
    }

    @Test
    void waitWithoutAnEndIsEndedFromAnotherThread() throws InterruptedException {
        long port = port();
        int entry = reserve(ENTRY);
        int removed = reserve(4);
        for (int round = 0; round < 200; round++) { // the post comes before the wait in some, within it in most
            long key = KEY + round;
            AtomicBoolean waits = new AtomicBoolean();
            Thread poster = new Thread(() -> {
                while (!waits.get()) {
                    Thread.onSpinWait();
                }
                calls.postQueuedCompletionStatus(port, 0, key, ADDRESS);
            });
            poster.start();
            waits.set(true);
            assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entry), 1, at(removed), FOREVER, 0));
            assertEquals(key, memory.getLong(entry));
            poster.join();
        }
    }

    @Test
    void handleIsAssociatedOnceWithItsKey() {
        long port = port();
        long[] pair = pair();
        associate(port, pair[1], KEY);
        assertEquals(-ERROR_INVALID_PARAMETER, calls.createIoCompletionPort(pair[1], port(), 1, 0));
        int overlapped = overlapped();
        int buffer = reserve(16);
        assertBegun(0, calls.wsaRecv(pair[1], at(buffers(buffer, 16)), 1, at(reserve(4)), at(overlapped)));
        assertEquals(5, calls.send(pair[0], at(bytes("hello")), 5, 0));
        assertEquals(5, completed(port, KEY, overlapped));
        assertEquals("hello", bytesAt(buffer, 5));
    }

    @Test
    void successThatSkipsThePortQueuesNothing() {
        long port = port();
        long[] pair = pair();
        associate(port, pair[0], KEY);
        assertEquals(1, calls.setFileCompletionNotificationModes(pair[0], SKIP_PORT_ON_SUCCESS));
        int overlapped = overlapped();
        int sent = bytes("x");
        assertEquals(0, calls.wsaSend(pair[0], at(buffers(sent, 1)), 1, 0, at(overlapped)));
        int entries = reserve(ENTRY);
        assertEquals(-WAIT_TIMEOUT, calls.getQueuedCompletionStatusEx(port, at(entries), 1, at(reserve(4)), 50, 0));
    }

    @Test
    void oneOperationIsCancelledAndThenAll() {
        long port = port();
        long[] pair = pair();
        associate(port, pair[1], KEY);
        int[] overlapped = {overlapped(), overlapped(), overlapped()};
        int buffers = buffers(reserve(16), 16);
        for (int o : overlapped) {
            assertEquals(-ERROR_IO_PENDING, calls.wsaRecv(pair[1], at(buffers), 1, at(reserve(4)), at(o)));
        }
        assertEquals(1, calls.cancelIoEx(pair[1], at(overlapped[1])));
        assertAborted(dequeue(port, 1), overlapped[1]);
        assertEquals(-ERROR_NOT_FOUND, calls.cancelIoEx(pair[1], at(overlapped[1])));
        assertEquals(1, calls.cancelIoEx(pair[1], 0));
        int entry = reserve(ENTRY);
        int removed = reserve(4);
        Set<Long> others = new HashSet<>();
        for (int i = 0; i < 2; i++) { // in whatever order
            assertEquals(1, calls.getQueuedCompletionStatusEx(port, at(entry), 1, at(removed), LONG_MILLIS, 0));
            others.add(memory.getLong(entry + ENTRY_OVERLAPPED));
        }
        assertEquals(Set.of(at(overlapped[0]), at(overlapped[2])), others);
    }

    private void assertAborted(int entry, int overlapped) {
        assertEquals(at(overlapped), memory.getLong(entry + ENTRY_OVERLAPPED));
        assertEquals(ERROR_OPERATION_ABORTED, calls.rtlNtStatusToDosError((int) memory.getLong(overlapped)));
    }

    @Test
    void errorsAreNegativeCodes() {
        int entries = reserve(ENTRY);
        int removed = reserve(4);
        assertEquals(-ERROR_INVALID_HANDLE, calls.createIoCompletionPort(BAD_HANDLE, port(), 0, 0));
        assertEquals(-ERROR_INVALID_HANDLE, calls.createIoCompletionPort(listener(), BAD_HANDLE, 0, 0));
        assertEquals(-ERROR_INVALID_PARAMETER, calls.createIoCompletionPort(-1, port(), 0, 0));
        assertEquals(
                -ERROR_INVALID_HANDLE,
                calls.getQueuedCompletionStatusEx(BAD_HANDLE, at(entries), 1, at(removed), NOW, 0));
        assertEquals(-ERROR_INVALID_HANDLE, calls.postQueuedCompletionStatus(BAD_HANDLE, 0, 0, 0));
        assertEquals(-ERROR_INVALID_HANDLE, calls.setFileCompletionNotificationModes(BAD_HANDLE, 1));
        assertEquals(-ERROR_INVALID_HANDLE, calls.cancelIoEx(BAD_HANDLE, 0));
    }
}
