package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of a turn: whatever floods the loop, the rest has its share. */
abstract class FairnessContract extends DispatcherContract {
    private static final int EVENTS = 3;
    private static final int TASKS = 5;
    private static final int TIMERS = 7;

    private ReadinessDispatcher loop;

    FairnessContract(Backend backend) {
        super(backend);
    }

    @BeforeEach
    final void openBounded() throws IOException {
        loop = opened(ReadinessDispatcher.builder()
                .backend(backend)
                .maxEventsPerTurn(EVENTS)
                .maxTasksPerTurn(TASKS)
                .maxTimersPerTurn(TIMERS)
                .open());
    }

    @Test
    void tasksAreBoundedAndKeepTheirOrder() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 2 * TASKS + 1; i++) {
            int n = i;
            loop.execute(() -> ran.add(n));
        }
        assertEquals(TASKS, loop.runOnce(-1));
        loop.execute(() -> ran.add(2 * TASKS + 1)); // after those that are left
        assertEquals(TASKS, loop.runOnce(-1)); // does not sleep
        assertEquals(1, loop.runOnce(-1));
        assertEquals(1, loop.runOnce(-1));
        for (int i = 0; i < ran.size(); i++) {
            assertEquals(i, ran.get(i));
        }
        assertEquals(0, loop.runOnce(0));
    }

    @Test
    void timersAreBoundedAndKeepTheirOrder() throws Exception {
        List<Integer> fired = new ArrayList<>();
        for (int i = 0; i < TIMERS + 2; i++) {
            int n = i;
            loop.schedule(0, () -> fired.add(n));
        }
        assertEquals(TIMERS, loop.runOnce(-1));
        assertEquals(2, loop.runOnce(-1)); // does not sleep
        for (int i = 0; i < TIMERS + 2; i++) {
            assertEquals(i, fired.get(i));
        }
    }

    @Test
    void aTimerThatAlwaysOverrunsDelaysTheOthersByOneRunOfIt() throws Exception {
        Overrun.delaysTheOthersByOneRun(loop);
    }

    @Test
    void timersThatAlwaysOverrunTakeTurns() throws Exception {
        Overrun.severalTakeTurns(loop, 2 * TIMERS + 1);
    }

    @Test
    void eventsAreBoundedAndEachHasItsTurn() throws Exception {
        int sockets = 4 * EVENTS;
        Set<Object> told = new HashSet<>();
        ready(sockets, told);
        int turns = 0;
        while (told.size() < sockets) {
            assertTrue(loop.runOnce(-1) <= EVENTS);
            assertTrue(++turns <= 2 * sockets, "some are starved: " + told.size() + " of " + sockets + " were told");
        }
    }

    /** Makes sockets that are always ready. */
    private void ready(int sockets, Set<Object> told) throws Exception {
        StreamListener listener = opened(loop.openListener());
        listener.bind(loopback(), 128);
        for (int i = 0; i < sockets; i++) {
            peer(listener);
            StreamSocket[] accepted = new StreamSocket[1];
            Await.until("accepted", () -> (accepted[0] = listener.accept()) != null);
            opened(accepted[0]);
            loop.register(accepted[0], Interest.WRITE, (registration, readiness) -> told.add(registration));
        }
    }

    @Test
    void afloodOfAllThreeStarvesNone() throws Exception {
        int[] ran = new int[2];
        Set<Object> told = new HashSet<>();
        int sockets = 2 * EVENTS;
        ready(sockets, told);
        for (int i = 0; i < 3 * TASKS; i++) {
            new Object() {
                void again() {
                    ran[0]++;
                    loop.execute(this::again);
                }
            }.again();
        }
        for (int i = 0; i < 3 * TIMERS; i++) {
            LoopTimer[] timer = new LoopTimer[1];
            timer[0] = loop.timer(() -> {
                ran[1]++;
                timer[0].schedule(0);
            });
            timer[0].schedule(0);
        }
        int before = ran[0];
        int turns = 4 * sockets;
        for (int i = 0; i < turns; i++) {
            loop.runOnce(0);
        }
        assertEquals(sockets, told.size(), "sockets told");
        assertEquals(turns * TASKS, ran[0] - before, "tasks");
        assertEquals(turns * TIMERS, ran[1], "timers");
    }

    @Test
    void boundsBelowOneAreRefused() {
        ReadinessDispatcherBuilder builder = ReadinessDispatcher.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.maxEventsPerTurn(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxTasksPerTurn(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxTimersPerTurn(-1));
    }
}
