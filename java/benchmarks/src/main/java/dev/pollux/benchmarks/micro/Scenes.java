package dev.pollux.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All scenes, group by group. */
final class Scenes {
    private static final int MOST_REGISTERED = 100_000;

    private final boolean quick;

    Scenes(boolean quick) {
        this.quick = quick;
    }

    List<Scene> all() throws IOException {
        List<Scene> all = new ArrayList<>();
        dispatch(all);
        return all;
    }

    private void dispatch(List<Scene> all) throws IOException {
        int most = quick ? 200 : Limits.registrable(MOST_REGISTERED, 1000);
        for (int ready : quick ? new int[] {64} : new int[] {1, 64, 1000}) {
            all.add(dispatch(ready, ready));
        }
        for (int ready : quick ? new int[] {64} : new int[] {1, 64, 1000}) {
            all.add(dispatch(ready, most));
        }
    }

    private static Scene dispatch(int ready, int registered) {
        int idle = registered - ready;
        return SceneBuilder.scene("dispatch", ready + " ready of " + registered)
                .c("dispatch", ready, idle)
                .with("ready", ready)
                .with("idle", idle)
                .countEachCall(DispatchBenchmark.eventsEachCall(ready))
                .java(DispatchBenchmark.class, "events")
                .of("an event", "events");
    }
}
