package dev.pollux.benchmarks.micro;

import static dev.pollux.benchmarks.micro.SceneBuilder.scene;

import dev.pollux.benchmarks.Contestants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All scenes, group by group. A smoke test has one or two of each group. */
final class Scenes {
    private static final int[] READY = {1, 64, 1000};
    private static final int MOST_REGISTERED = 100_000;
    private static final List<String> HAVE_A_HEAP = List.of(
            Contestants.POLLUX_FFM,
            Contestants.POLLUX_JNI,
            Contestants.POLLUX_NIO,
            Contestants.JDK_CONSUMER,
            Contestants.NETTY_EPOLL);

    private final boolean quick;
    private final int registered;
    private final List<Scene> all = new ArrayList<>();

    private Scenes(boolean quick) throws IOException {
        this.quick = quick;
        registered = quick ? 200 : Limits.registrable(MOST_REGISTERED, 1000);
    }

    static List<Scene> all(boolean quick) throws IOException {
        Scenes scenes = new Scenes(quick);
        scenes.dispatch();
        scenes.idle();
        scenes.wakeup();
        scenes.handOver();
        scenes.churn();
        scenes.interest();
        scenes.timers();
        scenes.sockets();
        scenes.call();
        scenes.memory();
        scenes.completions();
        return scenes.all;
    }

    private void dispatch() {
        if (quick) {
            all.add(dispatch(64, registered));
            return;
        }
        for (int ready : READY) {
            all.add(dispatch(ready, ready));
        }
        all.add(dispatch(64, registered));
    }

    private static Scene dispatch(int ready, int registered) {
        return events(scene("dispatch", ready + " ready of " + registered), ready, registered - ready)
                .time("an event");
    }

    private void idle() {
        for (int idle : quick ? new int[] {10} : new int[] {10, registered}) {
            all.add(events(scene("idle", idle + " idle"), 1, idle).time("a wait"));
        }
    }

    private static SceneBuilder events(SceneBuilder scene, int ready, int idle) {
        return scene.cAndOneThread("dispatch", ready, idle)
                .with("ready", ready)
                .with("idle", idle)
                .countEachCall(DispatchBenchmark.eventsEachCall(ready))
                .java(DispatchBenchmark.class, "events");
    }

    private void wakeup() {
        all.add(scene("wakeup", "awake")
                .c("wakeup", "awake")
                .javaBeyond(WakeupBenchmark.class, "wakeupAndTurn", "turn")
                .time("a wakeup"));
        all.add(scene("wakeup", "asleep")
                .c("wakeup", "asleep")
                .countEachCall(2)
                .java(PingPongBenchmark.class, "thereAndBack")
                .time("a wakeup"));
    }

    private void handOver() {
        for (int producers : quick ? new int[] {2} : new int[] {1, 2, 4}) {
            all.add(scene("hand-over", producers == 1 ? "1 producer" : producers + " producers")
                    .rateOf(producers)
                    .java(HandOverBenchmark.class, "handOver")
                    .rate("a task", "tasks"));
        }
    }

    private void churn() {
        all.add(scene("churn", "open, register, close")
                .c("churn")
                .java(ChurnBenchmark.class, "cycle")
                .timeOfNew("a cycle"));
    }

    private void interest() {
        all.add(scene("interest", "toggled and back")
                .c("interest")
                .javaBeyond(InterestBenchmark.class, "toggleAndTurn", "turn")
                .time("a toggle"));
    }

    private void timers() {
        for (int pending : quick ? new int[] {1} : new int[] {1, 1_000_000}) {
            all.add(timers("add and cancel, " + pending + " pending", pending)
                    .java(TimerBenchmark.class, "addAndCancel")
                    .time("a timer"));
            if (quick) {
                break;
            }
            all.add(timers("put off, " + pending + " pending", pending)
                    .without(Contestants.AGRONA)
                    .java(TimerBenchmark.class, "putOff")
                    .time("a timer"));
        }
        all.add(timers("fire", 1).java(TimerBenchmark.class, "fire").time("a timer"));
    }

    private static SceneBuilder timers(String name, int pending) {
        return scene("timers", name).with("pending", pending).countEachCall(TimerBenchmark.BATCH);
    }

    private void sockets() {
        all.add(scene("socket", "64 B there and back")
                .c("messages")
                .countEachCall(MessageBenchmark.MESSAGES_EACH_CALL)
                .java(MessageBenchmark.class, "messages")
                .time("a message"));
        all.add(scene("accept", "connect, accept, close")
                .c("connections")
                .java(ConnectionBenchmark.class, "connectAcceptClose")
                .timeOfNew("a connection"));
    }

    private void call() {
        all.add(scene("call", "a wait that returns at once")
                .cAndOneThread("call")
                .java(CallBenchmark.class, "await")
                .time("a call"));
    }

    private void memory() {
        if (!quick) {
            all.add(scene("memory", "idle registration and its socket")
                    .program(HeapOfRegistrations.class, HAVE_A_HEAP, registered, "socket")
                    .heap("a registration"));
        }
        all.add(scene("memory", "idle registration")
                .program(HeapOfRegistrations.class, HAVE_A_HEAP, registered, "registration")
                .heap("a registration"));
    }

    private void completions() {
        all.add(completion("a post", "posts").time("an operation"));
        all.add(completion("a read of what is there", "readsOfWhatIsThere").time("an operation"));
        all.add(completion("a write", "writes").time("an operation"));
    }

    private static SceneBuilder completion(String name, String method) {
        return scene("completions", name)
                .countEachCall(CompletionBenchmark.OPERATIONS_A_CALL)
                .java(CompletionBenchmark.class, method);
    }
}
