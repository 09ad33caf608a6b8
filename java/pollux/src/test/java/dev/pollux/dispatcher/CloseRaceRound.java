package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.LoopTimer;
import dev.pollux.Recorder;
import dev.pollux.linux.EventFd;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.ConnectCallback;
import dev.pollux.readiness.DescriptorSource;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One loop, the calls that other threads make to it while it ends, and what has to have become of each. */
final class CloseRaceRound {
    private static final int CALLS_A_WORKER = 12;

    /** A call that says true if it worked, false if it said that the loop or the registration is closed. */
    private interface Call {
        boolean make() throws Exception;
    }

    /** A source whose registration worked, and the registration, or null if that is not told. */
    private record Registered(Pollable source, Registration registration) {}

    final ReadinessDispatcher dispatcher;
    private final ReadinessDispatcher other;
    private final SocketAddress address;
    private final List<Registration> before = new ArrayList<>();
    private final List<Registered> registered = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> toClose = Collections.synchronizedList(new ArrayList<>());
    private final List<AtomicInteger> once = Collections.synchronizedList(new ArrayList<>());
    private final List<AtomicInteger> never = Collections.synchronizedList(new ArrayList<>());
    private final List<Future<?>> futures = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> reports = Collections.synchronizedList(new ArrayList<>());
    private final List<Call> calls = new ArrayList<>();

    CloseRaceRound(Backend backend, SocketAddress address) throws IOException {
        this.address = address;
        dispatcher = open(backend);
        other = open(backend);
        for (int i = 0; i < 4; i++) {
            UdpSocket socket = dispatcher.openUdpSocket();
            before.add(dispatcher.register(socket, Interest.READ, new Recorder()));
            toClose.add(socket);
        }
        calls.addAll(List.of(
                this::registerSocket,
                this::registerSocketWithBoth,
                this::registerChannel,
                this::change,
                this::closeRegistration,
                this::closeSource,
                this::move,
                this::listen,
                () -> connect(-1),
                () -> connect(TimeUnit.HOURS.toNanos(1)),
                this::execute,
                this::schedule,
                this::submit,
                this::scheduleFuture));
        if (dispatcher.port().capabilities().contains(Capability.DESCRIPTORS)) {
            calls.add(this::registerDescriptor);
            calls.add(this::registerNumber);
        }
    }

    private ReadinessDispatcher open(Backend backend) throws IOException {
        return ReadinessDispatcher.builder()
                .backend(backend)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
    }

    /** On a thread of its own: some calls, until all that could be made are refused. */
    void work(Random random) throws Exception {
        for (int i = 0; i < CALLS_A_WORKER; i++) {
            calls.get(random.nextInt(calls.size())).make();
        }
    }

    private boolean registers(Pollable source, AutoCloseable its, Await.Action register) throws Exception {
        toClose.add(its);
        try {
            register.run();
            return true;
        } catch (ClosedChannelException e) {
            assertTrue(source == null || source.isOpen(), "refused, so it is the caller's still");
            assertFalse(dispatcher.port().isOpen(), "refused, so whoever asks finds it closed");
            return false;
        }
    }

    private boolean registerSocket() throws Exception {
        UdpSocket socket = other.openUdpSocket(); // a closed one opens none
        return registers(
                socket,
                socket,
                () -> registered.add(
                        new Registered(socket, dispatcher.register(socket, Interest.READ_WRITE, new Recorder()))));
    }

    private boolean registerSocketWithBoth() throws Exception {
        UdpSocket socket = other.openUdpSocket(); // a closed one opens none
        other.register(socket, Interest.READ, new Recorder());
        return registers(socket, socket, () -> {
            Registration registration = dispatcher.register(socket, Interest.READ, new Recorder());
            registered.add(new Registered(socket, registration));
        });
    }

    private boolean registerChannel() throws Exception {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        return registers(null, channel, () -> {
            Registration registration = dispatcher.register(channel, Interest.READ, TriggerMode.LEVEL, new Recorder());
            registered.add(new Registered(registration.source(), registration));
        });
    }

    private boolean registerDescriptor() throws Exception {
        EventFd descriptor = EventFd.create();
        return registers(null, descriptor, () -> {
            Registration registration =
                    dispatcher.register(descriptor, Interest.READ, TriggerMode.LEVEL, new Recorder());
            registered.add(new Registered(registration.source(), registration));
        });
    }

    private boolean registerNumber() throws Exception {
        EventFd descriptor = EventFd.create();
        return registers(null, descriptor, () -> {
            Registration registration =
                    dispatcher.register(descriptor.fd(), Interest.READ, TriggerMode.LEVEL, new Recorder());
            registered.add(new Registered(registration.source(), registration));
        });
    }

    /** One that may be closed meanwhile says so. */
    private boolean change() {
        try {
            for (Registration each : before) {
                each.modify(Interest.READ_WRITE);
                each.pause();
                each.rearm();
                each.resume();
                each.modify(Interest.NONE);
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private boolean closeRegistration() {
        before.get(0).close();
        return true;
    }

    private boolean closeSource() {
        before.get(1).source().close();
        return true;
    }

    /** There and back, on the loop's thread. */
    private boolean move() {
        return execute(() -> {
            try {
                dispatcher.move(before.get(2), other);
            } catch (ClosedChannelException | IllegalStateException e) {
                // It is closed, or was moved by the other worker.
            } catch (IOException e) {
                reports.add(e);
            }
        });
    }

    private boolean listen() throws Exception {
        try {
            StreamListener listener = dispatcher.listen(DispatcherContract.loopback(), StreamSocket::close);
            toClose.add(listener);
            registered.add(new Registered(listener, null));
            return true;
        } catch (ClosedChannelException e) {
            return false;
        }
    }

    private boolean connect(long timeoutNanos) throws Exception {
        AtomicInteger told = new AtomicInteger();
        ConnectCallback callback = (socket, failure) -> {
            told.incrementAndGet();
            if (failure == null) {
                socket.close();
            } else if (socket != null && socket.isOpen()) {
                reports.add(new AssertionError("its socket is open", failure));
            }
        };
        try {
            if (timeoutNanos < 0) {
                dispatcher.connect(address, callback);
            } else {
                dispatcher.connect(address, timeoutNanos, callback);
            }
            once.add(told);
            return true;
        } catch (ClosedChannelException | RejectedExecutionException e) {
            never.add(told);
            return false;
        }
    }

    private boolean execute() {
        return execute(() -> {});
    }

    private boolean execute(Runnable task) {
        AtomicInteger ran = new AtomicInteger();
        try {
            dispatcher.execute(() -> {
                ran.incrementAndGet();
                task.run();
            });
            once.add(ran);
            return true;
        } catch (RejectedExecutionException e) {
            never.add(ran);
            return false;
        }
    }

    private boolean schedule() {
        AtomicInteger ran = new AtomicInteger();
        try {
            LoopTimer timer = dispatcher.schedule(0, ran::incrementAndGet);
            timer.schedule(TimeUnit.HOURS.toNanos(1));
            timer.cancel();
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private boolean submit() {
        try {
            futures.add(dispatcher.asScheduledExecutor().submit(() -> {}));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private boolean scheduleFuture() {
        try {
            futures.add(dispatcher.asScheduledExecutor().schedule(() -> {}, 1, TimeUnit.HOURS));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** After the end of the loop, and of all calls. */
    void check(boolean portClosed) {
        assertTrue(dispatcher.isClosed());
        assertFalse(dispatcher.port().isOpen());
        assertEquals(0, dispatcher.sourceCount());
        assertEquals(List.of(), Inside.of(dispatcher.port()).registrations());
        for (Registration each : before) {
            assertFalse(each.isOpen(), each::toString);
        }
        other.close();
        assertEquals(List.of(), Inside.of(other.port()).registrations());
        for (Registered each : registered) {
            assertTrue(each.registration == null || !each.registration.isOpen(), each::toString);
            boolean borrowed = each.source instanceof DescriptorSource source && Inside.descriptor(source) == null;
            if (!portClosed && !borrowed) {
                assertFalse(each.source.isOpen(), each::toString);
            }
            assertEquals(null, Inside.of(each.source).registration, each::toString);
        }
        for (AtomicInteger each : once) {
            assertEquals(1, each.get(), "told, or run");
        }
        for (AtomicInteger each : never) {
            assertEquals(0, each.get(), "refused, and told or run");
        }
        for (Future<?> each : futures) {
            assertTrue(each.isDone(), each::toString);
        }
        for (Throwable each : reports) {
            if (!(each instanceof ClosedChannelException)) {
                throw new AssertionError("reported: " + each, each);
            }
        }
    }

    void cleanUp() throws Exception {
        dispatcher.close();
        other.close();
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }
}
