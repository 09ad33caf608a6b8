package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** Signals that interrupt a wait (EINTR). */
@LinuxTest
class EpollSignalTest {
    private static final long TIMEOUT_NANOS = 200_000_000;

    /** Proves what the others rely on: these signals do make the kernel say EINTR to this JVM's threads. */
    @Test
    void signalInterruptsTheSystemCall() throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(EpollEvents.SIZE);
        long address = Linux.CALLS.addressOf(memory);
        try (Epoll epoll = Epoll.create();
                SignalledWait wait =
                        new SignalledWait("eintr-raw", () -> Linux.CALLS.epollWait(epoll.fd(), address, 1, 20_000))) {
            while (!wait.hasEnded()) {
                wait.interrupt();
            }
            assertEquals(-Errno.EINTR, wait.get());
        }
        java.lang.ref.Reference.reachabilityFence(memory);
    }

    @Test
    void waitKeepsItsDeadline() throws Exception {
        try (Epoll epoll = Epoll.create()) {
            assertKeepsDeadline(epoll);
        }
    }

    /**
     * Under signals all the time, a wait that began anew after each of them would never end. A machine under load may
     * deliver few in that time: then the next wait is longer.
     */
    static void assertKeepsDeadline(Epoll epoll) throws Exception {
        long timeoutNanos = TIMEOUT_NANOS;
        while (interruptions(epoll, timeoutNanos) < 5) {
            timeoutNanos *= 2;
        }
    }

    private static int interruptions(Epoll epoll, long timeoutNanos) throws Exception {
        long[] tookNanos = new long[1];
        try (SignalledWait wait = new SignalledWait("eintr-dead", () -> {
            long start = System.nanoTime();
            int n = epoll.await(new EpollEvents(1), timeoutNanos);
            tookNanos[0] = System.nanoTime() - start;
            return n;
        })) {
            int times = wait.interruptUntilItEnds();
            assertEquals(0, wait.get());
            assertTrue(tookNanos[0] >= timeoutNanos, () -> "early: " + tookNanos[0] + " ns");
            return times;
        }
    }

    @Test
    void longWaitGoesOn() throws Exception {
        for (long timeoutNanos : new long[] {Epoll.INFINITE, Long.MAX_VALUE, Ready.LONG_NANOS}) {
            try (Epoll epoll = Epoll.create();
                    EventFd wake = EventFd.create();
                    SignalledWait wait =
                            new SignalledWait("eintr-long", () -> epoll.await(new EpollEvents(1), timeoutNanos))) {
                epoll.add(wake, Epoll.IN, 1);
                for (int i = 0; i < 20; i++) {
                    assertTrue(wait.interrupt(), "a signal ended the wait");
                }
                wake.add(1);
                assertEquals(1, wait.get());
            }
        }
    }

    @Test
    void closeEndsAnInterruptedWait() throws Exception {
        Epoll epoll = Epoll.create();
        try (SignalledWait wait =
                new SignalledWait("eintr-close", () -> epoll.await(new EpollEvents(1), Epoll.INFINITE))) {
            assertTrue(wait.interrupt());
            assertFalse(wait.hasEnded());
            epoll.close();
            assertThrows(ClosedChannelException.class, wait::get);
        }
    }
}
