package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.CompletionWait;
import dev.pollux.internal.readiness.PortGuest;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** A completion port within a readiness port of the program's: that port's thread serves both. */
final class EmulatedGuest implements PortGuest {
    private final CompletionPortWork port;
    private final CompletionWait wait;
    private final EmulatedBackend backend;

    EmulatedGuest(CompletionPortWork port, EmulatedBackend backend) {
        this.port = port;
        this.backend = backend;
        wait = port.serveElsewhere();
    }

    @Override
    public long beginWait(long timeoutNanos) {
        backend.beginWait();
        long mostNanos = wait.beginElsewhere(timeoutNanos);
        return backend.isSomething() ? 0 : mostNanos;
    }

    @Override
    public void endWait() {
        wait.endElsewhere();
    }

    @Override
    public int ready() {
        return backend.isSomething() ? 1 : 0;
    }

    @Override
    public int deliver() {
        try {
            return port.pollServed();
        } catch (ClosedChannelException e) {
            return 0; // another thread has closed it, and delivers
        } catch (IOException e) {
            port.failures.tell(null, e);
            return 0;
        }
    }

    @Override
    public void close() {
        port.close();
    }

    @Override
    public String toString() {
        return port.toString();
    }
}
