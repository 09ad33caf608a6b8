package dev.pollux.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String MESSAGE = "time a message";

    @Test
    void whatIsWorseThanAPeerIsSaidOnTheFirstPage() throws IOException {
        Report report = report(new Synthetic()
                .samples("socket", "64 B", Contestants.POLLUX_FFM, MESSAGE, "us", 5, 5.5, 6)
                .samples("socket", "64 B", Contestants.NETTY_EPOLL, MESSAGE, "us", 4, 4.4, 4.8)
                .samples("socket", "64 B", Contestants.JDK_SELECT, MESSAGE, "us", 5.1, 5.4, 6)
                .samples("socket", "64 B", Contestants.AGRONA, MESSAGE, "us", 9, 9, 9)
                .results());
        String summary = "Pollux is behind in 1 of 3 comparisons with a peer, by the median and in every round. "
                + "1 can't be told from noise.";
        String first = first(report);
        assertTrue(first.contains("## Where a peer is better\n\n" + summary + " [Row by row](x/worse.md).\n"), first);
        assertTrue(
                first.contains("| time a message, µs ↓ | micro, socket: 64 B | 5.50 | Netty epoll 4.40: 1.25 × "
                        + "| 1 of 1 scene |\n"),
                first);
        String page = report.behind().get("worse.md");
        assertTrue(page.contains(summary + """


                        | where | figure | Pollux: median (min–max) | better: median, and Pollux's ratio to it |
                        | --- | --- | --- | --- |
                        | micro, socket: 64 B | time a message, µs ↓ | Pollux ffm 5.50 (5.00–6.00) | Netty epoll 4.40: 1.25 × |
                        """), page);
    }

    @Test
    void aLowerRateIsBehind() throws IOException {
        String page = worse(new Synthetic()
                .samples(
                        "hand-over", "1 producer", Contestants.POLLUX_JNI, "tasks a second", "", Better.HIGHER, 1, 1, 1)
                .samples("hand-over", "1 producer", Contestants.AGRONA, "tasks a second", "", Better.HIGHER, 2, 2, 2)
                .results());
        assertTrue(page.contains("| tasks a second ↑ | Pollux jni 1.00 | Agrona 2.00: 0.50 × |"), page);
    }

    @Test
    void theFloorIsNoPeer() throws IOException {
        String page = worse(new Synthetic()
                .samples("socket", "64 B", Contestants.POLLUX_FFM, MESSAGE, "us", 5, 5, 5)
                .samples("socket", "64 B", Contestants.C, MESSAGE, "us", 4, 4, 4)
                .results());
        assertTrue(page.contains("No figure of Pollux's stands beside a peer's."), page);
    }

    @Test
    void cByBothMechanismsStandsBesideCompletions() throws IOException {
        String first = new Report(List.of(Synthetic.whole())).first(List.of(), "performance", "", false);
        assertTrue(
                first.contains("| echo by completions, 64 connections: processor time a message ↓ | 5.52 µs |"
                        + " epoll 6.00 µs, io_uring 5.40 µs | – | 6.90 µs |"),
                first);
        String figures = new Report(List.of(Synthetic.whole())).behind().get("figures-completions.md");
        assertTrue(
                figures.contains("| Pollux io_uring | 5.52 (5.08–5.96)<br>0.92 × C epoll · 1.02 × C io_uring |"),
                figures);
    }

    @Test
    void withOneRoundEveryLossIsListedAndCalledUnsure() throws IOException {
        String page = worse(new Synthetic()
                .samples("socket", "64 B", Contestants.POLLUX_FFM, MESSAGE, "us", 5)
                .samples("socket", "64 B", Contestants.NETTY_NIO, MESSAGE, "us", 4.9)
                .samples("socket", "64 B", Contestants.JDK_SELECT, MESSAGE, "us", 8)
                .results());
        assertTrue(page.contains("Pollux is behind in none of 2 comparisons"), page);
        assertTrue(page.contains("fewer than 3 rounds"), page);
        assertTrue(page.contains("| Pollux ffm 5.00 | Netty NIO 4.90: 1.02 × ? |"), page);
    }

    @Test
    void tablesHaveContestantsInOrderRatiosAndWhatIsMissing() throws IOException {
        String page = figures(
                "micro",
                new Synthetic()
                        .samples("socket", "64 B", Contestants.NETTY_EPOLL, MESSAGE, "us", 6, 6, 6)
                        .samples("socket", "64 B", Contestants.JDK_SELECT, MESSAGE, "us", 5, 5, 5)
                        .samples("socket", "64 B", Contestants.POLLUX_FFM, MESSAGE, "us", 4, 5, 6)
                        .samples("socket", "64 B", Contestants.C, MESSAGE, "us", 4, 4, 4)
                        .samples("socket", "64 B", "Somebody | else", MESSAGE, "us", 4, 4, 4)
                        .samples("socket", "64 B", Contestants.POLLUX_FFM, "bytes a message", "B", 0, 0, 0)
                        .samples("socket", "64 B", Contestants.JDK_SELECT, "bytes a message", "B", 32, 32, 32)
                        .results());
        assertTrue(page.contains("""
                        ## socket

                        **64 B**

                        |  | time a message, µs ↓ | bytes a message, B ↓ |
                        | --- | --- | --- |
                        | C | 4.00<br>0.80 × JDK | – |
                        | Pollux ffm | 5.00 (4.00–6.00)<br>≈1.25 × C · ≈1.00 × JDK | 0<br>0.00 × JDK |
                        | JDK select() | 5.00<br>1.25 × C | 32.0 |
                        | Netty epoll | 6.00<br>1.50 × C · 1.20 × JDK | – |
                        | Somebody \\| else | 4.00<br>≈1.00 × C · 0.80 × JDK | – |
                        """), page);
    }

    @Test
    void goalsAreToldWithWhatTheyCameTo() throws IOException {
        Report whole = report(Synthetic.whole());
        String page = whole.behind().get("goals.md");
        assertTrue(
                page.contains("| 1 | micro, dispatch: 64 ready of 64, time an event | ours ÷ C | ≤ 1.05 | "
                        + "ffm 1.03 (1.01–1.05) | held | jni 1.05 (1.03–1.07), that is 1.0506<br>jnr 1.09 (1.07–1.11) | "
                        + "185 ns · C 180 ns |\n"),
                page);
        String worse = whole.behind().get("worse.md");
        assertTrue(worse.contains("- Goal 3: micro, hand-over: 1 producer, tasks a second, Pollux ffm: 1.92"), worse);
        String nothing = report(new Results()).behind().get("goals.md");
        assertTrue(nothing.contains("0 held (0 of them not in every round), 0 not held, "), nothing);
        assertTrue(
                nothing.contains("| JDK select() or JDK select(Consumer) ÷ ours | ≥ 20.0 |  | not measured |"),
                nothing);
    }

    @Test
    void theMachineAndTheCommandAreTold() throws IOException {
        String page = report(Synthetic.whole()).behind().get("method.md");
        assertTrue(page.contains("| commit | 0123456789ab |\n"), page);
        assertTrue(
                page.contains("| command | `java -jar java/benchmarks/target/pollux-benchmarks.jar report` |"), page);
    }

    @Test
    void whatMakesFiguresDoubtfulStandsAtTheTop() throws IOException {
        Results here = new Synthetic()
                .samples("socket", "64 B", Contestants.C, MESSAGE, "us", 4)
                .fact("commit", "aaa, with changes that are not committed")
                .fact("quick", "yes")
                .results();
        Results there = new Synthetic()
                .samples("accept", "all", Contestants.C, MESSAGE, "us", 4)
                .fact("commit", "bbb")
                .fact("incomplete", "micro ended before its time")
                .results();
        String page = first(new Report(List.of(here, there)));
        String top = page.substring(0, page.indexOf("## "));
        assertTrue(top.contains("Its figures mean nothing."), top);
        assertTrue(top.contains("not committed"), top);
        assertTrue(top.contains("ended before its time"), top);
        assertTrue(top.contains("the runs differ in commit."), top);
    }

    @Test
    void onWindowsOursAreToldFromPeers() throws IOException {
        Synthetic windows = windows();
        String worse = worse(windows.results());
        assertTrue(worse.contains("Pollux is behind in 1 of 4 comparisons with a peer"), worse);
        assertTrue(
                worse.contains("| windows, echo: 16 connections | round trips a second, 1/s ↑ | Pollux iocp jni 100 | "
                        + "JDK AsynchronousSocketChannel 200: 0.50 × |"),
                worse);
        String page = figures("windows", windows.results());
        assertTrue(page.contains("""
                        ## echo

                        **16 connections**

                        |  | round trips a second, 1/s ↑ |
                        | --- | --- |
                        | Pollux iocp jni | 100<br>2.00 × JDK · 0.50 × asynchronous |
                        | Pollux iocp ffm, four threads | 400<br>8.00 × JDK · 2.00 × asynchronous |
                        | JDK select(Consumer) | 50.0<br>0.25 × asynchronous |
                        | JDK AsynchronousSocketChannel | 200<br>4.00 × JDK |
                        """), page);
        Report onWine = report(windows.fact("Wine", "wine-8.0").results());
        String warned = onWine.behind().get("figures-windows.md");
        assertTrue(warned.contains("Absolute figures mean little here"), warned);
        String method = onWine.behind().get("method.md");
        assertTrue(method.contains("| Wine | wine-8.0 |\n"), method);
    }

    @Test
    void theServersOnWindowsMayHaveAJvmOfTheirOwn() throws IOException {
        Results linux = new Synthetic()
                .samples("socket", "64 B", Contestants.C, MESSAGE, "us", 4)
                .fact("JDK", "25, on Linux")
                .results();
        Results windows = windows().fact("JDK", "25, on Windows").results();
        Report report = new Report(List.of(linux, windows));
        assertFalse(first(report).contains("Not all was measured"), first(report));
        String page = report.behind().get("method.md");
        assertTrue(page.contains("| JDK | micro: 25, on Linux<br>windows: 25, on Windows |\n"), page);
        Results other = new Synthetic()
                .micro("accept", "all", MESSAGE, "us", 1, Map.of(Contestants.C, 4.0))
                .fact("JDK", "17, on Linux")
                .results();
        assertTrue(first(new Report(List.of(linux, other, windows))).contains("the runs differ in JDK."));
    }

    private static Synthetic windows() {
        return new Synthetic()
                .windows(Contestants.JDK_CONSUMER, 50, 50, 50)
                .windows(Contestants.JDK_ASYNCHRONOUS, 200, 200, 200)
                .windows(Contestants.POLLUX_IOCP_JNI, 100, 100, 100)
                .windows(Contestants.POLLUX_IOCP_FOUR_THREADS, 400, 400, 400);
    }

    @Test
    void pagesChartsAndWhatIsWrittenByHandAreTogether(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("docs/performance.md");
        Path charts = folder.resolve("docs/performance");
        Files.createDirectories(charts);
        Files.writeString(charts.resolve("summary.md"), "In short: because of the profile.\n");
        new Report(List.of(Synthetic.whole())).write(page, charts);
        String text = Files.readString(page);
        assertTrue(text.contains("In short: because of the profile.\n\n## What it costs"), text);
        assertTrue(text.contains("](performance/echo-cpu.svg)"), text);
        assertFalse(text.contains("notes.md"), text);
        assertFalse(text.contains(folder.toString()), text);
        Files.writeString(charts.resolve("notes.md"), "# Why\n");
        String first = Files.readString(charts.resolve("echo-cpu.svg"));
        new Report(List.of(Synthetic.whole())).write(page, charts);
        assertTrue(Files.readString(page).contains("](performance/notes.md)\n"));
        assertEquals(first, Files.readString(charts.resolve("echo-cpu.svg")));
        Matcher link = Pattern.compile("\\]\\((performance[^)]*)\\)").matcher(Files.readString(page));
        while (link.find()) {
            assertTrue(Files.exists(page.resolveSibling(link.group(1))), link.group());
        }
        assertEquals("# Why\n", Files.readString(charts.resolve("notes.md")));
    }

    /** A figure that was not measured is no row, and a peer that was not measured a dash. */
    @Test
    void theFirstPageTellsWhatItCosts() throws IOException {
        String page = first(report(new Synthetic()
                .samples("wakeup", "awake", Contestants.POLLUX_JNI, "time a wakeup", "ns", 30, 30, 30)
                .samples("wakeup", "awake", Contestants.C, "time a wakeup", "ns", 20, 20, 20)
                .samples("wakeup", "awake", Contestants.JDK_SELECT, "time a wakeup", "ns", 60, 60, 90)
                .samples("wakeup", "awake", Contestants.NETTY_NIO, "time a wakeup", "ns", 40, 50, 20)
                .results()));
        assertTrue(page.contains("""
                        |  | Pollux | C | JDK | Netty | Pollux beside the best peer |
                        | --- | --- | --- | --- | --- | --- |
                        | wake a loop that is awake ↓ | 30.0 ns | 20.0 ns | 60.0 ns | 40.0 ns | \
                        ≈ 0.75 (0.60–1.50) × Netty NIO |

                        """), page);
        String another = first(report(new Synthetic()
                .samples("wakeup", "asleep", Contestants.POLLUX_FFM, "time a wakeup", "ns", 30, 30, 30)
                .results()));
        assertTrue(another.contains("| wake a loop that sleeps ↓ | 30.0 ns | – | – | – | – |\n"), another);
        assertFalse(another.contains("is awake"), another);
    }

    /** The worst scene stands for its kind of figure, and the binding that is chosen for the others. */
    @Test
    void theFirstPageHasTheWorstOfEachKind() throws IOException {
        String page = first(report(new Synthetic()
                .samples("socket", "64 B", Contestants.POLLUX_FFM, MESSAGE, "us", 5, 5, 5)
                .samples("socket", "64 B", Contestants.POLLUX_JNI, MESSAGE, "us", 9, 9, 9)
                .samples("socket", "64 B", Contestants.NETTY_EPOLL, MESSAGE, "us", 4, 4, 4)
                .samples("socket", "4 KiB", Contestants.POLLUX_FFM, MESSAGE, "us", 6, 6, 6)
                .samples("socket", "4 KiB", Contestants.NETTY_EPOLL, MESSAGE, "us", 4, 4, 4)
                .samples("socket", "64 KiB", Contestants.POLLUX_FFM, MESSAGE, "us", 6, 6, 6)
                .samples("socket", "64 KiB", Contestants.NETTY_EPOLL, MESSAGE, "us", 7, 7, 7)
                .results()));
        assertTrue(
                page.contains("| --- | --- | --- | --- | --- |\n| time a message, µs ↓ | micro, socket: 4 KiB | 6.00 | "
                        + "Netty epoll 4.00: 1.50 × | 2 of 3 scenes |\n\n"),
                page);
    }

    private static Report report(Results results) {
        return new Report(List.of(results));
    }

    private static String first(Report report) throws IOException {
        return report.first(List.of(), "x", "", false);
    }

    private static String worse(Results results) throws IOException {
        return report(results).behind().get("worse.md");
    }

    private static String figures(String suite, Results results) throws IOException {
        return report(results).behind().get("figures-" + suite + ".md");
    }
}
