package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The end of a stopped stream is told. Its callback submits the stream again, and another thread tries the same at once. The results
 * are how often it was submitted, how many ends it has had once all is over, and how many of them were told wrongly.
 */
@JCStressTest
@Outcome(
        id = "2, 2, 0",
        expect = Expect.ACCEPTABLE,
        desc = "One of them has submitted it, and each submission has its end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both have, or none, or a submission has no end of its own.")
@State
public class SubmitMeetsStreamEnd {
    private static final int LOOKS = 200; // until it may be submitted: then the callback is just being called

    private final ActedStream stream = ActedStream.submitted();

    public SubmitMeetsStreamEnd() {
        stream.submitAtEnd(true);
        stream.stop();
        stream.requestIsOver(); // one of two: the other's end is the stream's
    }

    @Actor
    public void ends() {
        stream.requestIsOver();
        stream.submitAtEnd(false);
    }

    @Actor
    public void submits() {
        for (int i = 0; i < LOOKS && stream.isPending(); i++) {
            Thread.onSpinWait();
        }
        stream.submitAgain();
    }

    @Arbiter
    public void look(III_Result result) {
        stream.finish();
        result.r1 = stream.submits();
        result.r2 = stream.ends();
        result.r3 = stream.together() + stream.peerEnds();
    }
}
