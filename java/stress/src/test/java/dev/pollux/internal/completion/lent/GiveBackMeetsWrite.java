package dev.pollux.internal.completion.lent;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A buffer is given back while it is handed over to be written. The results are as in GiveBackTwice. */
@JCStressTest
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One of them.")
@Outcome(expect = Expect.FORBIDDEN, desc = "It was written and lent to another, or came back twice.")
@State
public class GiveBackMeetsWrite {
    private final Lending lending = new Lending();

    @Actor
    public void givesBack(III_Result result) {
        result.r1 = Lending.taken(lending.buffer::giveBack);
    }

    @Actor
    public void writes(III_Result result) {
        result.r2 = Lending.taken(() -> {
            lending.buffer.beginWrite();
            lending.buffer.endWrite();
        });
    }

    @Arbiter
    public void look(III_Result result) {
        result.r3 = lending.times();
    }
}
