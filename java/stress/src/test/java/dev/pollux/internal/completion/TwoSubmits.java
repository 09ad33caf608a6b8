package dev.pollux.internal.completion;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads submit the same operation: one begins, the other is refused. */
@JCStressTest
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "One of them.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both, or none.")
@State
public class TwoSubmits extends OperationState {
    @Override
    protected void cancelInSystem() {}

    private int submit() {
        try {
            begin();
            return 1;
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    @Actor
    public void one(II_Result result) {
        result.r1 = submit();
    }

    @Actor
    public void other(II_Result result) {
        result.r2 = submit();
    }
}
