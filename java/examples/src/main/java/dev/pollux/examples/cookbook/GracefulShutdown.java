package dev.pollux.examples.cookbook;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** On SIGTERM it accepts nobody, takes no new work, ends the work that it has, and only then the process ends. */
public final class GracefulShutdown {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MAX_UNDER_WAY = 100; // of one connection

    private final CompletionDispatcher loop;
    private final long workNanos;
    private final Set<Connection> connections = new LinkedHashSet<>(); // used on the loop's thread only
    private CompletionListener listener;
    private boolean ending;

    private GracefulShutdown(CompletionDispatcher loop, long workNanos) {
        this.loop = loop;
        this.workNanos = workNanos;
    }

    /** Each line is a piece of work, which is answered later. */
    private final class Connection {
        private final CompletionSocket socket;
        private final ReadStream stream;
        private int underWay;

        private Connection(CompletionSocket socket) {
            this.socket = socket;
            stream = socket.readStream(this::received)
                    .onEnd(same -> endWhenDone())
                    .onStopped(same -> endWhenDone()) // not before what was read already was told
                    .onFailure((same, failure) -> close());
            stream.submit();
        }

        private void received(ReadStream same, LentBuffer buffer) {
            for (ByteBuffer data = buffer.data(); data.hasRemaining(); ) {
                if (data.get() != '\n') {
                    continue;
                } else if (underWay == MAX_UNDER_WAY) {
                    close(); // it asks for more than it waits for
                    break;
                }
                underWay++;
                System.out.println("begun");
                loop.schedule(workNanos, this::done);
            }
            buffer.giveBack();
        }

        private void done() {
            ByteBuffer answer =
                    ByteBuffer.allocateDirect(5).put("done\n".getBytes()).flip();
            socket.write(answer, (write, count) -> {
                        underWay--; // not before: what is not written would be lost by a close
                        endWhenDone();
                    })
                    .timeoutNanos(GRACE_NANOS)
                    .onFailure((write, failure) -> close())
                    .submit();
        }

        private void endWhenDone() {
            if (underWay == 0 && !stream.isPending()) {
                close();
            }
        }

        private void close() {
            socket.close();
            connections.remove(this);
            if (ending && connections.isEmpty()) {
                loop.stop();
            }
        }
    }

    private void serve(CompletionSocket socket) {
        if (ending) {
            socket.close(); // it was accepted just before the listener was closed
        } else {
            connections.add(new Connection(socket));
        }
    }

    private void end() {
        ending = true;
        listener.close(); // the system refuses who comes from now on
        connections.forEach(connection -> connection.stream.stop());
        if (connections.isEmpty()) {
            loop.stop();
        }
    }

    /** Arguments: the port, how many milliseconds the work takes. */
    public static void main(String[] args) throws IOException {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            GracefulShutdown server = new GracefulShutdown(loop, Long.parseLong(args[1]) * 1_000_000);
            server.listener = loop.listen(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), server::serve);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                loop.execute(server::end);
                try {
                    if (!loop.awaitClosed(GRACE_NANOS)) { // the process ends when this hook returns
                        System.out.println("some work was not done in time");
                    }
                } catch (InterruptedException | ExecutionException e) {
                    System.out.println("ended early: " + e);
                }
            }));
            System.out.println(
                    "listening on port " + server.listener.localAddress().getPort());
            loop.run();
        }
    }
}
