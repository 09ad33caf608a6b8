package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.TestBinding;
import dev.pollux.internal.epoll.ChannelDescriptor;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.internal.epoll.EpollRegistration;
import dev.pollux.internal.epoll.EpollSource;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.recording.Recorded;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.EventFd;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources that are closed while their open file description lives on: epoll would report them for ever. */
class DuplicateTest extends PortContract {
    private static final int F_DUPFD = 0;
    private static final int PER_WORKER = 100;
    private static final TriggerMode LEVEL = TriggerMode.LEVEL;

    private final List<Integer> duplicates = new ArrayList<>();
    private LinuxCalls calls;

    DuplicateTest() {
        super(Backend.EPOLL);
    }

    @BeforeEach
    void findCalls() {
        calls = TestBinding.linux();
    }

    @AfterEach
    void closeDuplicates() {
        for (int duplicate : duplicates) { // none, if there was no binding to make one by
            calls.close(duplicate);
        }
    }

    private int duplicate(int fd) {
        int duplicate = calls.fcntl(fd, F_DUPFD, 0);
        assertTrue(duplicate >= 0, "F_DUPFD: " + duplicate);
        duplicates.add(duplicate);
        return duplicate;
    }

    private long rebuilds() {
        return Inside.of(port).counters.get(LoopCounters.REBUILDS);
    }

    private void assertNeverReported(Connection c) throws Exception {
        c.peerSends("x");
        pollForNothing();
        assertWaitsInFull();
        assertEquals(0, rebuilds());
    }

    /** It spins until then: a level-triggered event for nobody, in each turn. */
    private void pollUntilRebuilt() throws Exception {
        long before = rebuilds();
        Await.until("the set is made anew", () -> rebuilds() > before, () -> port.poll(MOMENT_NANOS));
        pollForNothing();
        assertWaitsInFull();
        assertEquals(before + 1, rebuilds());
    }

    /** The number was given out, so a duplicate may be there. */
    @Test
    void whoseNumberWasAskedForIsDeletedBeforeItIsClosed() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        duplicate(Inside.descriptor(c.socket()).fd());
        c.socket().close();
        assertNeverReported(c);
    }

    @Test
    void whatWasPassedToAnotherProcessIsDeletedBeforeItIsClosed() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        dev.pollux.linux.LinuxStreamSocket[] pair = dev.pollux.linux.LinuxStreamSocket.pair();
        opened(pair[0]);
        opened(pair[1]);
        pair[0].sendDescriptors(
                ByteBuffer.allocate(1), (dev.pollux.linux.LinuxStreamSocket) Inside.descriptor(c.socket()));
        c.socket().close();
        assertNeverReported(c); // as long as it is on its way
        int[] got = new int[1];
        assertEquals(1, pair[1].receiveDescriptors(ByteBuffer.allocate(1), got));
        duplicates.add(got[0]);
        assertNeverReported(c);
    }

    /** Of an ordinary connection nobody has the number: to close it costs no system call more. */
    @Test
    void whatNobodyElseCanHaveIsNotDeleted() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        assertTrue(c.socket().toString().contains("fd "), "a message names it");
        assertFalse(Inside.descriptor(c.socket()).isShared());
        long before = Inside.of(port).counters.get(LoopCounters.CONTROL_CALLS);
        c.socket().close();
        assertEquals(before, Inside.of(port).counters.get(LoopCounters.CONTROL_CALLS));
    }

    @Test
    void whatWasDuplicatedBehindOurBackMakesANewSet() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        duplicate(Inside.descriptor(c.socket()).number());
        c.socket().close();
        c.peerSends("x");
        pollUntilRebuilt();
    }

    @Test
    void aNewSetIsRecorded() throws Exception {
        Recorded.require();
        try (Recorded recorded = new Recorded().start()) {
            Connection c = connection();
            Connection other = connection();
            register(c.socket(), Interest.READ, new Recorder());
            register(other.socket(), Interest.READ, new Recorder());
            duplicate(Inside.descriptor(c.socket()).number());
            c.socket().close();
            c.peerSends("x");
            pollUntilRebuilt();
            RecordedEvent rebuilt = recorded.await(
                    Recorded.PORT_REBUILT, event -> event.getString("port").equals(port.describe()), Thread::yield);
            assertEquals(1, rebuilt.getInt("registrations"), rebuilt::toString);
            assertEquals("", rebuilt.getString("failure"));
            assertTrue(rebuilt.getDuration().toNanos() > 0, rebuilt::toString);
        }
    }

    @Test
    void aChannelOfTheJdksThatWasDuplicatedMakesANewSet() throws Exception {
        StreamListener to = listener(port);
        SocketChannel channel = opened(SocketChannel.open(to.localAddress()));
        StreamSocket[] accepted = new StreamSocket[1];
        Await.until("the connection is accepted", () -> (accepted[0] = to.accept()) != null);
        StreamSocket peer = opened(accepted[0]);
        channel.configureBlocking(false);
        Registration registration = port.register(channel, Interest.READ, LEVEL, new Recorder());
        duplicate(((EpollSource) registration.source()).number());
        channel.close();
        peer.write(ByteBuffer.allocate(1));
        pollUntilRebuilt();
        assertEquals(0, Inside.of(port).sourceCount());
    }

    @Test
    void aDescriptorThatTheProgramClosedMakesANewSet() throws Exception {
        EventFd counter = opened(EventFd.create());
        port.register(counter, Interest.WRITE, LEVEL, new Recorder().then((registration, readiness) -> {}));
        duplicate(counter.number());
        counter.close();
        pollUntilRebuilt();
        assertEquals(0, Inside.of(port).sourceCount());
    }

    /** Its registration was to be closed before it. */
    @Test
    void aNumberThatWasClosedTooEarlyMakesANewSet() throws Exception {
        int number = calls.eventfd(1, 0x800);
        Registration registration = port.register(number, Interest.READ, LEVEL, new Recorder());
        duplicate(number);
        calls.close(number);
        registration.close();
        pollUntilRebuilt();
    }

    /** A selector deletes a channel's key before it closes the channel's descriptor. */
    @Test
    void aSelectorIsNotHaunted() throws Exception {
        try (ReadinessPort nio = ReadinessPort.open(Backend.NIO)) {
            SocketChannel channel = opened(SocketChannel.open(listener.localAddress()));
            StreamSocket[] accepted = new StreamSocket[1];
            Await.until("the connection is accepted", () -> (accepted[0] = listener.accept()) != null);
            StreamSocket peer = opened(accepted[0]);
            channel.configureBlocking(false);
            nio.register(channel, Interest.READ, LEVEL, new Recorder());
            nio.poll(0);
            duplicate(ChannelDescriptor.of(channel));
            channel.close();
            peer.write(ByteBuffer.allocate(1));
            nio.poll(0);
            long startNanos = System.nanoTime();
            assertEquals(0, nio.poll(5 * MOMENT_NANOS));
            assertTrue(System.nanoTime() - startNanos >= 5 * MOMENT_NANOS, "the wait ended early: it would spin");
        }
    }

    /** All that there is of registrations is in the new set as it was in the old one. */
    @Test
    void theNewSetHasAllAsItWas() throws Exception {
        port.poll(0); // this thread is the one that polls
        List<Recorder> recorders = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        for (TriggerMode mode : TriggerMode.values()) {
            for (boolean paused : new boolean[] {false, true}) {
                Connection c = connection();
                Recorder recorder = new Recorder().then((registration, readiness) -> drain(c));
                Registration registration = port.register(c.socket(), Interest.READ, mode, recorder);
                if (paused) {
                    registration.pause();
                }
                connections.add(c);
                recorders.add(recorder);
                registrations.add(registration);
            }
        }
        Connection spentConnection = connection();
        Recorder spent = new Recorder().then((registration, readiness) -> drain(spentConnection));
        Registration spentRegistration =
                port.register(spentConnection.socket(), Interest.READ, TriggerMode.ONESHOT, spent);
        spentConnection.peerSends("x");
        pollUntilCount(spent, 1);
        EventFd counter = opened(EventFd.create());
        Recorder counted = new Recorder().then((registration, readiness) -> counter.take());
        port.register(counter.number(), Interest.READ, LEVEL, counted);
        EventFd owned = opened(EventFd.create());
        Recorder ownedCounted = new Recorder().then((registration, readiness) -> owned.take());
        Registration changed = port.register(owned, Interest.NONE, LEVEL, ownedCounted);
        changed.modify(Interest.READ); // not told yet
        int sources = Inside.of(port).sourceCount();

        ((EpollPort) port).rebuild().run();
        assertEquals(sources, Inside.of(port).sourceCount());
        pollForNothing();
        assertEquals(0, recorders.stream().mapToInt(Recorder::count).sum(), "nothing has come");
        assertWaitsInFull();
        for (Connection each : connections) {
            each.peerSends("x");
        }
        spentConnection.peerSends("x");
        counter.add(1);
        owned.add(1);
        pollUntilCount(counted, 1);
        pollUntilCount(ownedCounted, 1);
        for (int i = 0; i < recorders.size(); i += 2) {
            pollUntilCount(recorders.get(i), 1);
        }
        pollForNothing();
        assertWaitsInFull();
        for (int i = 0; i < recorders.size(); i++) {
            assertEquals(i % 2 == 0 ? 1 : 0, recorders.get(i).count(), registrations.get(i)::toString);
        }
        assertEquals(1, spent.count(), "disarmed before, and after");
        for (int i = 1; i < recorders.size(); i += 2) {
            registrations.get(i).resume();
            pollUntilCount(recorders.get(i), 1);
        }
        spentRegistration.rearm();
        pollUntilCount(spent, 2);
        try (Background other = Background.run(port::wakeup)) {
            other.thread();
            Await.until(
                    "woken",
                    () -> Inside.of(port).counters.get(LoopCounters.EARLY_RETURNS) > 0,
                    () -> port.poll(FOR_EVER));
        }
        registrations.forEach(Registration::close);
        pollForNothing();
    }

    private static void drain(Connection c) throws IOException {
        c.drain();
    }

    /** A set that can't be made, for lack of descriptors, costs no processor's time either. */
    @Test
    void withoutADescriptorForTheNewSetTheLoopDoesNotSpin() throws Exception {
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        duplicate(Inside.descriptor(c.socket()).number());
        c.socket().close();
        c.peerSends("x");
        EpollPort its = (EpollPort) port;
        try (DescriptorShortage limit = new DescriptorShortage()) {
            limit.exhaust();
            its.rebuild().run();
            limit.raise();
        }
        assertNotNull(LocalDateTime.now(), "logging has not asked for the time zones when they could not be read");
        assertEquals(0, rebuilds());
        int turns = 100;
        long startNanos = System.nanoTime();
        for (int i = 0; i < turns; i++) {
            port.poll(FOR_EVER);
        }
        long tookNanos = System.nanoTime() - startNanos;
        assertTrue(tookNanos >= turns * EpollPort.PAUSE_NANOS / 2, turns + " turns in " + tookNanos + " ns");
        pollUntilRebuilt();
    }

    /** One that the new set has refused is added by the next change: it is not taken for known. */
    @Test
    void whatTheNewSetRefusedIsAddedLater() throws Exception {
        int spare = calls.eventfd(0, 0x800);
        duplicates.add(spare);
        int first = calls.fcntl(spare, F_DUPFD, 700); // which nobody else takes meanwhile
        Recorder recorder = new Recorder();
        Registration registration = port.register(first, Interest.READ, LEVEL, recorder);
        calls.close(first);
        List<Throwable> failures = new ArrayList<>();
        port.errorHandler((source, failure) -> failures.add(failure));
        ((EpollPort) port).rebuild().run();
        port.poll(0);
        assertEquals(1, failures.size(), failures::toString);
        assertTrue(registration.isOpen());
        port.errorHandler(unexpected);
        duplicates.add(first);
        assertEquals(first, calls.fcntl(spare, F_DUPFD, first));
        registration.modify(Interest.READ);
        ByteBuffer one = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        one.putLong(0, 1);
        assertEquals(8, calls.write(first, calls.addressOf(one), 8));
        pollUntilCount(recorder, 1);
        registration.close();
    }

    /** There is a limit for what all sets of a user hold: while one takes another's place, each is in one of them only. */
    @Test
    void noneIsInBothSets() throws Exception {
        EventFd owned = opened(EventFd.create());
        int number = calls.eventfd(0, 0x800);
        duplicates.add(number);
        Registration ofDescriptor = port.register(owned, Interest.READ, LEVEL, new Recorder());
        Registration ofNumber = port.register(number, Interest.READ, LEVEL, new Recorder());
        Epoll old = ((EpollPort) port).rebuild().begin();
        try {
            for (Registration each : List.of(ofDescriptor, ofNumber)) {
                ((EpollPort) port).rebuild().addAgain((EpollRegistration) each, old);
            }
            assertThrows(SystemCallException.class, () -> old.modify(owned, Epoll.IN, 1));
            assertThrows(SystemCallException.class, () -> old.modify(number, Epoll.IN, 1));
        } finally {
            old.close();
        }
    }

    /** The old instance is closed while a thread may still look at it. */
    @Test
    void aPortIsOpenWhileItsSetIsMadeAnew() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger closed = new AtomicInteger();
        try (Background asks = Background.run(() -> {
            while (running.get()) {
                if (!port.isOpen()) {
                    closed.incrementAndGet();
                }
            }
        })) {
            for (int i = 0; i < 20_000; i++) {
                ((EpollPort) port).rebuild().run();
            }
            running.set(false);
            asks.thread();
        }
        assertEquals(0, closed.get());
    }

    /** Others register, change and close meanwhile, and each event still comes. */
    @Test
    void newSetsWhileOthersChangeTheOld() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger served = new AtomicInteger();
        Background[] workers = new Background[2];
        Background loop = Background.run(() -> {
            while (running.get()) {
                port.poll(0);
                ((EpollPort) port).rebuild().run();
            }
        });
        try (loop) {
            for (int w = 0; w < workers.length; w++) {
                workers[w] = Background.run(() -> {
                    for (int i = 0; i < PER_WORKER; i++) {
                        serveOne(i);
                        served.incrementAndGet();
                    }
                });
            }
            try {
                for (Background each : workers) {
                    each.close();
                }
            } finally {
                running.set(false);
                port.wakeup();
            }
        }
        assertEquals(workers.length * PER_WORKER, served.get());
        assertEquals(0, Inside.of(port).sourceCount());
        assertTrue(((EpollPort) port).slotsUsed() <= 16, "slots are used again");
    }

    private void serveOne(int i) throws Exception {
        TriggerMode mode = TriggerMode.values()[i % 3]; // not EXCLUSIVE, which can't be changed
        assertFalse(mode == TriggerMode.EXCLUSIVE);
        try (EventFd counter = EventFd.create()) {
            AtomicInteger events = new AtomicInteger();
            Registration registration = i % 4 == 0
                    ? port.register(counter.number(), Interest.NONE, mode, (its, readiness) -> count(counter, events))
                    : port.register(counter, Interest.NONE, mode, (its, readiness) -> count(counter, events));
            for (int round = 1; round <= 3; round++) {
                int expected = round;
                registration.modify(Interest.READ);
                counter.add(1);
                Await.until("event " + round + " of " + mode, () -> events.get() >= expected);
                if (round == 2) {
                    registration.pause();
                    registration.resume();
                }
            }
            registration.close();
        }
    }

    private static void count(Descriptor counter, AtomicInteger events) throws IOException {
        if (((EventFd) counter).take() != 0) {
            events.incrementAndGet();
        }
    }
}
