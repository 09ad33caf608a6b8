package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Recorder;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.PipeEnd;
import dev.pollux.linux.TimerFd;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any descriptor in a port; refused where there are none. */
abstract class DescriptorContract extends PortContract {
    DescriptorContract(Backend backend) {
        super(backend);
    }

    @TempDir
    Path directory;

    private boolean refused() {
        if (port.capabilities().contains(Capability.DESCRIPTORS)) {
            return false;
        }
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class,
                () -> port.register(0, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertTrue(refusal.getMessage().contains("DESCRIPTORS"), refusal::getMessage);
        return true;
    }

    @Test
    void descriptorOfAnotherSystemIsRefusedAndLeavesNothingBehind() throws Exception {
        if (refused()) {
            return;
        }
        EventFd counter = opened(EventFd.create());
        assertThrows(
                IllegalArgumentException.class,
                () -> port.register(
                        new OfAnotherSystem(counter.fd()), Interest.READ, TriggerMode.LEVEL, new Recorder()));
        Recorder counted = new Recorder();
        port.register(counter.fd(), Interest.READ, TriggerMode.LEVEL, counted);
        counter.add(1);
        pollUntilCount(counted, 1);
        assertEquals(1, Inside.of(port).registrations().size());
    }

    private record OfAnotherSystem(int fd) implements OpenDescriptor {
        @Override
        public int number() {
            return fd;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void countersTimersAndPipesAreReported() throws Exception {
        if (refused()) {
            return;
        }
        EventFd counter = opened(EventFd.create());
        PipeEnd[] pipe = PipeEnd.open();
        opened(pipe[0]);
        opened(pipe[1]);
        Recorder counted = new Recorder();
        Recorder read = new Recorder();
        Registration registration = port.register(counter, Interest.READ, TriggerMode.EDGE, counted);
        port.register(pipe[0].fd(), Interest.READ, TriggerMode.LEVEL, read);
        pollForNothing();
        assertEquals(0, counted.count() + read.count());
        counter.add(3);
        pollUntilCount(counted, 1);
        pollForNothing();
        assertEquals(1, counted.count());
        pipe[1].send(ByteBuffer.wrap(new byte[2]));
        pollUntilCount(read, 2);
        assertThrows(
                IllegalStateException.class,
                () -> port.register(counter, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertThrows(
                IllegalStateException.class,
                () -> port.register(pipe[0].fd(), Interest.READ, TriggerMode.LEVEL, new Recorder()));
        pollUntilCount(read, 3); // the first goes on
        for (TimerFd.Clock clock : TimerFd.Clock.values()) {
            TimerFd timer = opened(TimerFd.create(clock));
            Recorder expired = new Recorder();
            Registration registered = port.register(timer, Interest.READ, TriggerMode.LEVEL, expired);
            timer.arm(1_000_000, 0);
            pollUntilCount(expired, 1);
            assertEquals(1, timer.take(), () -> "expirations by " + clock);
            registered.close();
        }
        assertEquals(counter.fd(), ((DescriptorSource) registration.source()).fd());
    }

    @Test
    void aNumberIsBorrowedAndADescriptorIsNot() throws Exception {
        if (refused()) {
            return;
        }
        EventFd number = opened(EventFd.create());
        EventFd descriptor = opened(EventFd.create());
        Registration borrowed = port.register(number.fd(), Interest.READ, TriggerMode.LEVEL, new Recorder());
        Registration owned = port.register(descriptor, Interest.READ, TriggerMode.LEVEL, new Recorder());
        borrowed.source().close();
        owned.source().close();
        assertFalse(borrowed.isOpen() || owned.isOpen());
        assertFalse(descriptor.isOpen());
        assertTrue(number.add(1));
        port.register(number.fd(), Interest.READ, TriggerMode.LEVEL, new Recorder())
                .close();
        assertEquals(List.of(), Inside.of(port).registrations());
    }

    /** The number of one that was closed before its registration is another's: that one is not taken out with it. */
    @Test
    void aLateCloseLeavesTheSuccessorAlone() throws Exception {
        if (refused()) {
            return;
        }
        EventFd first = EventFd.create();
        Registration late = port.register(first.fd(), Interest.READ, TriggerMode.LEVEL, new Recorder());
        first.close();
        EventFd second = opened(EventFd.create()); // mostly with the first's number
        Recorder recorder = new Recorder();
        port.register(second, Interest.READ, TriggerMode.LEVEL, recorder);
        late.close();
        second.add(1);
        pollUntilCount(recorder, 1);
    }

    @Test
    void aDescriptorClosedByTheProgramEndsItsRegistration() throws Exception {
        if (refused()) {
            return;
        }
        Recorder recorder = new Recorder();
        for (int i = 0; i < 1000; i++) {
            EventFd counter = EventFd.create();
            Registration registration = port.register(counter, Interest.WRITE, TriggerMode.LEVEL, recorder);
            counter.close();
            assertFalse(registration.isOpen());
        }
        pollForNothing();
        assertEquals(0, recorder.count());
        assertEquals(List.of(), Inside.of(port).registrations());
        assertTrue(((EpollPort) port).slotsUsed() <= 256);
    }

    @Test
    void whatCannotBePolledIsRefusedAndLeavesNothing() throws Exception {
        if (refused()) {
            return;
        }
        try (LinuxFile file = LinuxFile.open(Files.writeString(directory.resolve("file"), "x"))) {
            assertCode("EPERM", () -> port.register(file, Interest.READ, TriggerMode.LEVEL, new Recorder()));
            assertCode("EPERM", () -> port.register(file.fd(), Interest.READ, TriggerMode.LEVEL, new Recorder()));
        }
        assertCode("EBADF", () -> port.register(1_000_000, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertThrows(
                IllegalArgumentException.class,
                () -> port.register(-1, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        EventFd closed = EventFd.create();
        closed.close();
        assertThrows(
                ClosedChannelException.class,
                () -> port.register(closed, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertEquals(List.of(), Inside.of(port).registrations());
    }

    /** The number is the caller's: nothing may grow with it, and nobody else may suffer. */
    @Test
    void aNumberThatIsNoDescriptorIsRefusedAndCostsNothing() throws Exception {
        if (refused()) {
            return;
        }
        EventFd counter = opened(EventFd.create());
        Recorder recorder = new Recorder();
        Registration good = port.register(counter.fd(), Interest.NONE, TriggerMode.LEVEL, recorder);
        int room = ((EpollPort) port).numbersRoom();
        for (int number : new int[] {1_000_000, 100_000_000, 1_000_000_000, 1 << 30, Integer.MAX_VALUE}) {
            assertCode("EBADF", () -> port.register(number, Interest.READ, TriggerMode.LEVEL, new Recorder()));
            good.modify(Interest.READ);
            counter.add(1);
            int before = recorder.count();
            pollUntilCount(recorder, before + 1);
            counter.take();
            good.modify(Interest.NONE);
            pollForNothing();
        }
        assertEquals(room, ((EpollPort) port).numbersRoom());
        assertEquals(List.of(good), Inside.of(port).registrations());
        assertWaitsInFull();
    }

    /** Refused as it is registered by its number: that registration goes on, and can still be changed. */
    @Test
    void aRefusedDescriptorLeavesItsNumbersRegistrationAlone() throws Exception {
        if (refused()) {
            return;
        }
        EventFd counter = opened(EventFd.create());
        Recorder recorder = new Recorder();
        Registration byNumber = port.register(counter.fd(), Interest.NONE, TriggerMode.LEVEL, recorder);
        assertThrows(
                IllegalStateException.class,
                () -> port.register(counter, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        byNumber.modify(Interest.WRITE);
        pollUntilCount(recorder, 1);
        byNumber.close();
        pollForNothing();
        assertWaitsInFull();
    }

    /** Many numbers, in an order of their own, some of which come and go: each is found again. */
    @Test
    void manyNumbersAreKeptApart() throws Exception {
        if (refused()) {
            return;
        }
        java.util.Random random = new java.util.Random(7);
        int n = 300;
        EventFd[] counters = new EventFd[n];
        Registration[] registrations = new Registration[n];
        int[] told = new int[n];
        for (int i = 0; i < n; i++) {
            counters[i] = opened(EventFd.create());
        }
        for (int step = 0; step < 3000; step++) {
            int its = random.nextInt(n);
            if (registrations[its] == null) {
                registrations[its] = port.register(
                        counters[its].fd(), Interest.NONE, TriggerMode.LEVEL, (registration, readiness) -> told[its]++);
            } else {
                registrations[its].close();
                registrations[its] = null;
            }
        }
        for (int i = 0; i < n; i++) {
            if (registrations[i] != null) {
                registrations[i].modify(Interest.WRITE);
            }
        }
        port.poll(0);
        port.poll(0);
        for (int i = 0; i < n; i++) {
            assertEquals(registrations[i] != null, told[i] > 0, "number " + i);
        }
    }

    private static void assertCode(String name, Await.Action action) {
        IOException failure = assertThrows(IOException.class, action::run);
        assertEquals(name, SystemCallException.of(failure).codeName());
    }
}
