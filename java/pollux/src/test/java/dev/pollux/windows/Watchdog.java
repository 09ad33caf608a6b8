package dev.pollux.windows;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Ends the JVM when a test takes much longer than its {@link Timeout}, which only interrupts its thread: neither a wait at a port
 * nor a spin cares. What hangs is named so, with the stacks of all threads, in place of hanging the build.
 */
public final class Watchdog implements BeforeEachCallback, AfterEachCallback {
    private static final long GRACE_MILLIS = 40_000;
    private static final long DEFAULT_MILLIS = 60_000;
    private static final Timer TIMER = new Timer("watchdog", true);
    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(Watchdog.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        String test = context.getRequiredTestClass().getName() + ", " + context.getDisplayName();
        TimerTask alarm = new TimerTask() {
            @Override
            public void run() {
                end(test);
            }
        };
        context.getStore(OWN).put(TimerTask.class, alarm);
        TIMER.schedule(alarm, limitMillis(context) + GRACE_MILLIS);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getStore(OWN).remove(TimerTask.class, TimerTask.class).cancel();
    }

    private static long limitMillis(ExtensionContext context) {
        Optional<Timeout> limit = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Timeout.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Timeout.class));
        return limit.map(found -> found.unit().toMillis(found.value())).orElse(DEFAULT_MILLIS);
    }

    /** Past System.err, which a test runner may keep for a report that it will not write. */
    private static void end(String test) {
        try (PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true)) {
            err.println("The watchdog ends the JVM: this test takes too long: " + test);
            for (Map.Entry<Thread, StackTraceElement[]> thread :
                    Thread.getAllStackTraces().entrySet()) {
                err.println(thread.getKey());
                for (StackTraceElement frame : thread.getValue()) {
                    err.println("    at " + frame);
                }
            }
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
