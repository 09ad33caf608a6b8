package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of an operation, step by step, and with the three threads that race. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
class OperationStateTest {

    /** An operation whose system is this test. */
    private static class Fake extends OperationState {
        final AtomicInteger cancels = new AtomicInteger();
        Runnable onCancel = () -> {};

        @Override
        void cancelInSystem() {
            cancels.incrementAndGet();
            onCancel.run();
        }
    }

    private final Fake operation = new Fake();

    @Test
    void aSubmissionAtATime() {
        long number = operation.begin();
        assertThrows(IllegalStateException.class, operation::begin);
        operation.submitted(number);
        assertTrue(operation.isPending());
        assertThrows(IllegalStateException.class, operation::begin);
        operation.completing();
        assertThrows(IllegalStateException.class, operation::begin);
        operation.completed();
        assertFalse(operation.isPending());
        assertEquals(number + 1, operation.begin());
    }

    @Test
    void aCancelOfWhatIsPendingTellsTheSystem() {
        assertFalse(operation.requestCancel());
        operation.submitted(operation.begin());
        assertTrue(operation.requestCancel());
        assertEquals(1, operation.cancels.get());
        operation.completing();
        operation.completed();
        assertFalse(operation.requestCancel());
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void aCancelDuringTheSubmitTellsTheSystemAfterIt() {
        long number = operation.begin();
        assertTrue(operation.requestCancel());
        assertTrue(operation.requestCancel());
        assertEquals(0, operation.cancels.get(), "the system does not know of it yet");
        operation.submitted(number);
        assertEquals(1, operation.cancels.get());
        assertTrue(operation.isPending());
    }

    @Test
    void aSubmitThatComesBackLateLeavesTheNextSubmissionAlone() {
        long first = operation.begin();
        operation.requestCancel();
        operation.completing(); // dequeued by another thread before the first submit has come back
        operation.completed();
        long second = operation.begin();
        operation.submitted(first);
        assertEquals(0, operation.cancels.get());
        operation.requestCancel();
        assertEquals(0, operation.cancels.get(), "the second is still being submitted");
        operation.submitted(second);
        assertEquals(1, operation.cancels.get());
    }

    @Test
    void aDeadlineEndsItsOwnSubmissionOnly() {
        long first = operation.begin();
        operation.submitted(first);
        operation.completing();
        operation.completed();
        operation.submitted(operation.begin());
        assertFalse(operation.requestCancel(first));
        assertEquals(0, operation.cancels.get());
    }

    @Test
    void aContinuationIsTheSameSubmission() {
        long number = operation.begin();
        operation.submitted(number);
        operation.completing();
        assertEquals(number, operation.resume());
        assertTrue(operation.requestCancel(number));
        operation.submitted(number);
        assertEquals(1, operation.cancels.get());
    }

    /** Between two parts there is nothing to cancel, yet it is not over: who cancels waits for what becomes of it. */
    @Test
    void aCancelBetweenTwoPartsIsOfTheNext() throws Exception {
        long number = operation.begin();
        operation.submitted(number);
        operation.completing();
        try (Background canceller = Background.run(() -> assertTrue(operation.requestCancel(), "it was pending"))) {
            Await.until("the cancel begins", () -> isCancelling(canceller.thread()));
            operation.submitted(operation.resume());
        }
        assertEquals(1, operation.cancels.get());
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
        try (Background canceller = Background.run(operation::requestCancel)) {
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
        int submissions = 200_000;
        AtomicLong inSystem = new AtomicLong(); // the submission that the system has; 0 for none
        AtomicLong ofNobody = new AtomicLong();
        AtomicLong freed = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        operation.onCancel = () -> {
            // Its completion may be dequeued already, but nothing was taken over and given back.
            if (freed.get() >= operation.submission()) {
                ofNobody.incrementAndGet();
            }
        };
        try (Background dequeuer = Background.run(() -> {
                    for (long done = 0; done < submissions; ) {
                        long number = inSystem.get();
                        if (number > done) {
                            operation.completing();
                            freed.set(number);
                            done = number;
                            operation.completed();
                        }
                    }
                    over.set(true);
                });
                Background canceller = Background.run(() -> {
                    while (!over.get()) {
                        operation.requestCancel();
                    }
                })) {
            for (int i = 1; i <= submissions; i++) {
                while (operation.isPending()) {
                    Thread.onSpinWait();
                }
                long number = operation.begin();
                inSystem.set(number);
                operation.submitted(number);
            }
        }
        assertEquals(0, ofNobody.get());
        assertFalse(operation.isPending());
        assertTrue(operation.cancels.get() > 0);
    }
}
