package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A number belongs to whoever opened it until the last use has ended; and what is closed leaves nothing behind. */
@LinuxTest
class DescriptorSafetyTest {
    private static final int ROUNDS = 20_000;
    private static final long ENOUGH_NANOS = 2_000_000_000;

    /**
     * One thread uses a socket, another closes it, a third opens ones that take its number: each has a byte of its own
     * waiting in it, and the user must never see any but its own.
     */
    @Test
    void userNeverMeetsAStranger() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<LinuxStreamSocket> current = new AtomicReference<>();
        Task<Long> strangers = Task.start("strangers-", () -> openStrangers(stop));
        Task<Long> user = Task.start("user-", () -> use(current, stop));
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS && !user.isDone() && System.nanoTime() - start < ENOUGH_NANOS; round++) {
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            pair[1].send(ByteBuffer.allocate(1).put(0, (byte) 'u'));
            current.set(pair[0]);
            if (round % 4 == 0) {
                Thread.yield();
            }
            pair[0].close();
            pair[1].close();
        }
        stop.set(true);
        assertTrue(user.get() > 0);
        assertTrue(strangers.get() > 0);
    }

    private static long openStrangers(AtomicBoolean stop) throws IOException {
        long opened = 0;
        while (!stop.get()) {
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            pair[1].send(ByteBuffer.allocate(1).put(0, (byte) 's'));
            ByteBuffer own = ByteBuffer.allocate(2);
            assertEquals(1, pair[0].receive(own), "someone else took it, or sent more");
            assertEquals('s', own.get(0));
            pair[0].close();
            pair[1].close();
            opened++;
        }
        return opened;
    }

    private static long use(AtomicReference<LinuxStreamSocket> current, AtomicBoolean stop) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4);
        long used = 0;
        try (Epoll epoll = Epoll.create()) {
            EpollEvents events = new EpollEvents(8);
            while (!stop.get()) {
                LinuxStreamSocket socket = current.get();
                if (socket == null) {
                    continue;
                }
                try {
                    if (socket.receive(buffer.clear(), LinuxStreamSocket.PEEK) > 0) {
                        assertEquals('u', buffer.get(0));
                    }
                    epoll.add(socket, Epoll.IN, socket.fd());
                    epoll.delete(socket);
                    used++;
                } catch (ClosedChannelException e) {
                    assertTrue(!socket.isOpen()); // never EBADF, and only after the close
                }
            }
            assertEquals(0, epoll.await(events, 0), "what was added was deleted or closed");
        }
        return used;
    }

    @Test
    void closeGivesTheNumberBackOnce() throws Exception {
        for (int round = 0; round < 2000; round++) {
            EventFd one = EventFd.create();
            Task<Void> other = round % 20 == 0
                    ? Task.start("closer-", () -> {
                        one.close();
                        return null;
                    })
                    : null;
            one.close();
            EventFd next = EventFd.create();
            one.close();
            if (other != null) {
                other.get();
            }
            assertTrue(next.add(1), "its number was closed by another's close");
            assertEquals(1, next.take());
            next.close();
        }
    }

    @Test
    void openingAndClosingLeavesNothing() throws IOException {
        openAndClose(2000);
        Set<String> descriptors = OpenDescriptors.all();
        long direct = directMemory();
        long residentKib = residentKib();
        openAndClose(48_000); // a pair each, and an eventfd
        assertEquals(Set.of(), OpenDescriptors.addedTo(descriptors));
        long directNow = directMemory();
        assertTrue(directNow <= direct, () -> direct + " bytes of direct memory became " + directNow);
        long grownKib = residentKib() - residentKib;
        // A leak of 64 bytes for each of the 144 000 would be 9 MiB; the heap may have been touched for the first time.
        long heapKib = Runtime.getRuntime().maxMemory() >> 10;
        assertTrue(grownKib < heapKib / 2 + 65_536, () -> "grown by " + grownKib + " KiB");
    }

    private static void openAndClose(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            EventFd.create().close();
            pair[0].close();
            pair[1].close();
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    private static long residentKib() throws IOException {
        String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
        return Long.parseLong(pages[1]) * 4;
    }
}
