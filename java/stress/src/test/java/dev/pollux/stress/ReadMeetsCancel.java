package dev.pollux.stress;

import dev.pollux.completion.ReadOperation;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A read is submitted by one thread while another cancels it and polls. The results are its ends, and whether it is pending then. */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "One end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, or told twice.")
@State
public class ReadMeetsCancel {
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocateDirect(0);

    private final AtomicInteger ends = new AtomicInteger();
    private final ReadOperation read = Scene.counted(Scene.SOCKET.read(NO_ROOM), ends);

    @Actor
    public void submits() {
        read.submit();
    }

    @Actor
    public void cancelsAndPolls() {
        read.cancel();
        Scene.poll();
    }

    @Arbiter
    public void look(II_Result result) {
        result.r1 = Scene.ends(read, ends, 1, true);
        result.r2 = read.isPending() ? 1 : 0;
    }
}
