package dev.pollux.examples.demo;

import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** The best that Pollux finds. */
final class PolluxUnderTest extends LoopUnderTest {
    final ReadinessDispatcher loop = ReadinessDispatcher.open();
    private final StreamListener listener = loop.listen(anyPort(), socket -> PolluxEcho.open(this, socket));
    private final Thread thread = new Thread(this::run, "pollux-loop");

    PolluxUnderTest() throws IOException {
        thread.start();
    }

    private void run() {
        try {
            loop.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    String description() {
        return loop.describe();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    Alarm alarm(Runnable task) {
        return loop.timer(task)::schedule;
    }

    @Override
    public void close() {
        loop.close();
    }
}
