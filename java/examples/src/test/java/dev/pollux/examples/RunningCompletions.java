package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop over a completion port, on a thread of its own. It keeps what its error handler is told, of lent buffers too. */
public final class RunningCompletions implements AutoCloseable {
    private final CompletionDispatcher loop;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** Opens it on one backend, and starts it. */
    public RunningCompletions(Backend backend) throws IOException {
        CompletionPort port = CompletionPort.builder()
                .backend(backend)
                .singleThreaded(true)
                .checkLentBuffers(true)
                .open();
        port.errorHandler((source, failure) -> {
            failures.add(failure);
            ErrorHandler.CLOSE_AND_LOG.onError(source, failure);
        });
        loop = CompletionDispatcher.builder().over(port);
        new Thread(() -> {
                    try {
                        loop.run();
                    } catch (IOException e) {
                        failures.add(e);
                    }
                })
                .start();
    }

    /** {@return its port} */
    public CompletionPort port() {
        return loop.port();
    }

    /** {@return what went wrong. After the close, what its programs have not given back is among it} */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        loop.close();
    }
}
