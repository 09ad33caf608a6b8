package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads have a result each for one stream. The results are how many it was told, how often a callback was called within
 * another, and its ends.
 */
@JCStressTest
@Outcome(id = "2, 0, 1", expect = Expect.ACCEPTABLE, desc = "Both, one after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One was lost, or two threads told at once.")
@State
public class TwoTellers {
    private final ActedStream stream = ActedStream.submitted();

    @Actor
    public void one() {
        stream.resultArrives();
    }

    @Actor
    public void other() {
        stream.resultArrives();
    }

    @Arbiter
    public void look(III_Result result) {
        result.r1 = stream.results();
        stream.finish();
        result.r2 = stream.together();
        result.r3 = stream.ends();
    }
}
