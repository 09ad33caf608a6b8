package dev.pollux.internal.completion.lent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A program gives a buffer back on another thread, and its callback throws. The results are whether the program was not refused, and
 * how often the buffer has come back.
 */
@JCStressTest
@Outcome(
        id = {"1, 1", "0, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "It has come back once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It has come back twice, or not.")
@State
public class GiveBackMeetsThrow {
    private final Lending lending = new Lending();
    private final int mark = lending.buffer.lending();

    @Actor
    public void givesBack(II_Result result) {
        result.r1 = Lending.taken(lending.buffer::giveBack);
    }

    @Actor
    public void hasThrown() {
        lending.buffer.giveBackIfLent(mark);
    }

    @Arbiter
    public void look(II_Result result) {
        result.r2 = lending.times();
    }
}
