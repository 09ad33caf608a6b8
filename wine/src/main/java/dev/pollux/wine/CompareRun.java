package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The benchmarks' suite {@code windows}: echo servers under Wine, side by side, driven from Linux. Figures in a file for the
 * report, and no verdict.
 */
final class CompareRun {
    private final Wine wine;
    private final WindowsJava java;
    private final Run run;

    CompareRun(Wine wine, WindowsJava java, Run run) {
        this.wine = wine;
        this.java = java;
        this.run = run;
    }

    /** {@return whether it came to its end} */
    boolean passes() throws IOException, InterruptedException {
        ClassPath classPath = ClassPath.of(run);
        Path windowsJava = Files.write(
                Folders.TARGET.resolve("windows-java"),
                List.of(
                        wine.loader(),
                        Wine.windowsPath(java.executable()),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-PrintWarnings",
                        "-cp",
                        classPath.onWine()));
        List<String> command = new ArrayList<>(List.of(
                Command.java(),
                "-Dpollux.benchmarks.windows.java=" + windowsJava,
                "-cp",
                classPath.here(),
                "dev.pollux.benchmarks.Main",
                "measure",
                "windows"));
        command.addAll(List.of(System.getProperty("pollux.wine.measure").split(" ")));
        command.addAll(List.of("--out", Folders.TARGET.resolve("windows.json").toString()));
        return wine.drive(command) == 0;
    }
}
