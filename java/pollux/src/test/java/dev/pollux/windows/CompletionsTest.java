package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The array of OVERLAPPED_ENTRY, and a wait's milliseconds, on any system. */
class CompletionsTest {
    private final Completions completions = new Completions(4, buffer -> 0x1000);

    @Test
    void readsTheSystemsLayout() {
        assertEquals(4, completions.capacity());
        completions.put(0, -1, 0x1122_3344_5566_7788L, -2, 0);
        completions.put(1, Long.MIN_VALUE + 1, 0, Integer.MAX_VALUE, 2);
        assertEquals(0, completions.count(), "not before the wait has ended");
        completions.fill();
        assertEquals(2, completions.count());
        assertEquals(-1, completions.key(0));
        assertEquals(0x1122_3344_5566_7788L, completions.overlappedAddress(0));
        assertEquals(-2, completions.bytes(0));
        assertEquals(Long.MIN_VALUE + 1, completions.key(1));
        assertEquals(Integer.MAX_VALUE, completions.bytes(1));
        assertEquals(0x1000 + 4 * 32, completions.removedAddress());
        completions.clear();
        assertEquals(0, completions.count());
    }

    @Test
    void indexesAreChecked() {
        completions.put(0, 1, 2, 3, 1);
        completions.fill();
        for (int wrong : new int[] {-1, 1, 4, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> completions.key(wrong));
            assertThrows(IndexOutOfBoundsException.class, () -> completions.overlappedAddress(wrong));
            assertThrows(IndexOutOfBoundsException.class, () -> completions.bytes(wrong));
        }
    }

    @Test
    void whatTheSystemHasWrittenTellsHowItEnded() {
        Overlapped operation = pending();
        operation.putStatus(NtStatus.STATUS_CANCELLED);
        operation.putBytes(3);
        dequeue(operation.address(), 0, 9);
        operation.completed(completions, 1);
        assertEquals(NtStatus.STATUS_CANCELLED, operation.status());
        assertEquals(3, operation.bytes());
    }

    /** Wine leaves it unwritten if the thread that submitted it has just ended. */
    @Test
    void whereItHasWrittenNothingTheEntryTellsHowItEnded() {
        int[][] ends = {
            {0, 9, 0},
            {NtStatus.STATUS_CANCELLED, 0, WinError.ERROR_OPERATION_ABORTED},
            {NtStatus.STATUS_ALERTED, 0, WinError.ERROR_OPERATION_ABORTED}
        };
        for (int[] end : ends) {
            Overlapped operation = pending();
            operation.putStatus(NtStatus.STATUS_PENDING);
            dequeue(operation.address(), end[0], end[1]);
            operation.completed(completions, 1);
            assertEquals(end[0], operation.status());
            assertEquals(end[1], operation.bytes());
            assertEquals(end[2], operation.error());
        }
    }

    @Test
    void anothersCompletionIsRefused() {
        Overlapped operation = pending();
        dequeue(operation.address() + Block.SIZE, 0, 9);
        assertThrows(IllegalStateException.class, () -> operation.completed(completions, 1));
        assertTrue(operation.isPending());
        dequeue(operation.address(), 0, 9);
        operation.completed(completions, 1);
        assertThrows(IllegalStateException.class, () -> operation.completed(completions, 1), "it completes once");
    }

    private static Overlapped pending() {
        Overlapped operation = new OverlappedPool(buffer -> 0x2000).acquire();
        operation.begin(true);
        return operation;
    }

    /** As the second of two. */
    private void dequeue(long address, int status, int bytes) {
        completions.put(0, 1, 0, 0, 0);
        completions.put(1, 2, address, bytes, 2);
        completions.putStatus(1, status);
        completions.fill();
    }

    @Test
    void capacityIsChecked() {
        for (int wrong : new int[] {-1, 0, Completions.MAX_CAPACITY + 1}) {
            assertThrows(IllegalArgumentException.class, () -> new Completions(wrong, buffer -> 0));
        }
    }

    @Test
    void reservedPacketsAreDroppedAndTheOrderKept() {
        completions.put(0, Iocp.RESERVED_KEY, 0, 0, 0);
        completions.put(1, 11, 111, 1, 0);
        completions.put(2, Iocp.RESERVED_KEY, 0, 0, 0);
        completions.put(3, 33, 333, 3, 4);
        completions.fill();
        assertTrue(completions.dropReserved());
        assertEquals(2, completions.count());
        assertEquals(11, completions.key(0));
        assertEquals(33, completions.key(1));
        assertEquals(333, completions.overlappedAddress(1));
        assertEquals(3, completions.bytes(1));
        assertFalse(completions.dropReserved());
        assertEquals(2, completions.count());
    }

    @Test
    void millisecondsAreRoundedUpAndNeverInfiniteByAccident() {
        assertEquals(0, Iocp.toMillis(0));
        assertEquals(1, Iocp.toMillis(1));
        assertEquals(1, Iocp.toMillis(999_999));
        assertEquals(1, Iocp.toMillis(1_000_000));
        assertEquals(2, Iocp.toMillis(1_000_001));
        assertEquals(-2, Iocp.toMillis(Long.MAX_VALUE));
        assertEquals(-2, Iocp.toMillis(0xFFFF_FFFFL * 1_000_000), "one more would be INFINITE");
        assertEquals(-1, Iocp.toMillis(Iocp.INFINITE));
        assertEquals(-1, Iocp.toMillis(Long.MIN_VALUE));
    }
}
