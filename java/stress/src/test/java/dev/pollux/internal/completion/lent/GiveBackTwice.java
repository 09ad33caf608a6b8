package dev.pollux.internal.completion.lent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two threads give the same buffer back. The results are who was not refused, and how often the buffer has come back. */
@JCStressTest
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One of them.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or none.")
@State
public class GiveBackTwice {
    private final Lending lending = new Lending();

    @Actor
    public void one(III_Result result) {
        result.r1 = Lending.taken(lending.buffer::giveBack);
    }

    @Actor
    public void other(III_Result result) {
        result.r2 = Lending.taken(lending.buffer::giveBack);
    }

    @Arbiter
    public void look(III_Result result) {
        result.r3 = lending.times();
    }
}
