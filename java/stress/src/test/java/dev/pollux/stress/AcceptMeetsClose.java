package dev.pollux.stress;

import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An accept is submitted while another thread closes its listener and polls. The results are as in ReadMeetsCancel. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or told twice.")
@State
public class AcceptMeetsClose {
    private final AtomicInteger ends = new AtomicInteger();
    private final CompletionListener listener = open();
    private final AcceptOperation accept = Scene.counted(listener.accept(), ends);

    private static CompletionListener open() {
        try {
            return Scene.PORT.openListener();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Actor
    public void submits() {
        accept.submit();
    }

    @Actor
    public void closesAndPolls() {
        listener.close();
        Scene.poll();
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = Scene.ends(accept, ends, 1, false);
        result.r2 = accept.isPending() ? 1 : 0;
    }
}
