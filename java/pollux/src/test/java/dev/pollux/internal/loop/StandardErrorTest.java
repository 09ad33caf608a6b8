package dev.pollux.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import dev.pollux.OnPurpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is said of an error handler that has thrown. */
@NeedsNoBinding
class StandardErrorTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final StandardError standardError = new StandardError(output);

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itNamesWhatWasThrownAndWhatWasTold() {
        standardError.handlerThrew(
                new IllegalStateException("thrown", new Error("its cause")), new IOException("told"));
        assertTrue(said().startsWith("dev.pollux: an error handler has thrown; its loop goes on."), said());
        assertTrue(said().contains("java.lang.IllegalStateException: thrown\n\tat "), said());
        assertTrue(said().contains(StandardErrorTest.class.getName()), said());
        assertTrue(said().contains("Caused by: java.lang.Error: its cause\n\tat "), said());
        assertTrue(said().contains("told of: java.io.IOException: told\n"), said());
    }

    /** A test's million handlers that throw take much less than an hour. */
    @Test
    void itDoesNotFlood() {
        long startNanos = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            standardError.handlerThrew(new OnPurpose(), null);
        }
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000 + 1;
        long messages =
                said().lines().filter(line -> line.startsWith("dev.pollux: ")).count();
        assertTrue(messages >= 1 && messages <= seconds, messages + " messages in " + seconds + " s");
    }

    @Test
    void aMessageThatThrowsHidesNothingElse() {
        standardError.handlerThrew(new Nameless(new IllegalStateException()), new Nameless(new StackOverflowError()));
        assertTrue(said().contains(Nameless.class.getName() + "\n\tat "), said());
        assertTrue(said().contains("told of: " + Nameless.class.getName()), said());
    }

    @Test
    void withoutMemoryItSaysAtLeastThat() {
        standardError.handlerThrew(new Nameless(new OutOfMemoryError()), null);
        assertTrue(said().startsWith("dev.pollux: an error handler has thrown"), said());
        assertTrue(said().contains("no memory"), said());
        assertFalse(said().contains("\tat "), said());
    }

    @Test
    void anOutputThatIsGoneIsNobodysConcern() {
        int[] calls = new int[1];
        new StandardError(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        calls[0]++;
                        throw new IOException("gone");
                    }
                })
                .handlerThrew(new OnPurpose(), new OnPurpose());
        assertEquals(2, calls[0]); // the message, and the short one
    }

    /** Its own toString() throws. */
    private static final class Nameless extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Throwable instead;

        Nameless(Throwable instead) {
            this.instead = instead;
        }

        @Override
        public String toString() {
            if (instead instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) instead;
        }
    }
}
