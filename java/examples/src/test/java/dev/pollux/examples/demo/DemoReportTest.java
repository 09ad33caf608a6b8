package dev.pollux.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the demo claims no more than its rounds show. */
class DemoReportTest {
    private final Contender pollux = new Contender("Pollux", ServerUnderTest.Layer.POLLUX);
    private final Contender selector = new Contender("Selector", ServerUnderTest.Layer.SELECTOR);

    private static Samples samples(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }

    private static String verdict(Figure figure, Samples ours, Samples theirs) {
        return Verdict.of(figure, ours, theirs).text();
    }

    private void set(Figure figure, double ours, double theirs) {
        for (int i = -1; i <= 1; i++) {
            pollux.add(figure, ours * (1 + i / 10.0));
            selector.add(figure, theirs * (1 + i / 10.0));
        }
    }

    private DemoResult result(Map<Subject, String> failures) {
        return new DemoResult(pollux, selector, 3, failures, List.of("A note."));
    }

    private String sentence() {
        return new DemoSentence(result(Map.of())).text();
    }

    @Test
    void rangesThatOverlapAreNoise() {
        Samples ours = samples(100, 110, 120);
        assertEquals("within noise", verdict(Figure.TICK_P50, ours, samples(119, 130, 140)));
        assertEquals("within noise", verdict(Figure.TICK_P50, ours, samples(120, 130, 140)));
        assertEquals("Pollux better, 1.2 x", verdict(Figure.TICK_P50, ours, samples(121, 130, 140)));
        assertEquals("Selector better, 1.2 x", verdict(Figure.HTTP_RATE, ours, samples(121, 130, 140)));
        assertEquals("Pollux better, 1.2 x", verdict(Figure.HTTP_RATE, ours, samples(99, 90, 80)));
        assertEquals("Selector better, 1.2 x", verdict(Figure.TICK_PROCESSOR, ours, samples(99, 90, 80)));
        assertEquals("Pollux better, 1.02 x", verdict(Figure.TICK_P50, samples(100, 100, 100), samples(102, 102, 102)));
        assertEquals("Pollux better, 23 x", verdict(Figure.TICK_P50, samples(1, 1, 1), samples(23, 23, 23)));
    }

    @Test
    void nothingHasNoRatio() {
        Samples nothing = samples(0.1, 0.2, 0.1);
        assertEquals("both nothing", verdict(Figure.TASK_GARBAGE, nothing, samples(0.5, 0.6, 0.5)));
        assertEquals("Pollux better", verdict(Figure.TASK_GARBAGE, nothing, samples(24, 24, 24)));
        assertEquals("Selector better", verdict(Figure.TASK_GARBAGE, samples(24, 24, 24), nothing));
        assertEquals("both nothing", verdict(Figure.IDLE_NATIVE, samples(0, 2, 0), samples(0, 40, 0)));
    }

    @Test
    void fewRoundsTellNothing() {
        assertEquals("too few rounds to tell", verdict(Figure.TICK_P50, samples(1, 1), samples(9, 9)));
        assertEquals("too few rounds to tell", verdict(Figure.TICK_P50, samples(1, 1, 1), samples(9, 9)));
        assertEquals("not measured", verdict(Figure.TICK_P50, samples(), samples(9, 9, 9)));
        assertEquals("not measured", verdict(Figure.TICK_P50, samples(1, 1, 1), samples()));
    }

    @Test
    void theSentenceSaysWhoIsBetterAndByHowMuch() {
        for (Figure figure : Figure.values()) {
            set(figure, 100, 100);
        }
        assertEquals(
                "In this run: Within noise, so no difference: all of ticks, all of single tasks, all of a million tasks, all"
                        + " of back-pressure, all of idle connections and all of HTTP.",
                sentence());
    }

    @Test
    void theSentenceHasWinsLossesNoiseAndWhatIsMissing() {
        set(Figure.TICK_P50, 70, 225);
        set(Figure.TICK_P99, 130, 131);
        set(Figure.TICK_PROCESSOR, 10, 5);
        set(Figure.TASKS_OF_ONE, 20, 40);
        set(Figure.TASKS_OF_EIGHT, 20, 20);
        set(Figure.TASK_GARBAGE, 0, 24);
        set(Figure.HTTP_GARBAGE, 0.2, 0.1);
        String text = sentence();
        assertTrue(
                text.startsWith(
                        "In this run: Pollux is better at how late a tick is at the median (70 against 225 us) and garbage a"
                                + " task (0.0 against 24.0 bytes). The Selector is better at the processor time meanwhile"
                                + " (5.0 against 10.0 %) and tasks from one thread (40.0 against 20.0 million/s). Within"
                                + " noise, so no difference: how late 99 of 100 ticks are at most and tasks from eight"
                                + " threads. Nothing on both sides: garbage an HTTP request. Not measured: all of single"
                                + " tasks, all of back-pressure,"),
                text);
    }

    @Test
    void theTableHasEachFigureItsRangeAndWhatIsMissing() {
        set(Figure.TICK_P50, 70, 230);
        pollux.description("backend=test");
        String text = new DemoReport(result(Map.of(Subject.HTTP, "no reply came"))).text();
        assertTrue(text.contains("70 (63..77)   230 (207..253)   Pollux better, 3.3 x"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("  requests, thousand/s +- +-   not measured")), text);
        for (Subject subject : Subject.values()) {
            assertTrue(
                    text.contains(System.lineSeparator() + subject.heading + System.lineSeparator()), subject.heading);
        }
        assertTrue(text.contains("Not measured to the end: HTTP: no reply came"), text);
        assertTrue(text.contains("A note."), text);
        assertTrue(text.contains("Pollux: backend=test"), text);
        assertFalse(text.lines().anyMatch(line -> line.length() > 110), text);
    }

    @Test
    void thePagesTableHasTheSameFigures() {
        set(Figure.TICK_P50, 70, 230);
        String page = new DemoFiles(result(Map.of()), Map.of()).markdown();
        assertTrue(
                page.contains("\n| lateness, median, µs | 70 (63–77) | 230 (207–253) | Pollux better, 3.3 × |\n"),
                page);
    }

    @Test
    void theFileHasEachRound() {
        set(Figure.TICK_P50, 70, 225);
        String json = new DemoFiles(result(Map.of()), Map.of("kernel", "Linux \"6\"")).json();
        assertTrue(json.contains("\"kernel\":\"Linux \\\"6\\\"\""), json);
        assertTrue(
                json.contains(
                        "\"contestant\":\"Selector\",\"metric\":\"lateness, median\",\"unit\":\"us\",\"better\":\"LOWER\","
                                + "\"samples\":[202.5,225.0,247.5"),
                json);
        assertEquals(2, json.split("contestant").length - 1, "what was not measured is left out");
    }

    @Test
    void medians() {
        assertEquals(2, samples(3, 1, 2).median());
        assertEquals(2.5, samples(4, 1, 2, 3).median());
    }

    @Test
    void columnsLineUp() {
        Table table = new Table();
        table.row("", "a", "bb");
        table.row("a heading of any length");
        table.row("x", "10", "2");
        assertEquals(
                String.join(System.lineSeparator(), "     a   bb", "a heading of any length", "x   10    2", ""),
                table.toString());
    }
}
