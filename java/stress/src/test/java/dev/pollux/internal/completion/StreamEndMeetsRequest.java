package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A stream is stopped, one of its requests is over, and its port is polled, while the other request brings a result. The results are how many it was told, how
 * many came after the end or never, and its ends.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "The result, then the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "The end was told before its requests were over, or twice.")
@State
public class StreamEndMeetsRequest {
    private final ActedStream stream = ActedStream.submitted();

    @Actor
    public void stops() {
        stream.stop();
        stream.requestIsOver();
        ActedStream.poll();
    }

    @Actor
    public void hasAResult() {
        stream.resultArrives();
    }

    @Arbiter
    public void look(III_Result result) {
        stream.finish();
        result.r1 = stream.results();
        result.r2 = stream.strays();
        result.r3 = stream.ends();
    }
}
