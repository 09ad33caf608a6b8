package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.LoopTimer;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import dev.pollux.readiness.AnswersOfLinux;
import dev.pollux.readiness.ReadinessDispatcher;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a timer in every state. */
@AnswersOfLinux
public abstract class TimerStateContract {
    private final Backend backend;

    public TimerStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<LoopTimer> t = new StateTable<>(LoopTimer.class, "LoopTimer");
        t.run("schedule(long)", timer -> timer.schedule(1));
        t.run("schedule(long) 0", timer -> timer.schedule(0));
        t.run("schedule(long) MIN", timer -> timer.schedule(Long.MIN_VALUE));
        t.run("schedule(long) MAX", timer -> timer.schedule(Long.MAX_VALUE));
        t.call("schedule(long) and is", timer -> {
            timer.schedule(Long.MAX_VALUE);
            return timer.isScheduled();
        });
        t.call("cancel()", LoopTimer::cancel);
        t.call("isScheduled()", LoopTimer::isScheduled);
        t.state("new", scene -> scene.dispatcher().timer(() -> {}));
        t.state("scheduled", scene -> scene.dispatcher().schedule(Long.MAX_VALUE, () -> {}));
        t.state("fired", TimerStateContract::fired);
        t.state("cancelled", TimerStateContract::cancelled);
        t.state("running", TimerStateContract::running);
        t.state("closed", TimerStateContract::closed);
        return t.tests(backend);
    }

    private static LoopTimer fired(StateScene scene) throws Exception {
        ReadinessDispatcher loop = scene.dispatcher();
        int[] ran = new int[1];
        LoopTimer timer = loop.schedule(0, () -> ran[0]++);
        Await.until("it has fired", () -> ran[0] == 1, () -> loop.runOnce(0));
        return timer;
    }

    private static LoopTimer cancelled(StateScene scene) throws Exception {
        LoopTimer timer = scene.dispatcher().schedule(Long.MAX_VALUE, () -> {});
        timer.cancel();
        return timer;
    }

    /** Its callback has begun, and ends with the scene. */
    private static LoopTimer running(StateScene scene) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ReadinessDispatcher loop = scene.dispatcher();
        LoopTimer timer = loop.schedule(0, () -> {
            begun.countDown();
            Await.until("the scene ends", () -> end.getCount() == 0);
        });
        scene.opened(Background.run(loop::run));
        scene.opened(loop);
        scene.opened(end::countDown);
        DispatcherContract.await(begun);
        return timer;
    }

    private static LoopTimer closed(StateScene scene) throws Exception {
        ReadinessDispatcher loop = scene.dispatcher();
        LoopTimer timer = loop.schedule(Long.MAX_VALUE, () -> {});
        loop.close();
        return timer;
    }
}
