package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

@LinuxTest
class EventFdTest {
    @Test
    void countsAndIsTakenWhole() throws IOException {
        try (EventFd counter = EventFd.create()) {
            assertEquals(0, counter.take());
            assertEquals(0, Ready.now(counter, Epoll.IN));
            assertTrue(counter.add(3));
            assertTrue(counter.add(4));
            assertTrue(counter.add(0));
            assertEquals(Epoll.IN, Ready.now(counter, Epoll.IN));
            assertEquals(7, counter.take());
            assertEquals(0, counter.take());
            assertEquals(0x80800, OpenDescriptors.flags(counter.fd()) & 0x80800, "CLOEXEC and NONBLOCK");
        }
    }

    @Test
    void semaphoreIsTakenOneByOne() throws IOException {
        try (EventFd semaphore = EventFd.createSemaphore(2)) {
            assertTrue(semaphore.add(1));
            assertEquals(1, semaphore.take());
            assertEquals(1, semaphore.take());
            assertEquals(1, semaphore.take());
            assertEquals(0, semaphore.take());
        }
        assertThrows(IllegalArgumentException.class, () -> EventFd.createSemaphore(-1));
    }

    @Test
    void overflowWouldBlock() throws IOException {
        try (EventFd counter = EventFd.create()) {
            assertThrows(IllegalArgumentException.class, () -> counter.add(-1));
            assertEquals(-2, EventFd.MAX_VALUE, "2^64 - 2, unsigned");
            assertTrue(counter.add(EventFd.MAX_VALUE));
            assertEquals(0, Ready.now(counter, Epoll.OUT));
            assertFalse(counter.add(1));
            assertTrue(counter.add(0));
            assertEquals(EventFd.MAX_VALUE, counter.take());
            assertTrue(counter.add(1));
            assertEquals(1, counter.take());
        }
    }

    @Test
    void closed() throws IOException {
        EventFd counter = EventFd.create();
        counter.close();
        assertThrows(ClosedChannelException.class, () -> counter.add(1));
        assertThrows(ClosedChannelException.class, counter::take);
    }
}
