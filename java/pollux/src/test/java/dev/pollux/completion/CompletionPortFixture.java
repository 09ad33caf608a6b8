package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pollux.Await;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A port of any backend, which the test's own thread polls, and what its operations tell. Nothing is left of them in the end. */
public abstract class CompletionPortFixture {
    static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    final ConcurrentLinkedQueue<Throwable> reports = new ConcurrentLinkedQueue<>();
    CompletionPort port;

    protected abstract CompletionPortBuilder builder();

    @BeforeEach
    void open() throws IOException {
        port = opened(builder());
    }

    final CompletionPort opened(CompletionPortBuilder of) throws IOException {
        return of.errorHandler((source, failure) -> reports.add(failure)).open();
    }

    @AfterEach
    void closeAndLookWhatIsLeft() {
        if (port == null) { // the test was left out before it began, or the port could not be opened
            return;
        }
        port.close();
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken(), "tickets");
        assertEquals(0, CompletionPortWork.of(port).sourceCount(), "channels and files");
        assertEquals(List.of(), List.copyOf(reports));
    }

    void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    /** What an operation has told. */
    static final class Told {
        int completions;
        long result = Long.MIN_VALUE;
        final List<IOException> failures = new ArrayList<>();

        <O extends Operation<O>> O by(O operation) {
            return operation
                    .onCompletion((same, newResult) -> {
                        assertSame(operation, same);
                        completions++;
                        result = newResult;
                    })
                    .onFailure((same, failure) -> failures.add(failure));
        }

        int count() {
            return completions + failures.size();
        }
    }

    <O extends Operation<O>> Told submit(O operation) {
        Told told = new Told();
        told.by(operation).submit();
        return told;
    }

    /** Submits it, and waits until it has told of its end, once. */
    <O extends Operation<O>> Told end(O operation) {
        Told told = submit(operation);
        turnUntil("the end of " + operation, () -> told.count() > 0);
        assertEquals(1, told.count());
        return told;
    }
}
