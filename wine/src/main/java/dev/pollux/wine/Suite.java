package dev.pollux.wine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Starts JUnit for one run, and judges what came of it. */
final class Suite {
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
        List<String> command = command(tests);
        long start = System.nanoTime();
        boolean ended = wine.run(seconds, Folders.module(run.tested().get(0)), log, command);
        long took = (System.nanoTime() - start) / 1_000_000_000;
        String failure = null;
        String what = run.name() + " on JDK " + run.feature();
        if (!ended) {
            failure = "killed after " + seconds + " s";
        } else {
            try {
                Report report = Report.read(reports.resolve("TEST-junit-jupiter.xml"));
                what = run.name() + " on JDK " + report.property("java.version") + " (" + report.property("os.name")
                        + ", Wine): " + report.ran() + " run, " + report.failed() + " failed, " + report.skipped()
                        + " skipped, " + took + " s";
                report.skips().forEach((reason, count) -> System.out.printf("  %4d skipped: %s%n", count, reason));
                if (!report.property("os.name").startsWith("Windows")) {
                    failure = "that was not Windows";
                } else if (report.ran() == 0) {
                    failure = "not one test ran";
                } else if (report.failed() > 0) {
                    failure = report.failed() + " failed";
                }
            } catch (BrokenException noReport) {
                failure = noReport.getMessage();
            }
        }
        System.out.println("Windows suite: " + what);
        if (failure != null) {
            System.out.println("Windows suite: " + run.name() + ": " + failure + ", see " + log);
        }
        return failure == null;
    }

    private List<String> command(String tests) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Wine.windowsPath(java.executable()));
        command.add("-XX:ErrorFile=" + Wine.windowsPath(reports.resolve("hs_err.log")));
        command.addAll(run.flags());
        command.add("-Ddev.pollux.test.wine=true");
        command.add("-Ddev.pollux.test.binding=" + run.binding());
        command.add("-Ddev.pollux.binding=" + run.binding());
        // Surefire's name for the tested module's folder: the last one is whose tests these are.
        command.add("-Dbasedir="
                + Wine.windowsPath(Folders.module(run.tested().get(run.tested().size() - 1))));
        command.add("-cp");
        command.add(String.join(";", classPath().stream().map(Wine::windowsPath).toList()));
        command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner"));
        command.addAll(List.of("--disable-ansi-colors", "--details=testfeed"));
        command.addAll(List.of("--reports-dir", Wine.windowsPath(reports)));
        if (tests.isBlank()) {
            run.tested().forEach(module -> {
                command.add("--scan-class-path=" + Wine.windowsPath(testClasses(module)));
            });
        } else {
            for (String test : tests.split(",")) {
                command.add(test.contains("#") ? "--select-method" : "--select-class");
                command.add(test.strip());
            }
        }
        return command;
    }

    private Set<Path> classPath() throws IOException {
        Set<Path> classPath = new LinkedHashSet<>();
        for (String module : run.tested()) {
            classPath.add(testClasses(module));
        }
        Stream.concat(run.tested().stream(), run.others().stream())
                .map(module -> Folders.module(module).resolve("target/classes"))
                .forEach(classPath::add);
        for (String module : run.tested()) {
            classPath.addAll(libraries(Folders.module(module)));
        }
        classPath.addAll(libraries(Folders.WINE));
        return classPath;
    }

    private static Path testClasses(String module) {
        return Folders.module(module).resolve("target/test-classes");
    }

    /** The third party's: each module's build lists them. */
    private static List<Path> libraries(Path module) throws IOException {
        String list = Files.readString(module.resolve("target/test-libraries")).strip();
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(File.pathSeparator)).map(Path::of).toList();
    }
}
