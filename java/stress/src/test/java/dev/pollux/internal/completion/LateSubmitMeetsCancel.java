package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The first submission is dequeued, and the operation is submitted again and cancelled, before the first submit has come back. The
 * results are: how often the system was asked to end what it did not know yet, and how often it was asked.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The second was cancelled once the system had it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The first submit has gone on with the second.")
@State
@SuppressWarnings("this-escape") // nobody else has it yet
public class LateSubmitMeetsCancel extends OperationState {
    private static final int IN_SYSTEM = 10; // turns of a loop: a system call takes a while

    private final long first = begin();
    private boolean isKnown; // to the system
    private int tooEarly;
    private int asked;

    @Override
    protected void cancelInSystem() {
        asked++;
        tooEarly += isKnown ? 0 : 1;
    }

    @Actor
    public void submits() {
        submitted(first);
    }

    @Actor
    public void dequeuesAndCancelsTheNext() {
        completing();
        completed();
        long second = begin();
        requestCancel(submission());
        for (int i = 0; i < IN_SYSTEM; i++) {
            Thread.onSpinWait();
        }
        isKnown = true;
        submitted(second);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = tooEarly;
        result.r2 = asked;
    }
}
