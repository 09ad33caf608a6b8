package dev.pollux.internal.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.TriggerMode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class SlotTableTest {
    private final SlotTable table = new SlotTable();

    private static EpollRegistration registration() {
        return new EpollRegistration(null, new EpollDescriptorSource(0), Interest.READ, TriggerMode.LEVEL, null);
    }

    @Test
    void aSlotsSuccessorIsNotFoundByItsPredecessorsData() throws Exception {
        EpollRegistration first = registration();
        long firstData = table.put(first);
        assertSame(first, table.get(firstData));
        table.remove(firstData);
        assertNull(table.get(firstData));
        EpollRegistration second = registration();
        long secondData = table.put(second);
        assertEquals((int) firstData, (int) secondData, "the slot is used again");
        assertNotEquals(firstData, secondData);
        assertNull(table.get(firstData));
        assertSame(second, table.get(secondData));
    }

    @Test
    void removingTwiceFreesOnce() throws Exception {
        long data = table.put(registration());
        table.remove(data);
        table.remove(data);
        long first = table.put(registration());
        table.remove(data); // a stale one frees nothing
        assertNotEquals((int) first, (int) table.put(registration()));
        assertEquals(2, table.list().size());
    }

    @Test
    void growsAndKeepsAll() throws Exception {
        Set<Long> all = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            EpollRegistration registration = registration();
            long data = table.put(registration);
            assertTrue(data >= 0 && all.add(data));
            assertSame(registration, table.get(data));
        }
        assertEquals(1000, table.list().size());
        for (long data : all) {
            assertEquals(data, table.get(data).data());
            table.remove(data);
        }
        assertEquals(0, table.list().size());
    }

    @Test
    void strangersDataIsNobodys() throws Exception {
        table.put(registration());
        for (long data : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1L << 32 | 5000, 2L << 32, 1L << 32 | 1}) {
            assertNull(table.get(data), Long.toHexString(data));
        }
    }
}
