package dev.pollux.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What is left of pieces of memory, wherever a transfer has ended, and however it went there. */
class MemoryPartsTest {
    private static final long[] ADDRESSES = {-1, 1000, 2000, 3000, 4000, -1};
    private static final int[] LENGTHS = {-1, 3, 0, 1, 5, -1};

    private final MemoryParts parts = new MemoryParts();

    /** Where each byte lies that is left. */
    private String left() {
        StringBuilder bytes = new StringBuilder();
        int count = 0;
        for (int i = parts.first(); i < parts.first() + parts.count(); i++) {
            for (int at = 0; at < parts.lengths()[i]; at++, count++) {
                bytes.append(parts.addresses()[i] + at).append(' ');
            }
        }
        assertEquals(count, parts.left());
        return bytes.toString();
    }

    @Test
    void whateverWasTransferredTheRestIsLeft() {
        parts.set(ADDRESSES, LENGTHS, 1, 4);
        String all = "1000 1001 1002 3000 4000 4001 4002 4003 4004 ";
        for (int from = 0; from <= 9; from++) {
            for (int to = 0; to <= 9; to++) {
                parts.moveTo(from);
                assertEquals(all.substring(5 * from), left());
                parts.moveTo(to);
                assertEquals(all.substring(5 * to), left());
                assertEquals(to, parts.done());
            }
        }
    }

    @Test
    void otherPiecesTakeTheirPlace() {
        parts.set(ADDRESSES, LENGTHS, 1, 4);
        parts.moveTo(6);
        parts.set(ADDRESSES, LENGTHS, 3, 1);
        assertEquals("3000 ", left());
        parts.moveTo(1);
        assertEquals("", left());
        assertEquals(0, parts.count());
        parts.set(new long[100], new int[100], 0, 100);
        assertEquals("", left());
    }
}
