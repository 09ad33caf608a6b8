package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The code is the call's own, whatever the JVM does with the thread's last error in between. */
class WindowsErrorCodeTest extends WindowsCallsContract {
    private static final long FOR_NS = 2_000_000_000;

    @Test
    void codeSurvivesTheCollector() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Thread collector = new Thread(
                () -> { // safepoints: the thread that comes back from a call has to wait
                    while (!ended.get()) {
                        System.gc();
                    }
                });
        collector.start();
        long startNs = System.nanoTime();
        boolean own = true;
        while (own && System.nanoTime() - startNs < FOR_NS) {
            own = codesAreTheirOwn();
        }
        ended.set(true);
        collector.join();
        assertTrue(own);
    }

    private boolean codesAreTheirOwn() {
        return calls.closeHandle(BAD_HANDLE) == -ERROR_INVALID_HANDLE
                && calls.recv(BAD_HANDLE, at(0), 1, 0) == -WSAENOTSOCK
                && calls.wsaSocket(99, SOCK_STREAM, 6, OVERLAPPED_NOT_INHERITED) == -WSAEAFNOSUPPORT
                && calls.wsaSend(BAD_HANDLE, at(0), 1, 0, at(0)) == -WSAENOTSOCK;
    }

    /** Classes are looked for and files asked about in between, which sets the thread's last error. */
    @Test
    void codeSurvivesOtherCalls() {
        for (int round = 0; round < 100; round++) {
            assertEquals(-ERROR_INVALID_HANDLE, calls.closeHandle(BAD_HANDLE));
            new File("no such file " + round).exists();
            assertEquals(-WSAENOTSOCK, calls.recv(BAD_HANDLE, at(0), 1, 0));
            try {
                Class.forName("dev.pollux.NoSuchClass" + round);
            } catch (ClassNotFoundException expected) {
                assertEquals(-ERROR_INVALID_HANDLE, calls.postQueuedCompletionStatus(BAD_HANDLE, 0, 0, 0));
            }
        }
    }

    /** Threads have each a last error of their own, and so it has to stay. */
    @Test
    void codeIsTheThreadsOwn() throws InterruptedException {
        AtomicBoolean wrong = new AtomicBoolean();
        Thread other = new Thread(() -> {
            for (int i = 0; i < 5_000; i++) {
                if (calls.recv(BAD_HANDLE, at(0), 1, 0) != -WSAENOTSOCK) {
                    wrong.set(true);
                }
            }
        });
        other.start();
        for (int i = 0; i < 5_000; i++) {
            assertEquals(-ERROR_INVALID_HANDLE, calls.closeHandle(BAD_HANDLE));
        }
        other.join();
        assertTrue(!wrong.get());
    }
}
