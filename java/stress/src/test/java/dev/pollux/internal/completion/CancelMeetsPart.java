package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * One part of a submission ends and the next begins while another thread cancels. The results are: what the cancel said, how
 * often the system was asked, and whether it is pending.
 */
@JCStressTest
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "The system was asked, of one part or the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The cancel was lost between two parts, or came twice.")
@State
@SuppressWarnings("this-escape") // nobody else has it yet
public class CancelMeetsPart extends OperationState {
    private final long number;
    private int asked;

    public CancelMeetsPart() {
        submitted(begin());
        number = submission();
    }

    @Override
    protected void cancelInSystem() {
        asked++;
    }

    @Actor
    public void cancels(III_Result result) {
        result.r1 = requestCancel(number) ? 1 : 0;
    }

    @Actor
    public void goesOn() {
        completing();
        submitted(resume());
    }

    @Arbiter
    public void look(III_Result result) {
        result.r2 = asked;
        result.r3 = isPending() ? 1 : 0;
    }
}
