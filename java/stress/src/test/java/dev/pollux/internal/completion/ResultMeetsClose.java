package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A result comes while the stream's channel is closed. The results are how many were told or given up, how many came after the end
 * or never, how many the stream had to do with after the close, and its ends.
 */
@JCStressTest
@Outcome(id = "1, 0, 0, 1", expect = Expect.ACCEPTABLE, desc = "It was told, or given up, and then the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It was lost, or kept for a program that has closed.")
@State
public class ResultMeetsClose {
    private final ActedStream stream = ActedStream.submitted();

    @Actor
    public void closes() {
        stream.closeChannel();
    }

    @Actor
    public void hasAResult() {
        stream.resultArrives();
    }

    @Arbiter
    public void look(IIII_Result result) {
        stream.finish();
        result.r1 = stream.results() + stream.discarded();
        result.r2 = stream.strays();
        result.r3 = stream.keptLate();
        result.r4 = stream.ends();
    }
}
