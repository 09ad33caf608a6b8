package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A cancel comes while the call that submits is under way. The results are how often the system was asked, and whether the operation
 * can be dequeued then.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The system was asked once it knew of it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The cancel was lost, or came twice.")
@State
@SuppressWarnings("this-escape") // nobody else has it yet
public class CancelMeetsSubmit extends OperationState {
    private final long stamp = begin();
    private final long number = submission();
    private int asked;

    @Override
    protected void cancelInSystem() {
        asked++;
    }

    @Actor
    public void submits() {
        submitted(stamp);
    }

    @Actor
    public void cancels() {
        requestCancel(number);
    }

    @Arbiter
    public void look(II_Result result) {
        completing();
        completed();
        result.r1 = asked;
        result.r2 = isPending() ? 1 : 0;
    }
}
