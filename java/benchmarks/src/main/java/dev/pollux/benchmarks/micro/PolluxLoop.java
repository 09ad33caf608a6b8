package dev.pollux.benchmarks.micro;

import dev.pollux.Backend;
import dev.pollux.Dispatcher;
import dev.pollux.Interest;
import dev.pollux.Readiness;
import dev.pollux.ReadinessCallback;
import dev.pollux.Registration;
import dev.pollux.TriggerMode;
import dev.pollux.linux.PipeEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * Pollux as a server runs it: {@link Dispatcher#run()}, which the callback that counts the last event ends. So an entry and an
 * exit of {@code run} are in the time, too, once in some thousand events. Pipes are the direct floor's on epoll, the JDK's on
 * nio.
 */
final class PolluxLoop implements DispatchLoop {
    private final Dispatcher loop = Dispatcher.open();
    private long last;

    PolluxLoop() throws IOException {}

    @Override
    public void addReady(Count count) throws IOException {
        if (loop.backend() == Backend.NIO) {
            Pipe pipe = Pipe.open();
            pipe.sink().write(ByteBuffer.allocate(1));
            pipe.source().configureBlocking(false);
            loop.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, new Counter(count));
        } else {
            PipeEnd[] ends = PipeEnd.open();
            ends[1].send(ByteBuffer.allocateDirect(1));
            loop.register(ends[0], Interest.READ, TriggerMode.LEVEL, new Counter(count));
        }
    }

    @Override
    public void addIdle(Count count) throws IOException {
        loop.register(loop.openDatagramSocket(), Interest.READ, new Counter(count));
    }

    @Override
    public void run(Count count, long events) throws IOException {
        last = count.events + events;
        loop.run();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One each registration, as a server has one each connection. */
    private final class Counter implements ReadinessCallback {
        private final Count count;

        Counter(Count count) {
            this.count = count;
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) {
            if (readiness.isReadable() && ++count.events == last) {
                loop.stop();
            }
        }
    }
}
