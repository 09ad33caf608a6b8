package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One thread cancels what is pending, one dequeues it. The results are: how often the system was asked to end what nobody had
 * pending any more, how often it was asked, and whether something is pending at the end. All tests here have two threads, because
 * jcstress runs none that has more than there are cores.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "It had ended before the cancel.")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "The system was asked while it was pending.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A cancel of nobody's, two cancels, or no end.")
@State
@SuppressWarnings("this-escape") // nobody else has it yet
public class CancelMeetsEnd extends OperationState {
    private final long number;
    private int freed; // plain, as what a ticket consists of
    private int ofNobody;
    private int asked;

    public CancelMeetsEnd() {
        submitted(begin());
        number = submission();
    }

    @Override
    protected void cancelInSystem() {
        ofNobody += freed;
        asked++;
    }

    @Actor
    public void cancels() {
        requestCancel(number);
    }

    @Actor
    public void dequeues() {
        completing();
        freed = 1;
        completed();
    }

    @Arbiter
    public void look(III_Result result) {
        result.r1 = ofNobody;
        result.r2 = asked;
        result.r3 = isPending() ? 1 : 0;
    }
}
