package dev.pollux.examples.demo;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** Pollux on a completion port. Each reply waits by itself until its socket can take it, so there it makes no difference. */
final class CompletionUnderTest extends LoopUnderTest {
    private final CompletionDispatcher loop = CompletionDispatcher.open();
    private final CompletionListener listener = loop.port().listen(anyPort(), this::serve);
    private final Thread thread = new Thread(this::run, "pollux-loop");

    CompletionUnderTest() throws IOException {
        thread.start();
    }

    private void serve(CompletionSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connections++;
        socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer))
                .onEnd(stream -> close(socket))
                .onFailure((stream, failure) -> close(socket)) // reset by the peer, as any peer may
                .submit();
    }

    private void close(CompletionSocket socket) {
        connections--;
        socket.closeWhenWritten();
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
        return listener.localAddress();
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
