package dev.pollux.internal.completion.lent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The only buffer is given back while who waits for one leaves. The results are whether it has left in time, and whether the buffer is
 * at two places, or at none.
 */
@JCStressTest
@Outcome(
        id = {"1, 0", "0, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "It has left, or has the buffer.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It has left, and has the buffer, or neither.")
@State
public class GiveBackMeetsLeave {
    private final Lending lending = new Lending();
    private final CountedWaiter waiter = new CountedWaiter();

    public GiveBackMeetsLeave() {
        lending.pool.take(waiter);
    }

    @Actor
    public void givesBack() {
        lending.buffer.giveBack();
    }

    @Actor
    public void leaves(II_Result result) {
        result.r1 = lending.pool.leave(waiter) ? 1 : 0;
    }

    @Arbiter
    public void look(II_Result result) {
        result.r2 = Math.abs(result.r1 + waiter.lent - 1) + Math.abs(lending.free() + waiter.lent - 1);
    }
}
