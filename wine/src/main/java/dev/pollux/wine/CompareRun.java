package dev.pollux.wine;

import java.io.IOException;
import java.util.List;

/** The benchmarks' echo servers under Wine, side by side, driven from Linux: figures on the console, and no verdict. */
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
        int status = wine.drive(List.of(
                Command.java(),
                "-cp",
                classPath.here(),
                "dev.pollux.benchmarks.windows.SideBySide",
                wine.loader(),
                Wine.windowsPath(java.executable()),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-PrintWarnings",
                "-cp",
                classPath.onWine()));
        return status == 0;
    }
}
