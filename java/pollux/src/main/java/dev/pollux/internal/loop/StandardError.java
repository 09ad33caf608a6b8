package dev.pollux.internal.loop;

import dev.pollux.ErrorHandler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says on standard error what an {@link ErrorHandler} has thrown. This works when nothing else does: it opens no descriptor,
 * it loads no class for the first time, it needs no memory for the shortest of its messages, and it never throws.
 *
 * <p>A handler that always throws does not flood the output: after each message there is silence for a second, and the next
 * message says how many were left out. Each loop has a second of its own. May be called from any thread.
 */
final class StandardError {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_FRAMES = 64;
    private static final int MAX_CAUSES = 8;

    /** Not {@link System#err}, which a program may replace by an object of its own. */
    private static final OutputStream PROCESS = new FileOutputStream(FileDescriptor.err);

    private static final byte[] NO_DETAIL =
            ("dev.pollux: an error handler has thrown; its loop goes on. There was no memory to"
                            + " say what was thrown.\n")
                    .getBytes(StandardCharsets.US_ASCII);

    static { // what it needs is loaded now
        Throwable example = new IOException("an example", new IOException("its cause"));
        new StandardError(OutputStream.nullOutputStream()).handlerThrew(example, example);
    }

    private final OutputStream output;
    private final AtomicLong silentUntilNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    StandardError() {
        this(PROCESS);
    }

    StandardError(OutputStream output) {
        this.output = output;
    }

    void handlerThrew(Throwable thrown, Throwable told) {
        try {
            if (isSilent()) {
                leftOut.getAndIncrement();
                return;
            }
            output.write(message(thrown, told).getBytes(StandardCharsets.UTF_8));
        } catch (Throwable noMemory) { // or what was thrown can't be turned into text
            writeNoDetail();
        }
    }

    private void writeNoDetail() {
        try {
            output.write(NO_DETAIL);
        } catch (Throwable e) {
            // There is nobody left to tell. The counter has it.
        }
    }

    private boolean isSilent() {
        long until = silentUntilNanos.get();
        long nowNanos = System.nanoTime();
        return nowNanos - until < 0 || !silentUntilNanos.compareAndSet(until, nowNanos + SILENCE_NANOS);
    }

    private String message(Throwable thrown, Throwable told) {
        StringBuilder text = new StringBuilder("dev.pollux: an error handler has thrown; its loop goes on.\n");
        appendTrace(text, thrown);
        text.append("The handler had been told of: ");
        appendName(text, told);
        text.append('\n');
        long others = leftOut.getAndSet(0);
        if (others > 0) {
            text.append("Since the last message, handlers have thrown ")
                    .append(others)
                    .append(" more times.\n");
        }
        return text.toString();
    }

    /** Not printStackTrace(), which needs much more that may be missing. */
    private static void appendTrace(StringBuilder text, Throwable thrown) {
        Throwable each = thrown;
        for (int causes = 0; each != null && causes < MAX_CAUSES; causes++) {
            text.append(causes == 0 ? "" : "Caused by: ");
            appendName(text, each);
            text.append('\n');
            StackTraceElement[] frames = each.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                text.append("\tat ").append(frames[i].toString()).append('\n');
            }
            each = each.getCause();
        }
    }

    private static void appendName(StringBuilder text, Throwable thrown) {
        String name;
        try {
            name = String.valueOf(thrown);
        } catch (RuntimeException | StackOverflowError e) { // its getMessage() is the program's
            name = thrown.getClass().getName();
        }
        text.append(name);
    }
}
