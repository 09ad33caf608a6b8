package dev.pollux.history;

import static dev.pollux.history.CompletionStep.AWAIT;
import static dev.pollux.history.CompletionStep.CANCEL;
import static dev.pollux.history.CompletionStep.CLOSE_PORT;
import static dev.pollux.history.CompletionStep.CONNECT;
import static dev.pollux.history.CompletionStep.CONNECT_IN_VAIN;
import static dev.pollux.history.CompletionStep.POLL;
import static dev.pollux.history.CompletionStep.READ_STREAM;
import static dev.pollux.history.CompletionStep.SHUT_OUTPUT;
import static dev.pollux.history.CompletionStep.WRITE;
import static dev.pollux.history.CompletionStep.WRITE_LENT;
import static dev.pollux.history.CompletionStep.WRITE_LENT_UNTOLD;
import static dev.pollux.history.Step.now;

import dev.pollux.completion.CompletionPortBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random histories of a program with a completion port: a backend tells what the model allows, and all that it demands. */
public abstract class CompletionHistoryContract {
    private static final int STEPS = 20_000;
    private static final int PAIRED_STEPS = 10_000;

    @TempDir
    Path directory;

    /** {@return what the backend has} */
    protected abstract CompletionFeatures features();

    /** {@return a builder of ports on the backend under test} */
    protected abstract CompletionPortBuilder builder();

    @Test
    @Timeout(3600) // for a long run
    void everyHistoryIsTheModels() throws Exception {
        try (FilePart file = new FilePart(directory.resolve("parts"))) {
            histories().check("completion on " + name(), STEPS, history -> run(file, history));
        }
    }

    @Test
    @Timeout(3600)
    void anotherThreadIsAPartOfTheStory() throws Exception {
        try (FilePart file = new FilePart(directory.resolve("parts"))) {
            histories()
                    .checkPairs(
                            "completion by two threads on " + name(),
                            PAIRED_STEPS,
                            (history, ofAnother) ->
                                    new CompletionWorld(this::builder, features(), file).run(history, ofAnother));
        }
    }

    /** {@return what it is called in reports} */
    protected String name() {
        return getClass().getSimpleName();
    }

    private static Histories<CompletionStep> histories() {
        return new Histories<>(CompletionStep.values(), step -> step.weight);
    }

    /** Found by seed 65 in memory: the accept has a connection, and its port is closed before it is told. */
    @Test
    void anAcceptThatMeetsTheCloseIsToldOfIt() throws Exception {
        run(List.of(now(CONNECT, 0, 0), now(CLOSE_PORT, 0, 0)));
    }

    /** Found by seed 137 in memory. */
    @Test
    void nothingIsWrittenAfterTheEnd() throws Exception {
        run(List.of(now(CONNECT, 0, 0), now(POLL, 0, 0), now(SHUT_OUTPUT, 0, 0), now(WRITE, 0, 8)));
    }

    /** Found by seed 3729 on io_uring: three accepts wait, two connections come, and one of the accepts is cancelled. */
    @Test
    void aCancelledAcceptKeepsNoConnectionFromAnother() throws Exception {
        for (int i = 0; i < 3; i++) {
            run(List.of(
                    now(POLL, 0, 0),
                    now(CONNECT, 0, 0),
                    now(CONNECT, 0, 0),
                    now(CONNECT, 0, 0),
                    now(CONNECT, 1, 0),
                    now(CANCEL, 0, i)));
        }
    }

    /** Found by seed 2234 on io_uring: the one that is cancelled is woken for two connections. */
    @Test
    void anAcceptIsWokenAfterAnothersCancel() throws Exception {
        run(List.of(
                now(CONNECT, 0, 0),
                now(CONNECT, 0, 0),
                now(CONNECT, 0, 0),
                Step.later(CONNECT, 1, 0),
                now(CANCEL, 0, 3),
                Step.later(CONNECT, 0, 0),
                now(CONNECT_IN_VAIN, 0, 0),
                now(AWAIT, 0, 0),
                now(CANCEL, 0, 1)));
    }

    /** Found by seed 678816 on io_uring: the end of the output is put off for a lent write, and a write comes after it. */
    @Test
    void nothingIsWrittenAfterAnEndThatIsPutOff() throws Exception {
        run(List.of(
                now(CONNECT, 0, 0),
                now(POLL, 0, 0),
                now(READ_STREAM, 5, 0),
                now(WRITE, 0, 8),
                now(POLL, 0, 0),
                now(WRITE_LENT, 0, 0),
                now(SHUT_OUTPUT, 0, 0),
                now(WRITE, 0, 8)));
        run(List.of(
                now(CONNECT, 0, 0),
                now(POLL, 0, 0),
                now(READ_STREAM, 1, 0),
                now(WRITE, 0, 8),
                now(POLL, 0, 0),
                now(WRITE_LENT, 1, 0),
                now(SHUT_OUTPUT, 1, 0),
                now(WRITE, 1, 8)));
    }

    /** Found by seed 3021922 over nio: of a lent write after the end nobody but the error handler is told, and it has a cause. */
    @Test
    void aLentWriteAfterTheEndIsReported() throws Exception {
        run(List.of(
                now(CONNECT, 0, 0),
                now(POLL, 0, 0),
                now(READ_STREAM, 1, 0),
                now(WRITE, 0, 8),
                now(POLL, 0, 0),
                now(SHUT_OUTPUT, 1, 0),
                now(WRITE_LENT_UNTOLD, 1, 5),
                now(POLL, 0, 0)));
    }

    private void run(List<Step<CompletionStep>> history) throws Exception {
        try (FilePart file = new FilePart(directory.resolve("parts"))) {
            run(file, history);
        }
    }

    private void run(FilePart file, List<Step<CompletionStep>> history) throws Exception {
        new CompletionWorld(this::builder, features(), file).run(history);
    }
}
