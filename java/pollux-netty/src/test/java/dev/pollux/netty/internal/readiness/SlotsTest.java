package dev.pollux.netty.internal.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That an event finds who it is for, and nobody else. */
class SlotsTest {
    private final Slots slots = new Slots();

    @Test
    void anEventOfOneThatHasGoneFindsNobody() {
        EpollRegistration first = new EpollRegistration(null, null);
        EpollRegistration second = new EpollRegistration(null, null);
        long gone = slots.add(first);
        slots.remove(gone);
        long now = slots.add(second);
        assertEquals((int) gone, (int) now, "the slot is used again");
        assertNotEquals(gone, now);
        assertNull(slots.find(gone));
        assertSame(second, slots.find(now));
        slots.remove(gone);
        assertSame(second, slots.find(now));
    }

    @Test
    void manyAreFound() {
        List<EpollRegistration> all = new ArrayList<>();
        List<Long> data = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(new EpollRegistration(null, null));
            data.add(slots.add(all.get(i)));
        }
        for (int i = 0; i < 1000; i++) {
            assertSame(all.get(i), slots.find(data.get(i)));
        }
        List<EpollRegistration> told = new ArrayList<>();
        slots.forEach(told::add);
        assertEquals(all, told);
    }

    @Test
    void aWakeupsDataIsNobodys() {
        slots.add(new EpollRegistration(null, null));
        assertNull(slots.find(0xFFFF_FFFFL));
    }
}
