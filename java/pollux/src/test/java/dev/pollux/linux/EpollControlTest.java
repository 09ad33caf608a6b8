package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Kernel;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What add, modify and delete take, and how they refuse. */
@LinuxTest
class EpollControlTest {
    private final EpollEvents events = new EpollEvents(8);
    private Epoll epoll;
    private EventFd ready;

    @BeforeEach
    void open() throws IOException {
        epoll = Epoll.create();
        ready = EventFd.create();
        ready.add(1);
    }

    @AfterEach
    void close() {
        ready.close();
        epoll.close();
    }

    private void assertReports(int flags, long data) throws IOException {
        assertEquals(1, epoll.await(events, 0));
        assertEquals(1, events.size());
        assertEquals(flags, events.events(0));
        assertEquals(data, events.data(0));
    }

    @Test
    void addModifyDeleteByNumber() throws IOException {
        epoll.add(ready.fd(), Epoll.IN, 7);
        assertReports(Epoll.IN, 7);
        epoll.modify(ready.fd(), Epoll.OUT, 8);
        assertReports(Epoll.OUT, 8);
        epoll.delete(ready.fd());
        assertEquals(0, epoll.await(events, 0));
        epoll.add(ready.fd(), Epoll.IN, 9);
        assertReports(Epoll.IN, 9);
    }

    @Test
    void addModifyDeleteByDescriptor() throws IOException {
        epoll.add(ready, Epoll.IN, 7);
        assertReports(Epoll.IN, 7);
        epoll.modify(ready, Epoll.OUT, 8);
        assertReports(Epoll.OUT, 8);
        epoll.delete(ready);
        assertEquals(0, epoll.await(events, 0));
        epoll.add(ready, Epoll.IN | Epoll.OUT, 9);
        assertReports(Epoll.IN | Epoll.OUT, 9);
    }

    @Test
    void twiceIsRefusedAndLeavesTheFirst() throws IOException {
        epoll.add(ready, Epoll.IN, 7);
        String named = "descriptor " + ready.fd() + " in epoll descriptor " + epoll.fd();
        Failure.of("epoll_ctl(ADD)", Errno.EEXIST, named, () -> epoll.add(ready, Epoll.OUT, 8));
        Failure.of("epoll_ctl(ADD)", Errno.EEXIST, named, () -> epoll.add(ready.fd(), Epoll.OUT, 8));
        assertReports(Epoll.IN, 7);
    }

    @Test
    void whatWasNotAddedIsRefused() {
        Failure.of("epoll_ctl(MOD)", Errno.ENOENT, "", () -> epoll.modify(ready, Epoll.IN, 1));
        Failure.of("epoll_ctl(MOD)", Errno.ENOENT, "", () -> epoll.modify(ready.fd(), Epoll.IN, 1));
        Failure.of("epoll_ctl(DEL)", Errno.ENOENT, "", () -> epoll.delete(ready));
        Failure.of("epoll_ctl(DEL)", Errno.ENOENT, "", () -> epoll.delete(ready.fd()));
    }

    @Test
    void closedDescriptorIsRefused() {
        ready.close();
        assertThrows(ClosedChannelException.class, () -> epoll.add(ready, Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.modify(ready, Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.delete(ready));
    }

    @Test
    void closedInstanceIsRefused() throws IOException {
        epoll.add(ready, Epoll.IN, 1);
        epoll.close();
        assertFalse(epoll.isOpen());
        assertThrows(ClosedChannelException.class, () -> epoll.add(ready, Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.add(ready.fd(), Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.modify(ready, Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.modify(ready.fd(), Epoll.IN, 1));
        assertThrows(ClosedChannelException.class, () -> epoll.delete(ready));
        assertThrows(ClosedChannelException.class, () -> epoll.delete(ready.fd()));
        assertThrows(ClosedChannelException.class, () -> epoll.await(events, 0));
        assertThrows(ClosedChannelException.class, () -> epoll.await(events, Epoll.INFINITE));
        assertThrows(ClosedChannelException.class, epoll::busyPoll);
        assertThrows(ClosedChannelException.class, () -> epoll.busyPoll(new BusyPoll(0, 8, false)));
        assertTrue(ready.isOpen(), "a refused call must not close the descriptor, or keep it acquired");
        ready.close();
        assertFalse(OpenDescriptors.isOpen(ready.fd())
                && OpenDescriptors.target(ready.fd()).contains("eventfd"));
    }

    @Test
    void numberThatNobodyHasIsRefused() {
        int none = 1_000_000;
        Failure.of("epoll_ctl(ADD)", Errno.EBADF, "descriptor " + none, () -> epoll.add(none, Epoll.IN, 1));
        Failure.of("epoll_ctl(MOD)", Errno.EBADF, "descriptor " + none, () -> epoll.modify(none, Epoll.IN, 1));
        Failure.of("epoll_ctl(DEL)", Errno.EBADF, "descriptor " + none, () -> epoll.delete(none));
    }

    @Test
    void negativeNumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> epoll.add(-1, Epoll.IN, 1));
        assertThrows(IllegalArgumentException.class, () -> epoll.modify(-1, Epoll.IN, 1));
        assertThrows(IllegalArgumentException.class, () -> epoll.delete(Integer.MIN_VALUE));
    }

    @Test
    void regularFileIsRefused(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), "content");
        try (LinuxFile file = LinuxFile.open(path)) {
            Failure.of("epoll_ctl(ADD)", Errno.EPERM, "", () -> epoll.add(file, Epoll.IN, 1));
            Failure.of("epoll_ctl(ADD)", Errno.EPERM, "", () -> epoll.add(file.fd(), Epoll.IN, 1));
        }
        try (LinuxFile directory = LinuxFile.open(folder)) {
            Failure.of("epoll_ctl(ADD)", Errno.EPERM, "", () -> epoll.add(directory, Epoll.IN, 1));
        }
    }

    @Test
    void itselfIsRefused() {
        Failure.of("epoll_ctl(ADD)", Errno.EINVAL, "", () -> epoll.add(epoll, Epoll.IN, 1));
        Failure.of("epoll_ctl(ADD)", Errno.EINVAL, "", () -> epoll.add(epoll.fd(), Epoll.IN, 1));
    }

    @Test
    void notAnInstanceIsNoInstance() {
        // What this API can't express, one binding-level call can: the refusal is the kernel's own.
        int result = Linux.CALLS.epollCtl(ready.fd(), 1, epoll.fd(), Scratch.at(Scratch.get(), Scratch.EVENT));
        assertEquals(-Errno.EINVAL, result);
    }

    @Test
    void loopsAreRefused() throws IOException {
        try (Epoll other = Epoll.create()) {
            epoll.add(other, Epoll.IN, 1);
            Failure.of("epoll_ctl(ADD)", Errno.ELOOP, "", () -> other.add(epoll, Epoll.IN, 1));
        }
    }

    @Test
    void tooDeepIsRefused() throws IOException {
        List<Epoll> chain = new ArrayList<>();
        try {
            chain.add(Epoll.create());
            int refusal = Kernel.isAtLeast(5, 11) ? Errno.ELOOP : Errno.EINVAL;
            Failure.of("epoll_ctl(ADD)", refusal, "", () -> {
                for (int depth = 0; depth < 16; depth++) {
                    Epoll outer = Epoll.create();
                    chain.add(outer);
                    outer.add(chain.get(depth), Epoll.IN, 1);
                }
            });
            assertTrue(chain.size() > 3, "some nesting is allowed");
        } finally {
            chain.forEach(Epoll::close);
        }
    }

    @Test
    void instanceInInstanceReportsItsReadiness() throws IOException {
        try (Epoll inner = Epoll.create()) {
            epoll.add(inner, Epoll.IN, 5);
            assertEquals(0, epoll.await(events, 0));
            inner.add(ready, Epoll.IN, 1);
            assertReports(Epoll.IN, 5);
        }
    }

    @Test
    void dataRoundTrips() throws IOException {
        epoll.add(ready, Epoll.IN, 0);
        for (int bit = 0; bit < 63; bit++) {
            epoll.modify(ready, Epoll.IN, 1L << bit);
            assertReports(Epoll.IN, 1L << bit);
        }
        for (long data : new long[] {
            0, -1, Long.MAX_VALUE, Long.MIN_VALUE + 1, 0x0123_4567_89AB_CDEFL, 0xFEDC_BA98_7654_3210L, 0xFFFF_FFFFL
        }) {
            epoll.modify(ready, Epoll.IN, data);
            assertReports(Epoll.IN, data);
        }
    }

    @Test
    void reservedDataIsRefused() throws IOException {
        assertEquals(1L << 63, Epoll.RESERVED_DATA);
        assertThrows(IllegalArgumentException.class, () -> epoll.add(ready, Epoll.IN, Epoll.RESERVED_DATA));
        assertThrows(IllegalArgumentException.class, () -> epoll.add(ready.fd(), Epoll.IN, Epoll.RESERVED_DATA));
        epoll.add(ready, Epoll.IN, 3);
        assertThrows(IllegalArgumentException.class, () -> epoll.modify(ready, Epoll.IN, Epoll.RESERVED_DATA));
        assertThrows(IllegalArgumentException.class, () -> epoll.modify(ready.fd(), Epoll.IN, Epoll.RESERVED_DATA));
        assertReports(Epoll.IN, 3);
    }

    @Test
    void instanceIsNotInherited() throws IOException {
        int cloexec = 0x80000;
        assertEquals(cloexec, OpenDescriptors.flags(epoll.fd()) & cloexec);
        assertEquals("anon_inode:[eventpoll]", OpenDescriptors.target(epoll.fd()));
        assertTrue(epoll.toString().contains("fd " + epoll.fd()), epoll.toString());
    }

    @Test
    void controlFromAnotherThreadActsOnAWaitUnderWay() throws Exception {
        Task<Integer> waiter = Task.startAsleep("epoll-ctl-wait", () -> epoll.await(events, Ready.LONG_NANOS));
        epoll.add(ready, 0, 1);
        epoll.modify(ready, Epoll.IN, 11);
        assertEquals(1, waiter.get());
        assertEquals(11, events.data(0));
    }
}
