package dev.pollux.internal.completion.lent;

import java.lang.ref.Cleaner;
import java.util.function.Consumer;

/** The checking mode: whether a stream that has a callback was submitted. The collector finds one that was not. */
public final class SubmitCheck {

    /** What is known of it. It does not refer to the stream, which the collector is to find. */
    private static final class Begun implements Runnable {
        private final String stream;
        private final Consumer<Throwable> reports;
        private final Throwable made = new Throwable("it got its callback here");
        private volatile boolean submitted;

        Begun(String stream, Consumer<Throwable> reports) {
            this.stream = stream;
            this.reports = reports;
        }

        @Override
        public void run() {
            if (!submitted) {
                reports.accept(new IllegalStateException(
                        stream + " has a callback, was never submitted, and nobody has it any more: call submit()",
                        made));
            }
        }
    }

    private final Begun begun;
    private final Cleaner.Cleanable found;

    /** @param reports takes what is found, on a thread of the collector's */
    public SubmitCheck(Object stream, Consumer<Throwable> reports) {
        begun = new Begun(stream.toString(), reports);
        found = LentChecks.Collector.CLEANER.register(stream, begun);
    }

    public void submitted() {
        begun.submitted = true;
        found.clean();
    }
}
