package dev.pollux.internal.afd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.UnexpectedFailures;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.channel.ChannelPollable;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.windows.AfdDevice;
import dev.pollux.windows.Watchdog;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Polls that begin, end and are closed at once, and the places that they have. */
@ExtendWith(Watchdog.class)
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
class AfdPollsTest {
    private static final long MOMENT_NANOS = 2_000_000;
    private static final int MORE = AfdDevice.POLLS + 8;

    private final UnexpectedFailures unexpected = new UnexpectedFailures();
    private final List<DatagramChannel> opened = new ArrayList<>();
    private AfdPort port;

    @BeforeEach
    void open() throws IOException {
        Backends.require(Backend.AFD);
        port = (AfdPort) ReadinessPort.open(Backend.AFD);
        port.errorHandler(unexpected);
    }

    @AfterEach
    void close() throws IOException {
        if (port == null) { // the test was left out before it began
            return;
        }
        port.close();
        for (DatagramChannel channel : opened) {
            channel.close();
        }
        assertFalse(port.polls().arePending(), "memory is kept for ever");
        unexpected.assertNone();
    }

    private DatagramChannel channel() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        opened.add(channel);
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return channel;
    }

    private static void send(DatagramChannel to) throws IOException {
        assertEquals(1, to.send(ByteBuffer.allocate(1), to.getLocalAddress()));
    }

    private static boolean receive(DatagramChannel from) throws IOException {
        return from.receive(ByteBuffer.allocate(1)) != null;
    }

    private Registration countReads(DatagramChannel channel, AtomicInteger told) throws IOException {
        return port.register(channel, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
            if (receive(channel)) {
                told.incrementAndGet();
            }
        });
    }

    private void pollUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(MOMENT_NANOS));
    }

    private Background polling(AtomicBoolean over) {
        return Background.run(() -> {
            while (!over.get()) {
                port.poll(-1);
            }
        });
    }

    private void end(AtomicBoolean over) {
        over.set(true);
        port.wakeup();
    }

    @Test
    void aCloseMeetsTheThreadThatSubmits() throws Exception {
        DatagramChannel channel = channel();
        AtomicBoolean over = new AtomicBoolean();
        try (Background polls = polling(over)) {
            for (int i = 0; i < 1_000; i++) {
                Registration registration =
                        port.register(channel, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {});
                for (int spin = 0;
                        spin < i % 100 * 20;
                        spin++) { // from before the thread is awake to long after its submit
                    Thread.onSpinWait();
                }
                registration.close();
            }
            Await.until("all places are given back", () -> port.polls().count() == 0);
            end(over);
        }
        assertFalse(port.polls().arePending());
    }

    /** The JDK closes a socket whose connect has failed. Its number may be another's before the loop has closed the registration. */
    @Test
    void aNumberThatTheJdkHasGivenBackIsTheNextOnes() throws Exception {
        List<UdpSocket> sockets = new ArrayList<>();
        UdpSocket gone = port.openUdpSocket();
        sockets.add(gone);
        try {
            port.register(gone, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {});
            long number = ChannelSocketNumber.of(channelOf(gone));
            channelOf(gone).close();
            for (boolean isSame = false; !isSame; ) {
                UdpSocket next = port.openUdpSocket();
                sockets.add(next);
                isSame = ChannelSocketNumber.of(channelOf(next)) == number;
                port.register(next, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {});
                assertTrue(sockets.size() < 1_000, "the number does not come again");
            }
        } finally {
            sockets.forEach(UdpSocket::close);
        }
    }

    private static SelectableChannel channelOf(UdpSocket socket) {
        return ((ChannelPollable) socket).hold().channel();
    }

    @Test
    void aRegistrationIsSubmittedThoughTheThreadWaits() throws Exception {
        DatagramChannel channel = channel();
        send(channel);
        AtomicInteger told = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (Background polls = polling(over)) {
            polls.awaitBlocked();
            countReads(channel, told);
            Await.until("it is told", () -> told.get() == 1);
            end(over);
        }
    }

    @Test
    void aPollOutlivesTheThreadThatSubmittedIt() throws Exception {
        DatagramChannel channel = channel();
        AtomicInteger told = new AtomicInteger();
        countReads(channel, told);
        try (Background submits = Background.run(() -> port.poll(0))) {
            Await.end(submits.thread());
        }
        send(channel);
        pollUntil("it is told on another thread", () -> told.get() == 1);
    }

    /** Each is told of its own, and a place is given to the next. */
    @Test
    void moreSocketsThanADeviceHasPolls() throws Exception {
        int[] told = new int[2 * MORE];
        List<Registration> registrations = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MORE; i++) {
                int number = round % 2 * MORE + i;
                told[number] = 0;
                DatagramChannel channel = channel();
                registrations.add(port.register(channel, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {
                    if (receive(channel)) {
                        told[number]++;
                    }
                }));
                send(channel);
            }
            int first = round % 2 * MORE;
            pollUntil("each is told", () -> told(told, first) == MORE);
            registrations.forEach(Registration::close);
            registrations.clear();
            pollUntil("their places are given back", () -> port.polls().count() == 0);
            assertEquals(2 * AfdDevice.POLLS, port.places());
        }
    }

    private static int told(int[] told, int first) {
        int count = 0;
        for (int i = first; i < first + MORE; i++) {
            assertTrue(told[i] <= 1, "told of another's datagram");
            count += told[i];
        }
        return count;
    }

    /** A poll that was cancelled for a change completes while the next change is made, and while data comes. */
    @Test
    void changesMeetTheEvents() throws Exception {
        DatagramChannel channel = channel();
        AtomicInteger told = new AtomicInteger();
        Registration registration = countReads(channel, told);
        Interest[] changes = {Interest.WRITE, Interest.NONE, Interest.READ_WRITE, Interest.READ};
        AtomicBoolean over = new AtomicBoolean();
        try (Background polls = polling(over)) {
            for (int i = 0; i < 200; i++) {
                for (int change = 0; change < changes.length; change++) {
                    registration.modify(changes[change]);
                    if (change == i % changes.length) {
                        send(channel);
                    }
                }
                int expected = i + 1;
                Await.until("datagram " + expected, () -> told.get() == expected);
            }
            end(over);
        }
    }

    /** What is pending waits for less than is wanted then. It is so each time. */
    @Test
    void aWiderInterestEndsThePendingPoll() throws Exception {
        int[] writable = new int[1];
        Registration registration = port.register(channel(), Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {
            if (readiness.isWritable()) {
                writable[0]++;
                same.modify(Interest.READ);
            }
        });
        for (int i = 1; i <= 3; i++) {
            port.poll(MOMENT_NANOS); // it is pending
            assertTrue(port.polls().arePending());
            registration.modify(Interest.READ_WRITE);
            int expected = i;
            pollUntil("it is writable", () -> writable[0] == expected);
        }
    }

    /** The poll is not submitted anew before the callback has had what the last one found: it would find it a second time. */
    @Test
    void whatIsAboutToBeToldIsNotToldTwice() throws Exception {
        DatagramChannel channel = channel();
        int[] readable = new int[1];
        Registration registration = port.register(channel, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {
            if (readiness.isReadable()) {
                readable[0]++;
                assertTrue(receive(channel), "told of what is not there");
            }
        });
        send(channel);
        Await.until("it is ready", () -> port.await(MOMENT_NANOS) == 1, () -> {});
        registration.modify(Interest.READ_WRITE);
        assertEquals(1, port.await(0)); // the change is applied
        port.deliver();
        assertEquals(1, readable[0]);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, port.poll(-1), "it is writable");
        }
        assertEquals(1, readable[0]);
    }

    /** Neither in its place, nor by its socket's number, nor among those that were told. */
    @Test
    void whatIsClosedIsNotKept() throws Exception {
        DatagramChannel channel = channel();
        AtomicInteger told = new AtomicInteger();
        WeakReference<Registration> closed = new WeakReference<>(countReads(channel, told));
        send(channel);
        pollUntil("it is told", () -> told.get() == 1);
        Objects.requireNonNull(closed.get()).close();
        pollUntil("its place is given back", () -> port.polls().count() == 0);
        port.poll(0); // it was to be submitted before that
        Await.until("it is collected", () -> closed.get() == null, System::gc);
    }

    /** It ends as an add does that had no memory after it had a place. */
    @Test
    void anAddThatHasFailedKeepsNoPlace() throws Exception {
        AbstractRegistration registration =
                port.prepare(port.source(channel()), Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {});
        port.add(registration);
        registration.open = false;
        port.poll(0);
        assertEquals(0, port.polls().count());
    }

    @Test
    void aCallbackClosesThePort() throws Exception {
        for (int i = 0; i < MORE; i++) {
            port.register(channel(), Interest.READ, TriggerMode.LEVEL, (same, readiness) -> {});
        }
        DatagramChannel told = channel();
        port.register(told, Interest.READ, TriggerMode.LEVEL, (same, readiness) -> port.close());
        port.poll(0);
        assertTrue(port.polls().arePending());
        send(told);
        Await.until("it is closed", () -> !port.isOpen(), () -> port.poll(MOMENT_NANOS));
        assertEquals(0, port.polls().count());
    }

    /** The program closes a channel without the port's being told, and the next takes its number. */
    @Test
    void aSocketTakesAnothersNumber() throws Exception {
        AtomicInteger told = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            DatagramChannel channel = channel();
            countReads(channel, told);
            port.poll(0);
            send(channel);
            int expected = i + 1;
            pollUntil("datagram " + expected, () -> told.get() == expected);
            port.poll(0); // a poll is pending again
            channel.close();
        }
        pollUntil(
                "their places are given back",
                () -> port.registrations().isEmpty() && port.polls().count() == 0);
    }
}
