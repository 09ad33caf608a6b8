package dev.pollux;

import java.nio.channels.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An error handler for tests that expect no failure. A handler that throws ends no loop: so it keeps what it is told, and
 * the test's thread asks for it.
 */
public final class UnexpectedFailures implements ErrorHandler {
    private final Queue<Throwable> told = new ConcurrentLinkedQueue<>();

    @Override
    public void onError(Channel source, Throwable failure) {
        told.add(failure);
    }

    /** Fails if there was one; once. */
    public void assertNone() {
        Throwable first = told.poll();
        if (first == null) {
            return;
        }
        AssertionError failed = new AssertionError("a callback failed: " + first, first);
        for (Throwable other = told.poll(); other != null; other = told.poll()) {
            failed.addSuppressed(other);
        }
        throw failed;
    }
}
