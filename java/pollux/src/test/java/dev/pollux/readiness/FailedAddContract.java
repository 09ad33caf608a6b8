package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A registration, a move or a close that fails in its midst, by a StackOverflowError at each depth where one can come: the port
 * is then as it was before.
 */
abstract class FailedAddContract extends PortContract {
    private static final long STACK_BYTES = 256 * 1024;

    FailedAddContract(Backend backend) {
        super(backend);
    }

    /** One call that is made with less and less of the stack used, until it works. */
    private interface Attempt {
        void make() throws Exception;
    }

    /** Makes a call at the very end of the stack, and a little before, and before that, ...; returns how often it failed. */
    private static int atTheEndOfTheStack(Attempt attempt) throws Exception {
        int[] failures = new int[1];
        Throwable[] other = new Throwable[1];
        Thread thread = new Thread(null, () -> sink(attempt, failures, other), "sinks", STACK_BYTES);
        thread.start();
        Await.end(thread);
        if (other[0] != null) {
            throw new AssertionError("after " + failures[0] + " overflows", other[0]);
        }
        return failures[0];
    }

    /** Returns true once the call has worked, or failed in another way. */
    private static boolean sink(Attempt attempt, int[] failures, Throwable[] other) {
        try {
            if (sink(attempt, failures, other)) {
                return true;
            }
        } catch (StackOverflowError e) {
            // here it begins
        }
        try {
            attempt.make();
            return true;
        } catch (StackOverflowError e) {
            failures[0]++;
            return false;
        } catch (Throwable e) {
            other[0] = e;
            return true;
        }
    }

    @Test
    void aRegistrationThatFailsLeavesNothing() throws Exception {
        warmUp();
        List<StreamSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Connection c = connection();
            sockets.add(c.socket());
            Recorder recorder = new Recorder();
            int failures = atTheEndOfTheStack(() -> register(c.socket(), Interest.WRITE, recorder));
            assertTrue(failures > 0, "no overflow");
            assertEquals(i + 1, Inside.of(port).sourceCount());
            assertEquals(i + 1, Inside.of(port).registrations().size());
            assertNull(Inside.of(c.socket()).registration.nextOfSource);
            pollUntilCount(recorder, 1);
            Inside.of(c.socket()).registration.modify(Interest.NONE);
        }
        pollForNothing();
        Inside.of(port).closeWithSources(null);
        for (StreamSocket each : sockets) {
            assertFalse(each.isOpen());
        }
    }

    @Test
    void aMoveThatFailsLeavesItWhereItWas() throws Exception {
        warmUp();
        ReadinessPort origin = opened(ReadinessPort.open(backend)); // which nobody polls: any thread may move from it
        ReadinessPort other = opened(ReadinessPort.open(backend));
        for (int i = 0; i < 20; i++) {
            Connection c = connection();
            Recorder recorder = new Recorder();
            Registration registration = origin.register(c.socket(), Interest.WRITE, TriggerMode.LEVEL, recorder);
            assertTrue(atTheEndOfTheStack(() -> registration.moveTo(other)) > 0, "no overflow");
            assertFalse(registration.isOpen());
            assertEquals(0, Inside.of(origin).registrations().size());
            assertEquals(i + 1, Inside.of(other).registrations().size());
            Await.until("told there", () -> recorder.count() > 0, () -> other.poll(MOMENT_NANOS));
            Inside.of(c.socket()).registration.modify(Interest.NONE);
        }
    }

    /** Its slot was given back: the next that registers has nothing to look for. */
    @Test
    void aRefusedRegistrationLeavesNothingToClear() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a selector takes no numbers");
        assertThrows(IOException.class, () -> port.register(1 << 30, Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertFalse(Inside.of(port).leftBehind);
        assertEquals(0, Inside.of(port).sourceCount());
    }

    /** As a close that had no stack leaves it. */
    @Test
    void aSourceWhoseClosedRegistrationIsStillLinkedCanBeClosed() throws Exception {
        Connection c = connection();
        Registration registration = register(c.socket(), Interest.WRITE, new Recorder());
        registration.close();
        Inside.of(c.socket()).registration = Inside.of(registration);
        Background.run(c.socket()::close).close();
        assertFalse(c.socket().isOpen());
        assertNull(Inside.of(c.socket()).registration);
    }

    /** The next one has to end the wait: it may not believe that the one that failed has. */
    @Test
    void aWakeupThatFailsIsMadeByTheNext() throws Exception {
        warmUp();
        for (int i = 0; i < 20; i++) {
            port.poll(
                    0); // one that failed in its end was made, and made again: the second may be left for the next wait
            try (Background loop = Background.run(() -> assertEquals(0, port.poll(FOR_EVER)))) {
                loop.awaitBlocked();
                assertTrue(atTheEndOfTheStack(port::wakeup) > 0, "no overflow");
            }
        }
    }

    /** All that is needed here is loaded and linked: a class whose initialization overflows is lost for the whole JVM. */
    private void warmUp() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a selector of the JDK's does not survive such an end of its register()");
        ReadinessPort other = opened(ReadinessPort.open(backend));
        for (int i = 0; i < 3; i++) {
            Connection c = connection();
            Registration registration = register(c.socket(), Interest.WRITE, new Recorder());
            port.poll(0);
            Registration moved = registration.moveTo(other);
            other.poll(0);
            moved.close();
            c.socket().close();
        }
        port.poll(0);
        try (Background loop = Background.run(() -> assertEquals(0, port.poll(FOR_EVER)))) {
            loop.awaitBlocked();
            port.wakeup();
        }
    }
}
