package dev.pollux.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    /** Measures one figure a round, or fails after the first. */
    private record Fake(String name, boolean failing) implements Suite {
        @Override
        public void run(Plan plan, Results results) throws IOException {
            for (int round = 0; round < plan.rounds(); round++) {
                if (plan.wants("socket")) {
                    results.add(name, "socket", "64 B", "C", "time", "us", Better.LOWER, 1 + round);
                }
                if (failing) {
                    throw new IOException("no sockets left");
                }
            }
        }
    }

    @Test
    void measureKeepsWhatASuiteMeasured() throws IOException {
        Path file = folder.resolve("x.json");
        assertEquals(0, run("measure", "micro", "--rounds", "3", "--out", file.toString()), err::toString);
        Results read = Results.read(file);
        assertEquals(List.of(1.0, 2.0, 3.0), read.measurements().get(0).samples());
        assertEquals("3", read.environment().get("rounds"));
        assertTrue(out.toString().contains("micro: 1 figures taken, 3 samples"), out::toString);
    }

    @Test
    void reportIsAllInOneGo() throws IOException {
        Path page = folder.resolve("page.md");
        assertEquals(0, run("report", "--quick", "--out", page.toString()), err::toString);
        assertTrue(Files.readString(page).contains("Its figures mean nothing."));
        assertTrue(out.toString().contains("2 figures taken, 2 samples by 2 suites"), out::toString);
        assertEquals(
                5,
                Results.read(rounds("--rounds", "5"))
                        .measurements()
                        .get(0)
                        .samples()
                        .size());
        assertEquals(5, Results.read(rounds()).measurements().get(0).samples().size());
    }

    private Path rounds(String... options) {
        Path page = folder.resolve("rounds/page.md");
        List<String> line = new ArrayList<>(List.of("report", "--out", page.toString()));
        line.addAll(List.of(options));
        assertEquals(0, run(line.toArray(String[]::new)), err::toString);
        return folder.resolve("rounds/page/micro.json");
    }

    @Test
    void renderTakesSeveralFiles() throws IOException {
        run("measure", "micro", "--out", folder.resolve("a.json").toString());
        run("measure", "servers", "--out", folder.resolve("b.json").toString());
        Path page = folder.resolve("p.md");
        assertEquals(
                0,
                run(
                        "render",
                        "--in",
                        folder.resolve("a.json").toString(),
                        folder.resolve("b.json").toString(),
                        "--out",
                        page.toString(),
                        "--charts",
                        folder.resolve("pictures").toString()),
                err::toString);
        String text = Files.readString(page);
        for (String behind : List.of("pictures/figures-micro.md", "pictures/figures-servers.md")) {
            assertTrue(text.contains("](" + behind + ")"), text);
            assertTrue(Files.readString(folder.resolve(behind)).contains("## socket"), behind);
        }
    }

    @Test
    void aSuiteThatFailsLeavesWhatItHad() throws IOException {
        Path page = folder.resolve("page.md");
        int code = Main.execute(
                List.of(new Fake("micro", true)),
                List.of("report", "--out", page.toString()),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        assertEquals(1, code);
        assertTrue(err.toString().contains("no sockets left"), err::toString);
        Results kept = Results.read(folder.resolve("page/micro.json"));
        assertEquals(1, kept.measurements().size());
        assertTrue(kept.environment().containsKey("incomplete"));
        assertFalse(Files.exists(page));
    }

    @Test
    void nothingMeasuredIsAFailure() {
        String page = folder.resolve("page.md").toString();
        assertEquals(1, run("report", "--only", "no such group", "--out", page));
        assertEquals(1, run("measure", "micro", "--only", "nothing", "--out", page));
        assertTrue(err.toString().contains("nothing was measured"), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void figuresFromBeforeStayIfNothingIsMeasured() throws IOException {
        Path file = folder.resolve("x.json");
        run("measure", "micro", "--out", file.toString());
        String before = Files.readString(file);
        assertEquals(1, run("measure", "micro", "--only", "nothing", "--out", file.toString()));
        assertEquals(before, Files.readString(file));
    }

    @Test
    void theReportKeepsWhatASuiteThatCantRunHereMeasuredBefore() throws IOException {
        Path page = folder.resolve("page.md");
        Results windows = new Results();
        windows.add("windows", "echo", "128 connections", "Pollux iocp ffm", "time", "us", Better.LOWER, 1);
        windows.write(folder.resolve("page/windows.json"));
        Suite cannotRun = new Suite() {
            @Override
            public String name() {
                return "windows";
            }

            @Override
            public void run(Plan plan, Results results) {}
        };
        List<Suite> suites = List.of(new Fake("micro", false), cannotRun);
        PrintWriter to = new PrintWriter(out, true);
        assertEquals(0, Main.execute(suites, List.of("report", "--out", page.toString()), to, to), out::toString);
        assertTrue(Files.readString(folder.resolve("page/figures-windows.md")).contains("128 connections"));
        assertTrue(out.toString().contains("windows: in the report as it was measured before"), out::toString);
        assertTrue(out.toString().contains("by 1 suites"), out::toString);

        Main.execute(suites, List.of("report", "--only", "socket", "--out", page.toString()), to, to);
        assertFalse(Files.readString(page).contains("128 connections"), "not what was not asked for");

        Files.writeString(folder.resolve("page/windows.json"), "{");
        assertEquals(0, Main.execute(suites, List.of("report", "--out", page.toString()), to, to), out::toString);
        assertTrue(out.toString().contains("windows: not in the report: "), out::toString);
    }

    @Test
    void wrongUsageIsTold() throws IOException {
        refused("there is no suite nano, only: micro, servers", "measure", "nano");
        refused("--rounds must be 1 or more, not 0", "measure", "micro", "--rounds", "0");
        refused("--rounds must be 1 or more, not -1", "report", "--rounds", "-1");
        refused("'many' is not an int", "report", "--rounds", "many");
        refused("Missing required option: '--in=FILE'", "render");
        refused("Missing required parameter: 'SUITE'", "measure");
        refused("'march'", "march");
        Path missing = folder.resolve("none.json");
        refused("can't read " + missing + ": NoSuchFileException", "render", "--in", missing.toString());
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "[]");
        refused("holds no results", "render", "--in", wrong.toString());
        assertEquals(2, run());
    }

    private void refused(String message, String... args) {
        err.getBuffer().setLength(0);
        assertEquals(2, run(args), err::toString);
        assertTrue(err.toString().contains(message), err::toString);
    }

    private int run(String... args) {
        return Main.execute(
                List.of(new Fake("micro", false), new Fake("servers", false)),
                List.of(args),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }
}
