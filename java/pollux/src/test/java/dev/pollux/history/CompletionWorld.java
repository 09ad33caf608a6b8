package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.Operation;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A completion port, what is done with it, and the model of all: what is told is compared with it. */
final class CompletionWorld {
    private static final long MOMENT_NANOS = 1_000_000;

    private final Supplier<CompletionPortBuilder> builders;
    final CompletionFeatures features;
    final DirectBuffers buffers = new DirectBuffers();
    final FilePart file;
    LentModel lent;
    private final List<Expected> operations = new ArrayList<>();
    private final ArrayDeque<Step<CompletionStep>> later = new ArrayDeque<>();
    private final List<Throwable> wrong = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();

    CompletionPort port;
    private CompletionActions actions;
    private int told; // in the delivery under way
    private boolean delivering;
    private boolean isShared;

    CompletionWorld(Supplier<CompletionPortBuilder> builders, CompletionFeatures features, FilePart file)
            throws IOException {
        this.builders = builders;
        this.features = features;
        this.file = file;
        open();
    }

    void run(List<Step<CompletionStep>> history) throws Exception {
        try {
            for (Step<CompletionStep> each : history) {
                run(each);
            }
            poll(0);
            later.clear();
        } catch (Throwable e) {
            abandon();
            throw e;
        }
        close();
    }

    /** Runs a history on this thread, which polls, and at the same time another one on a thread that does not. */
    void run(List<Step<CompletionStep>> history, List<Step<CompletionStep>> ofAnother) throws Exception {
        isShared = true;
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(features.anyThread() ? 0 : 1);
        try {
            try (Background other = Background.run(() -> runBeside(forThreads(ofAnother), done, mayEnd))) {
                try {
                    for (Step<CompletionStep> each : forThreads(history)) {
                        runPolling(each);
                    }
                    while (other.thread().isAlive() && done.getCount() > 0) {
                        deliver(() -> port.poll(MOMENT_NANOS / 10));
                    }
                    if (!features.anyThread()) {
                        poll(0);
                    }
                } finally {
                    mayEnd.countDown();
                }
            }
            poll(0);
            later.clear();
        } catch (Throwable e) {
            abandon();
            throw e;
        }
        close();
    }

    private List<Step<CompletionStep>> forThreads(List<Step<CompletionStep>> history) {
        return history.stream()
                .filter(each -> features.anyThread() || !each.kind().closesASocket())
                .toList();
    }

    private void runBeside(List<Step<CompletionStep>> history, CountDownLatch done, CountDownLatch mayEnd)
            throws Exception {
        try {
            for (Step<CompletionStep> each : history) {
                runBeside(each);
                Thread.yield();
            }
        } finally {
            done.countDown();
        }
        mayEnd.await();
    }

    private void runBeside(Step<CompletionStep> step) throws Exception {
        if (!step.kind().isOfThePollingThread()) {
            synchronized (this) {
                actions.run(step);
            }
        }
    }

    private void runPolling(Step<CompletionStep> step) throws Exception {
        switch (step.kind()) {
            case CLOSE_PORT -> {} // the other thread would lose its sockets
            case POLL, DELIVER -> deliver(() -> port.poll(0));
            case WAKE -> {
                port.wakeup();
                deliver(() -> port.poll(-1));
            }
            default -> {
                synchronized (this) {
                    if (step.later()) {
                        later.add(step);
                    } else if (!step.kind().isOfThePollingThread()) {
                        actions.run(step);
                    }
                }
            }
        }
        check();
    }

    /** {@return true if another thread does something, too: what is pending may be known a moment later here} */
    boolean isShared() {
        return isShared;
    }

    /** After a failure: the port may wait for what it has lost. */
    private void abandon() throws InterruptedException {
        later.clear();
        Thread closing = new Thread(port::close, "closes what has failed");
        closing.setDaemon(true);
        closing.start();
        closing.join(TimeUnit.NANOSECONDS.toMillis(1000 * MOMENT_NANOS));
    }

    private void open() throws IOException {
        operations.clear();
        lent = new LentModel(this);
        port = builders.get()
                .lentBuffers(LentModel.BUFFERS, LentModel.SIZE)
                .errorHandler((source, failure) -> {
                    if (!thrown.remove(failure) && !lent.mayReport(source, failure)) {
                        wrong.add(failure);
                    }
                })
                .open();
        actions = new CompletionActions(this);
    }

    private void run(Step<CompletionStep> step) throws Exception {
        if (step.later()) {
            later.add(step);
            return;
        }
        actions.run(step);
        settle();
        check();
        actions.checkOpen();
        for (Expected each : operations) {
            assertEquals(each.pending, each.isPendingThere(), () -> "pending: " + each);
        }
        assertEquals(pending(), port.pendingOperations());
    }

    private synchronized void check() {
        if (!wrong.isEmpty()) {
            AssertionError first = new AssertionError(wrong.get(0).toString(), wrong.get(0));
            wrong.clear();
            throw first;
        }
    }

    /** Outside of callbacks. */
    private synchronized void settle() {
        lent.settle(pending());
        actions.wasTold();
    }

    private long pending() {
        return operations.stream().filter(Expected::isCounted).count();
    }

    void add(Expected operation) {
        operations.add(operation);
    }

    List<Expected> operations() {
        return operations;
    }

    boolean isDelivering() {
        return delivering;
    }

    /** Something that a callback throws: the error handler has to learn of it. */
    RuntimeException toThrow() {
        RuntimeException made = new RuntimeException("on purpose");
        if (delivering) {
            thrown.add(made);
        }
        return made;
    }

    // ---- What the port tells ----

    <O extends Operation<O>> void told(OperationModel model, O its, long result, IOException failure) throws Exception {
        told(() -> {
            if (its != model.its || its.isPending()) {
                throw new AssertionError(its + " was told, of " + model);
            }
            model.ended(result, failure);
        });
    }

    /** A callback: what it tells is taken into the model, and then it does what is left for it to do. */
    void told(Runnable into) throws Exception {
        told(into, () -> {});
    }

    /** The same of a callback whose throwing has a consequence. */
    synchronized void told(Runnable into, Runnable onThrow) throws Exception {
        told++;
        try {
            into.run();
        } catch (AssertionError e) {
            wrong.add(e);
        }
        Step<CompletionStep> next = later.poll();
        if (next != null) {
            try {
                actions.run(next);
            } catch (AssertionError e) {
                wrong.add(e);
            } catch (Throwable e) {
                onThrow.run();
                throw e;
            } finally {
                actions.wasTold();
            }
            return;
        }
        actions.wasTold();
    }

    // ---- Waits ----

    void poll(long timeoutNanos) throws IOException {
        deliver(() -> port.poll(timeoutNanos));
        untilNothingIsDue();
    }

    int awaitCompletions() throws IOException {
        return port.await(0);
    }

    void deliverCompletions() throws IOException {
        deliver(port::deliver);
    }

    private void untilNothingIsDue() {
        try {
            Histories.until(
                    "ends that are due", () -> firstDue() == null, () -> deliver(() -> port.poll(MOMENT_NANOS)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + allDue(), e);
        }
    }

    private synchronized List<String> allDue() {
        return operations.stream().filter(Expected::isDue).map(Expected::whyDue).toList();
    }

    private synchronized Expected firstDue() {
        for (Expected each : operations) {
            if (each.isDue()) {
                return each;
            }
        }
        return null;
    }

    @FunctionalInterface
    private interface Delivery {
        int call() throws IOException;
    }

    private void deliver(Delivery delivery) throws IOException {
        told = 0;
        delivering = true;
        int says;
        try {
            says = delivery.call();
        } finally {
            delivering = false;
        }
        settle();
        check();
        if (port.isOpen()) {
            assertEquals(told, says, "callbacks");
        } else { // some were called when it was drained
            closed();
        }
    }

    // ---- The port's end ----

    void closePort() throws IOException {
        actions.closeAll();
        if (delivering) { // it is drained at the end of the delivery
            port.close();
            return;
        }
        delivering = true;
        try {
            port.close();
            port.close();
        } finally {
            delivering = false;
        }
        closed();
    }

    private void closed() throws IOException {
        checkClosed();
        open();
    }

    private void checkClosed() {
        settle();
        check();
        for (Expected each : operations) {
            assertEquals(each.submissions, each.ends, () -> "ends of " + each);
            assertEquals(false, each.pending || each.isPendingThere(), each::toString);
        }
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken(), "tickets");
        assertEquals(0, CompletionPortWork.of(port).sourceCount(), "channels");
        actions.release();
        lent.checkAllBack();
        assertEquals(0, CompletionPortWork.of(port).lentBuffersTaken(), "buffers that are not back");
    }

    private void close() throws IOException {
        actions.closeAll();
        delivering = true;
        port.close();
        delivering = false;
        checkClosed();
        assertEquals(List.of(), thrown, "what was thrown, and not reported");
    }
}
