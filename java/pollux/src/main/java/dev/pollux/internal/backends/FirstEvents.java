package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Makes ready what a loop's first events need: their classes are loaded, and their calls linked, before the first port of a
 * backend is opened, and not while clients wait and timers are due. A loop is turned for that, with a timer, a task and, on
 * epoll, a pair of sockets of its own. Nothing of it stays.
 */
final class FirstEvents implements Runnable, ReadinessCallback {
    private static final AtomicIntegerArray BEGUN = new AtomicIntegerArray(Backend.values().length);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);

    private FirstEvents() {}

    static void makeReady(ReadinessBackendProvider provider) {
        if (!BEGUN.compareAndSet(provider.kind().ordinal(), 0, 1)) {
            return;
        }
        try {
            new FirstEvents().rehearse(provider);
        } catch (Throwable e) {
            // What is not ready is made ready when it is needed. If that can't be, it is told then.
        }
    }

    private void rehearse(ReadinessBackendProvider provider) throws IOException {
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(provider.kind()).open()) {
            BufferChecks.checkWritable(buffer);
            loop.schedule(1, this);
            loop.execute(this);
            loop.runOnce(0);
            provider.rehearse(loop, this, buffer);
        }
    }

    @Override
    public void run() {
        // A task, or a timer: to be run is all.
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) throws IOException {
        StreamSocket socket = (StreamSocket) registration.source();
        try {
            socket.read(buffer.clear());
        } catch (NotYetConnectedException e) {
            socket.close(); // it was not to be connected
        }
    }
}
