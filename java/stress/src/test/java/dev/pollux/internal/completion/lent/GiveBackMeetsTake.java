package dev.pollux.internal.completion.lent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The only buffer is given back while another stream asks for one. The results are whether it got the buffer at once, and how often
 * as one that waits.
 */
@JCStressTest
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It has got it, one way or the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It waits beside a free one, or got it twice.")
@State
public class GiveBackMeetsTake {
    private final Lending lending = new Lending();
    private final CountedWaiter waiter = new CountedWaiter();

    @Actor
    public void givesBack() {
        lending.buffer.giveBack();
    }

    @Actor
    public void takes(II_Result result) {
        result.r1 = lending.pool.take(waiter) != null ? 1 : 0;
    }

    @Arbiter
    public void look(II_Result result) {
        result.r2 = waiter.lent;
    }
}
