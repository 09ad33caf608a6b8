package dev.pollux.stress;

import dev.pollux.completion.PostOperation;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A post is submitted by two threads, of which one polls, and submits it again from its callback. The results are how many of the
 * submissions that were taken have no end, and whether it is pending then.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "As many ends as submissions.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or told twice.")
@State
public class SubmitMeetsSubmit {
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final PostOperation post = Scene.PORT.post((operation, data) -> {
        if (ends.incrementAndGet() == 1) {
            submit();
        }
    });

    private void submit() {
        try {
            post().submit();
            taken.incrementAndGet();
        } catch (IllegalStateException e) {
            // It is pending by the other's submit.
        }
    }

    private PostOperation post() {
        return post;
    }

    @Actor
    public void one() {
        submit();
    }

    @Actor
    public void otherThatPolls() {
        submit();
        Scene.poll();
    }

    @Arbiter
    public void look(II_Result result) {
        Scene.ends(post, ends, taken.get(), false);
        Scene.ends(post, ends, taken.get(), false); // the first end has submitted it once more
        result.r1 = taken.get() - ends.get();
        result.r2 = post.isPending() ? 1 : 0;
    }
}
