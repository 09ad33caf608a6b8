package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the tests of every module in a Windows JVM under Wine, and the echo example, as far as this machine has what it
 * takes; Maven starts it.
 * What is left out is said in one line.
 */
public final class RunOnWine {
    private final List<String> leftOut = new ArrayList<>();
    private final Map<Integer, WindowsJava> runtimes = new HashMap<>();
    private boolean passed = true;

    private RunOnWine() {}

    /**
     * Its settings are system properties, see the POM.
     *
     * @param arguments none
     * @throws Exception if something unforeseen fails
     */
    public static void main(String[] arguments) throws Exception {
        System.exit(new RunOnWine().main() ? 0 : 1);
    }

    private boolean main() throws IOException, InterruptedException {
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            System.out.println("Windows suite: nothing to add on Windows, where each module's own tests are the suite");
            return true;
        }
        try {
            runAll(Run.named(System.getProperty("pollux.wine.runs")));
        } catch (LeftOutException missing) {
            leftOut.add("all of it (" + missing.getMessage() + ")");
        } catch (BrokenException broken) {
            System.out.println("Windows suite FAILED: " + broken.getMessage());
            return false;
        }
        if (!leftOut.isEmpty()) {
            System.out.println("Left out of the Windows suite: " + String.join("; ", leftOut));
        }
        return passed && (leftOut.isEmpty() || !Boolean.getBoolean("pollux.wine.required"));
    }

    private void runAll(List<Run> runs) throws IOException, InterruptedException, LeftOutException {
        String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!machine.equals("Linux on amd64")) {
            throw new LeftOutException("Wine is used on Linux on amd64, this is " + machine);
        }
        Path proxy = ProxyLibrary.build();
        try (Wine wine = Wine.start()) {
            for (Run run : runs) {
                try {
                    passed &= passes(wine, runtime(run.feature(), proxy), run);
                } catch (LeftOutException missing) {
                    leftOut.add(run.name() + " (" + missing.getMessage() + ")");
                }
            }
        }
    }

    private static boolean passes(Wine wine, WindowsJava java, Run run) throws IOException, InterruptedException {
        int seconds = Integer.getInteger("pollux.wine.seconds");
        return switch (run.kind()) {
            case TESTS -> new Suite(wine, java, run).passes(System.getProperty("pollux.wine.tests"), seconds);
            case COMPARE -> new CompareRun(wine, java, run).passes();
            case ECHO -> new EchoRun(wine, java, run).passes(seconds);
        };
    }

    private WindowsJava runtime(int feature, Path proxy) throws IOException, InterruptedException, LeftOutException {
        WindowsJava java = runtimes.get(feature);
        if (java == null) {
            java = WindowsJava.get(feature, proxy);
            runtimes.put(feature, java);
        }
        return java;
    }
}
