package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.report.Outcome.Verdict;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String EVENT = "time an event";

    @Test
    void aCostIsHeldAgainstTheFloorAndThePeers() {
        Results results = new Synthetic()
                .samples("dispatch", "64 ready of 64", Contestants.POLLUX_FFM, EVENT, "ns", 104, 104, 104)
                .samples("dispatch", "64 ready of 64", Contestants.C, EVENT, "ns", 100, 100, 100)
                .samples("dispatch", "64 ready of 64", Contestants.C_ONE_THREAD, EVENT, "ns", 96, 96, 96)
                .samples("dispatch", "64 ready of 64", Contestants.JDK_CONSUMER, EVENT, "ns", 110, 110, 110)
                .samples("dispatch", "64 ready of 64", Contestants.JDK_SELECT, EVENT, "ns", 140, 150, 130)
                .results();
        List<Outcome> outcomes = judged(results, 1, "64 ready of 64");
        assertEquals(
                List.of(Verdict.HELD, Verdict.NOT_HELD, Verdict.NOT_HELD, Verdict.HELD_NOT_IN_EVERY_ROUND),
                outcomes.stream().map(Outcome::verdict).toList());
        assertEquals("≤ 1.05", outcomes.get(0).bound());
        assertEquals("104 ns · C 100 ns", outcomes.get(0).figures());
    }

    @Test
    void everySceneThatAPatternNamesIsJudged() {
        Synthetic run = new Synthetic();
        for (String scene : List.of("1 ready of 1", "1 ready of 5000")) {
            run.samples("dispatch", scene, Contestants.POLLUX_FFM, EVENT, "ns", 1)
                    .samples("dispatch", scene, Contestants.C, EVENT, "ns", 1);
        }
        assertEquals(
                List.of("1 ready of 1", "1 ready of 5000"),
                judged(run.results(), 1).stream()
                        .filter(each -> each.verdict() == Verdict.HELD)
                        .map(Outcome::scene)
                        .toList());
    }

    @Test
    void ratesAreToBeHigherThanTheBetterOfNettys() {
        Results results = new Synthetic()
                .samples("hand-over", "1 producer", Contestants.POLLUX_FFM, "tasks a second", "", Better.HIGHER, 19)
                .samples("hand-over", "1 producer", Contestants.NETTY_EPOLL, "tasks a second", "", Better.HIGHER, 5)
                .samples("hand-over", "1 producer", Contestants.NETTY_NIO, "tasks a second", "", Better.HIGHER, 10)
                .results();
        Outcome outcome = judged(results, 3, "1 producer").get(0);
        assertEquals(Verdict.NOT_HELD, outcome.verdict());
        assertEquals("19.0 · Netty NIO 10.0", outcome.figures());
    }

    @Test
    void withoutFfmTheNextBindingIsJudged() {
        Results results = new Synthetic()
                .samples("churn", "open, register, close", Contestants.POLLUX_JNR, "time a cycle", "ns", 300)
                .samples("churn", "open, register, close", Contestants.POLLUX_JNI, "time a cycle", "ns", 110)
                .samples("churn", "open, register, close", Contestants.C, "time a cycle", "ns", 100)
                .results();
        Outcome outcome = judged(results, 4, "open, register, close").get(0);
        assertEquals(Verdict.HELD, outcome.verdict());
        assertEquals(
                List.of(Contestants.POLLUX_JNI, Contestants.POLLUX_JNR),
                outcome.scores().stream().map(each -> each.ours().contestant()).toList());
    }

    @Test
    void aGoalWithoutFiguresOrWithoutAPeerIsNotMeasured() {
        assertTrue(judged(new Results(), 5).stream().allMatch(each -> each.verdict() == Verdict.NOT_MEASURED));
        Results alone = new Synthetic()
                .samples("wakeup", "awake", Contestants.POLLUX_FFM, "time a wakeup", "ns", 5)
                .results();
        assertEquals(Verdict.NOT_MEASURED, judged(alone, 2, "awake").get(0).verdict());
    }

    @Test
    void scenesAreComparedWithEachOther() {
        Results results = new Synthetic()
                .samples("idle", "10 idle", Contestants.POLLUX_FFM, "time a wait", "ns", 100)
                .samples("idle", "100000 idle", Contestants.POLLUX_FFM, "time a wait", "ns", 106)
                .results();
        Outcome outcome = judged(results, 7, "100000 idle").get(0);
        assertEquals(Verdict.NOT_HELD, outcome.verdict());
        assertEquals("106 ns · 10 idle 100 ns", outcome.figures());
    }

    @Test
    void othersFiguresStandBesideAnAbsoluteGoal() {
        Results results = new Synthetic()
                .samples("memory", "idle registration", Contestants.POLLUX_FFM, "heap a registration", "B", 96)
                .samples("memory", "idle registration", Contestants.JDK_SELECT, "heap a registration", "B", 320)
                .results();
        Outcome outcome = judged(results, 7, "idle registration").get(0);
        assertEquals(Verdict.HELD, outcome.verdict());
        assertEquals("≤ 96 B", outcome.bound());
        assertEquals("96.0 B · JDK select() 320 B", outcome.figures());
    }

    @Test
    void oneAllocationAnywhereBreaksTheGoalOfNone() {
        Synthetic run = new Synthetic()
                .samples("dispatch", "1 ready of 1", Contestants.POLLUX_FFM, "bytes an event", "B", 0.001)
                .samples("socket", "64 B there and back", Contestants.POLLUX_FFM, "bytes a message", "B", 0);
        assertEquals(Verdict.HELD, judged(run.results(), 9).get(0).verdict());
        run.samples("timers", "fire", Contestants.POLLUX_FFM, "bytes a timer", "B", 16);
        Outcome outcome = judged(run.results(), 9).get(0);
        assertEquals(Verdict.NOT_HELD, outcome.verdict());
        assertEquals("16.0 B in micro, timers: fire", outcome.figures());
    }

    @Test
    void startUpIsJudgedOnEachBinding() {
        assertEquals(
                Findings.BINDINGS,
                judged(Synthetic.whole(), 10).stream()
                        .map(each -> each.scores().get(0).ours().contestant())
                        .toList());
    }

    @Test
    void allGoalsOfTheListAreThere() {
        assertEquals(
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
                Goals.all().stream().map(Goal::number).distinct().toList());
        assertTrue(new Judge(new Findings(Synthetic.whole().measurements()))
                .judge(Goals.all()).stream().noneMatch(each -> each.verdict() == Verdict.NOT_MEASURED));
    }

    @Test
    void aMissThatRoundingWouldHideIsToldExactly() {
        Results results = new Synthetic()
                .samples("churn", "open, register, close", Contestants.POLLUX_FFM, "time a cycle", "ns", 1152)
                .samples("churn", "open, register, close", Contestants.C, "time a cycle", "ns", 1000)
                .results();
        Outcome outcome = judged(results, 4, "open, register, close").get(0);
        assertEquals(Verdict.NOT_HELD, outcome.verdict());
        assertEquals("1.15, that is 1.1520", outcome.value(outcome.scores().get(0)));
    }

    private static List<Outcome> judged(Results results, int goal) {
        return new Judge(new Findings(results.measurements()))
                .judge(Goals.all().stream()
                        .filter(each -> each.number() == goal)
                        .toList());
    }

    private static List<Outcome> judged(Results results, int goal, String scene) {
        return judged(results, goal).stream()
                .filter(each -> each.scene().equals(scene))
                .toList();
    }
}
