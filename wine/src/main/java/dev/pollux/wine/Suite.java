package dev.pollux.wine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts JUnit for one run, and judges what came of it. */
final class Suite {
    private static final int SLOWEST = 12;

    private final Wine wine;
    private final WindowsJava java;
    private final Run run;
    private final Path reports;

    Suite(Wine wine, WindowsJava java, Run run) throws IOException {
        this.wine = wine;
        this.java = java;
        this.run = run;
        this.reports = Folders.empty(Folders.TARGET.resolve("reports").resolve(run.name()));
    }

    /** {@return whether all is well} */
    boolean passes(String tests, int seconds) throws IOException, InterruptedException {
        Path log = reports.resolve("console.log");
        long startNanos = System.nanoTime();
        OptionalInt status = wine.run(seconds, Folders.module(run.tested().get(0)), log, command(tests));
        long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        try {
            if (status.isEmpty()) {
                throw new BrokenException("killed after " + seconds + " s, in the midst of: " + lastStarted(log));
            }
            Report report = Report.read(reports.resolve("TEST-junit-jupiter.xml"));
            synchronized (System.out) { // another run may end at the same time
                judge(report, took);
            }
            if (status.getAsInt() != 0) { // something else than a test, such as what comes after all of a class
                throw new BrokenException("JUnit ended with status " + status.getAsInt());
            }
            return true;
        } catch (BrokenException failure) {
            System.out.println("Windows suite: " + run.name() + " FAILED: " + failure.getMessage() + " (" + log + ")");
            return false;
        }
    }

    private void judge(Report report, long seconds) {
        System.out.println("  slowest: " + report.slowest(SLOWEST));
        report.skips().forEach((reason, count) -> System.out.printf("  %4d skipped: %s%n", count, reason));
        report.failures().forEach(failure -> System.out.println("  failed: " + failure));
        System.out.printf(
                "Windows suite: %s on JDK %s (%s, Wine): %d run, %d failed, %d skipped; %d s%n",
                run.name(),
                report.property("java.version"),
                report.property("os.name"),
                report.ran(),
                report.failures().size(),
                report.skipped(),
                seconds);
        if (!report.property("os.name").startsWith("Windows")) {
            throw new BrokenException("that was not Windows");
        }
        if (report.ran() == 0) {
            throw new BrokenException("not one test ran");
        }
        if (!report.failures().isEmpty()) {
            throw new BrokenException(report.failures().size() + " failed");
        }
    }

    private static String lastStarted(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
        return text.lines().filter(line -> line.endsWith(" :: STARTED")).reduce("no test", (earlier, line) -> line);
    }

    private List<String> command(String tests) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Wine.windowsPath(java.executable()));
        command.add("-XX:ErrorFile=" + Wine.windowsPath(reports.resolve("hs_err.log")));
        if (run.feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Ddev.pollux.test.chatMembers=64"); // 512 take two minutes there
        command.addAll(run.flags());
        Stream.of(System.getProperty("pollux.wine.flags", "").split(" "))
                .filter(flag -> !flag.isEmpty())
                .forEach(command::add);
        command.add("-Ddev.pollux.test.wine=true");
        command.add("-Ddev.pollux.test.wine.version=" + wine.version());
        command.add("-Ddev.pollux.test.binding=" + run.binding());
        command.add("-Ddev.pollux.binding=" + run.binding());
        // Surefire's name for the tested module's folder: the last one is whose tests these are.
        command.add("-Dbasedir="
                + Wine.windowsPath(Folders.module(run.tested().get(run.tested().size() - 1))));
        command.add("-cp");
        command.add(ClassPath.of(run).onWine());
        command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner"));
        command.addAll(List.of("--disable-ansi-colors", "--details=testfeed"));
        command.addAll(List.of("--reports-dir", Wine.windowsPath(reports)));
        if (tests.isBlank()) {
            run.tested().forEach(module -> {
                command.add("--scan-class-path=" + Wine.windowsPath(ClassPath.testClasses(module)));
            });
            if (!run.classes().isEmpty()) {
                command.add("--include-classname=" + run.classes());
            }
        } else {
            for (String test : tests.split(",")) {
                command.add(test.contains("#") ? "--select-method" : "--select-class");
                command.add(test.strip());
            }
        }
        return command;
    }
}
