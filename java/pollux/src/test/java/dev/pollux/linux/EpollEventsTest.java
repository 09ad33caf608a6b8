package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The array that waits fill: layout, bounds, growth, and more ready than it holds. */
@LinuxTest
class EpollEventsTest {
    private static final int MANY = 100;
    private final EventFd[] ready = new EventFd[MANY];
    private Epoll epoll;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
        for (int i = 0; i < MANY; i++) {
            ready[i] = EventFd.create();
            ready[i].add(1);
        }
    }

    @AfterEach
    void close() {
        for (EventFd one : ready) {
            one.close();
        }
        epoll.close();
    }

    private void addAll(int flags) throws IOException {
        for (int i = 0; i < MANY; i++) {
            epoll.add(ready[i], flags, i);
        }
    }

    @Test
    void layoutIsTheKernels() {
        boolean packed = java.util.Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        assertEquals(packed ? 12 : 16, EpollEvents.SIZE);
        assertEquals(packed ? 4 : 8, EpollEvents.DATA);
    }

    @Test
    void eventsOfOneBatchDoNotOverlap() throws IOException {
        addAll(Epoll.IN | Epoll.OUT);
        EpollEvents events = new EpollEvents(MANY);
        assertEquals(MANY, epoll.await(events, 0));
        BitSet seen = new BitSet();
        for (int i = 0; i < MANY; i++) {
            assertEquals(Epoll.IN | Epoll.OUT, events.events(i));
            seen.set(Math.toIntExact(events.data(i)));
        }
        assertEquals(MANY, seen.cardinality());
    }

    @Test
    void moreReadyThanTheArrayStarvesNobody() throws IOException {
        addAll(Epoll.IN);
        EpollEvents events = new EpollEvents(7, 7);
        BitSet seen = new BitSet();
        for (int rounds = 0; rounds < MANY / 7 + 1; rounds++) {
            assertEquals(7, epoll.await(events, 0));
            for (int i = 0; i < 7; i++) {
                seen.set((int) events.data(i));
            }
        }
        assertEquals(MANY, seen.cardinality(), "level-triggered events come round");
        assertEquals(7, events.capacity());
    }

    @Test
    void edgesBeyondTheArrayAreKept() throws IOException {
        addAll(Epoll.IN | Epoll.ET);
        EpollEvents events = new EpollEvents(9, 9);
        BitSet seen = new BitSet();
        int n;
        while ((n = epoll.await(events, 0)) > 0) {
            for (int i = 0; i < n; i++) {
                assertTrue(!seen.get((int) events.data(i)), "an edge is told once");
                seen.set((int) events.data(i));
            }
        }
        assertEquals(MANY, seen.cardinality());
    }

    @Test
    void growsByDoublingOnceFilled() throws IOException {
        addAll(Epoll.IN);
        EpollEvents events = new EpollEvents(3, 20);
        int[] capacities = {3, 6, 12, 20, 20};
        for (int capacity : capacities) {
            assertEquals(capacity, epoll.await(events, 0));
            assertEquals(capacity, events.size());
            assertEquals(capacity, events.capacity());
        }
    }

    @Test
    void doesNotGrowUnlessFilled() throws IOException {
        epoll.add(ready[0], Epoll.IN, 1);
        EpollEvents events = new EpollEvents(2);
        for (int i = 0; i < 5; i++) {
            assertEquals(1, epoll.await(events, 0));
        }
        assertEquals(2, events.capacity());
        assertEquals(EpollEvents.DEFAULT_MAX_CAPACITY, 4096);
        epoll.delete(ready[0]);
        assertEquals(0, epoll.await(events, 0));
        assertEquals(0, events.size());
    }

    @Test
    void indexIsChecked() throws IOException {
        EpollEvents events = new EpollEvents(4);
        assertEquals(0, events.size());
        assertThrows(IndexOutOfBoundsException.class, () -> events.events(0));
        epoll.add(ready[0], Epoll.IN, 1);
        assertEquals(1, epoll.await(events, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> events.events(1));
        assertThrows(IndexOutOfBoundsException.class, () -> events.data(1));
        assertThrows(IndexOutOfBoundsException.class, () -> events.data(-1));
        epoll.close();
        assertThrows(java.nio.channels.ClosedChannelException.class, () -> epoll.await(events, 0));
    }

    @Test
    void capacityIsChecked() {
        assertThrows(IllegalArgumentException.class, () -> new EpollEvents(0));
        assertThrows(IllegalArgumentException.class, () -> new EpollEvents(-1));
        assertThrows(IllegalArgumentException.class, () -> new EpollEvents(5, 4));
        assertThrows(IllegalArgumentException.class, () -> new EpollEvents(1, (1 << 24) + 1));
        assertEquals(5000, new EpollEvents(5000).capacity());
        assertEquals(1, new EpollEvents(1, 1).capacity());
    }
}
