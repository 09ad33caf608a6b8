package dev.pollux;

/** A thread of a test's, whose failure is the test's. */
public final class Background implements AutoCloseable {
    private final Thread thread;
    private volatile Throwable failure;

    private Background(Await.Action action) {
        thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        failure = e;
                    }
                },
                "background");
        thread.setDaemon(true);
        thread.start();
    }

    public static Background run(Await.Action action) {
        return new Background(action);
    }

    public Thread thread() {
        return thread;
    }

    /** Waits for a while until the thread blocks, which is in a wait of the system's. */
    public void awaitBlocked() {
        Await.until("the thread blocks", () -> failure != null || isInWait());
    }

    /** True if the thread is within the port's wait: a native call, which Java takes for running. */
    private boolean isInWait() {
        for (StackTraceElement element : thread.getStackTrace()) {
            String method = element.getMethodName();
            if (method.equals("awaitEvents") && element.getClassName().endsWith("Port")
                    || method.equals("await") && element.getClassName().endsWith("CompletionWait")) {
                return true;
            }
        }
        return false;
    }

    /** Waits for its end. */
    @Override
    public void close() {
        Await.end(thread);
        if (failure != null) {
            throw new AssertionError("in the background: " + failure, failure);
        }
    }
}
