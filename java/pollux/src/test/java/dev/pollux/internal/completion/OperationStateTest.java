package dev.pollux.internal.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of an operation, step by step, and with the three threads that race. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
@NeedsNoBinding
class OperationStateTest {

    /** An operation whose system is this test. */
    private static class Fake extends OperationState {
        final AtomicInteger cancels = new AtomicInteger();
        Runnable onCancel = () -> {};

        @Override
        protected void cancelInSystem() {
            cancels.incrementAndGet();
            onCancel.run();
        }
    }

    private final Fake operation = new Fake();

    @Test
    void aSubmissionAtATime() {
        long stamp = operation.begin();
        long number = operation.submission();
        assertThrows(IllegalStateException.class, operation::begin);
        operation.submitted(stamp);
        assertTrue(operation.isPending());
        assertThrows(IllegalStateException.class, operation::begin);
        operation.completing();
        assertThrows(IllegalStateException.class, operation::begin);
        operation.completed();
        assertFalse(operation.isPending());
        operation.begin();
        assertEquals(number + 1, operation.submission());
    }

    @Test
    void aCancelOfWhatIsPendingTellsTheSystem() {
        assertFalse(operation.requestCancel(operation.submission()));
        operation.submitted(operation.begin());
        assertTrue(operation.requestCancel(operation.submission()));
        assertEquals(1, operation.cancels.get());
        operation.completing();
        operation.completed();
        assertFalse(operation.requestCancel(operation.submission()));
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void aCancelDuringTheSubmitTellsTheSystemAfterIt() {
        long number = operation.begin();
        assertTrue(operation.requestCancel(operation.submission()));
        assertTrue(operation.requestCancel(operation.submission()));
        assertEquals(0, operation.cancels.get(), "the system does not know of it yet");
        operation.submitted(number);
        assertEquals(1, operation.cancels.get());
        assertTrue(operation.isPending());
    }

    /** Whoever dequeues it waits for a cancel under way: for ever, if that has thrown and nobody says that it is over. */
    @Test
    void aCancelThatThrowsIsOver() {
        operation.onCancel = () -> {
            throw new StackOverflowError("on purpose");
        };
        operation.submitted(operation.begin());
        assertThrows(StackOverflowError.class, () -> operation.requestCancel(operation.submission()));
        completes();
        long stamp = operation.begin();
        operation.requestCancel(operation.submission());
        assertThrows(StackOverflowError.class, () -> operation.submitted(stamp));
        completes();
    }

    private void completes() {
        try (Background dequeuing = Background.run(operation::completing)) {
            Await.end(dequeuing.thread());
        }
        operation.completed();
        assertFalse(operation.isPending());
    }

    @Test
    void aSubmitThatComesBackLateLeavesTheNextSubmissionAlone() {
        long first = operation.begin();
        operation.requestCancel(operation.submission());
        operation.completing(); // dequeued by another thread before the first submit has come back
        operation.completed();
        long second = operation.begin();
        operation.submitted(first);
        assertEquals(0, operation.cancels.get());
        operation.requestCancel(operation.submission());
        assertEquals(0, operation.cancels.get(), "the second is still being submitted");
        operation.submitted(second);
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void aDeadlineEndsItsOwnSubmissionOnly() {
        operation.submitted(operation.begin());
        long first = operation.submission();
        operation.completing();
        operation.completed();
        operation.submitted(operation.begin());
        assertFalse(operation.requestCancel(first));
        assertEquals(0, operation.cancels.get());
    }

    @Test
    void aContinuationIsTheSameSubmission() {
        operation.submitted(operation.begin());
        long number = operation.submission();
        operation.completing();
        long stamp = operation.resume();
        assertEquals(number, operation.submission());
        assertTrue(operation.requestCancel(number));
        assertEquals(0, operation.cancels.get(), "the system does not know of the second part yet");
        operation.submitted(stamp);
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void aSubmitThatComesBackLateLeavesTheNextPartAlone() {
        long first = operation.begin();
        operation.completing(); // the first part, dequeued before its submit has come back
        long second = operation.resume();
        operation.submitted(first);
        operation.requestCancel(operation.submission());
        assertEquals(0, operation.cancels.get(), "the second part is still being handed over");
        operation.submitted(second);
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void partsThatComeRoundLeaveTheNumberAlone() {
        long first = operation.begin();
        long number = operation.submission();
        operation.submitted(first);
        for (int i = 0; i < 20_000; i++) {
            operation.completing();
            operation.submitted(operation.resume());
            assertEquals(number, operation.submission());
        }
        assertTrue(operation.isPending());
    }

    /** Between two parts there is nothing to cancel, yet it is not over: who cancels waits for what becomes of it. */
    @Test
    void aCancelBetweenTwoPartsIsOfTheNext() throws Exception {
        operation.submitted(operation.begin());
        long number = operation.submission();
        operation.completing();
        try (Background canceller =
                Background.run(() -> assertTrue(operation.requestCancel(number), "it was pending"))) {
            Await.until("the cancel begins", () -> isCancelling(canceller.thread()));
            operation.submitted(operation.resume());
        }
        assertEquals(1, operation.cancels.get());
    }

    /** Found by two threads of a history: a long write is between two parts, and finds there that it is cancelled. */
    @Test
    void aCancelThatMeetsTheEndHasFoundItPending() throws Exception {
        operation.submitted(operation.begin());
        long number = operation.submission();
        operation.completing();
        try (Background canceller =
                Background.run(() -> assertTrue(operation.requestCancel(number), "it was pending"))) {
            Await.until("the cancel begins", () -> isCancelling(canceller.thread()));
            operation.completed();
        }
        assertEquals(0, operation.cancels.get(), "the system has nothing of it");
        assertFalse(operation.requestCancel(number));
    }

    private static boolean isCancelling(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getMethodName().equals("requestCancel")) {
                return true;
            }
        }
        return !thread.isAlive();
    }

    /** What a cancel works on, the operation's block, must stay its own for so long. */
    @Test
    void completionWaitsForACancelUnderWay() throws Exception {
        AtomicBoolean cancelling = new AtomicBoolean();
        AtomicBoolean mayEnd = new AtomicBoolean();
        AtomicBoolean completing = new AtomicBoolean();
        operation.onCancel = () -> {
            cancelling.set(true);
            Await.until("the test allows it", mayEnd::get);
            assertFalse(completing.get());
        };
        operation.submitted(operation.begin());
        try (Background canceller = Background.run(() -> operation.requestCancel(operation.submission()))) {
            Await.until("the cancel begins", cancelling::get);
            try (Background dequeuer = Background.run(() -> {
                operation.completing();
                completing.set(true);
                operation.completed();
            })) {
                for (int i = 0; i < 1_000; i++) {
                    assertFalse(completing.get());
                    Thread.onSpinWait();
                }
                mayEnd.set(true);
            }
        }
        assertTrue(completing.get());
    }

    /** One thread submits and submits, one dequeues as soon as it can, one cancels: a cancel is of what is pending. */
    @Test
    void threeThreadsRace() throws Exception {
        int enough = 20_000;
        long enoughNanos = TimeUnit.SECONDS.toNanos(2); // where each hand-over takes another program's time slice
        AtomicLong inSystem = new AtomicLong(); // the submission that the system has; 0 for none
        AtomicLong ofNobody = new AtomicLong();
        AtomicLong freed = new AtomicLong();
        AtomicLong last = new AtomicLong(Long.MAX_VALUE);
        AtomicBoolean over = new AtomicBoolean();
        operation.onCancel = () -> {
            // Its completion may be dequeued already, but nothing was taken over and given back.
            if (freed.get() >= operation.submission()) {
                ofNobody.incrementAndGet();
            }
        };
        try (Background dequeuer = Background.run(() -> {
                    for (long done = 0; done < last.get(); ) {
                        long number = inSystem.get();
                        if (number > done) {
                            operation.completing();
                            freed.set(number);
                            done = number;
                            operation.completed();
                        } else {
                            Thread.yield(); // there may be one processor for all three
                        }
                    }
                    over.set(true);
                });
                Background canceller = Background.run(() -> {
                    while (!over.get()) {
                        operation.requestCancel(operation.submission());
                        Thread.yield();
                    }
                })) {
            long submissions = 0;
            long startNanos = System.nanoTime();
            while (submissions < enough && System.nanoTime() - startNanos < enoughNanos
                    || operation.cancels.get() == 0) { // a loaded machine may start the canceller late
                while (operation.isPending()) {
                    Thread.yield();
                }
                long stamp = operation.begin();
                submissions = operation.submission();
                inSystem.set(submissions);
                operation.submitted(stamp);
            }
            last.set(submissions);
        }
        assertEquals(0, ofNobody.get());
        assertFalse(operation.isPending());
    }
}
