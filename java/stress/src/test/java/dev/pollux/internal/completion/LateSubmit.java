package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The first submission was cancelled in time. It is dequeued, and the operation is submitted again, before the first submit has
 * come back. The results are: how often the second was cancelled, and whether it is pending.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The second is left alone.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A cancel of the first has met the second.")
@State
@SuppressWarnings("this-escape") // nobody else has it yet
public class LateSubmit extends OperationState {
    private static final int IN_SYSTEM = 10; // turns of a loop: a system call takes a while

    private final long first = begin();
    private boolean isSecond; // what the system has
    private int ofTheSecond;

    public LateSubmit() {
        requestCancel(submission());
    }

    @Override
    protected void cancelInSystem() {
        for (int i = 0; i < IN_SYSTEM; i++) {
            Thread.onSpinWait();
        }
        ofTheSecond += isSecond ? 1 : 0;
    }

    @Actor
    public void submits() {
        submitted(first);
    }

    @Actor
    public void dequeuesAndSubmitsAgain() {
        completing();
        isSecond = true;
        completed();
        submitted(begin());
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = ofTheSecond;
        result.r2 = isPending() ? 1 : 0;
    }
}
