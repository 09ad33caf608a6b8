package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.examples.server.Mode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells what Pollux finds on this machine, why it takes what it takes, and what would mend the rest. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Tells what Pollux finds here: system, JDK, limits, what the kernel can do, every binding and"
                + " every backend, and how to mend what can't be used. The last line is what to do next. Exit code 0, also"
                + " if all it finds is the fallback.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("System");
        line(out, "Pollux", Diagnostics.version());
        line(out, "kernel", SystemFacts.kernel());
        String libc = SystemFacts.libc();
        if (!libc.isEmpty()) {
            line(out, "C library", libc);
        }
        line(out, "processor", SystemFacts.processor());
        out.println("JDK");
        line(out, "version", JdkFacts.version());
        line(out, "home", System.getProperty("java.home"));
        line(out, "native access", JdkFacts.nativeAccess());
        boolean isNativeAccessDoubtful = JdkFacts.isNativeAccessDoubtful();
        List<Finding> bindings = Diagnostics.bindings();
        List<Finding> backends = Diagnostics.backends();
        LimitFacts limits = new LimitFacts(Path.of("/proc"));
        if (SystemFacts.isLinux()) {
            out.println("Limits");
            limits.all().forEach((name, text) -> line(out, name, text));
            out.println("Kernel, tried now");
            boolean isCallable = backends.stream()
                    .anyMatch(finding -> finding.available() && finding.name().equals("epoll"));
            KernelFacts.all(isCallable).forEach((name, text) -> line(out, name, text));
        }
        findings(out, "Bindings: ways to call the system; -Ddev.pollux.binding=NAME takes another", bindings);
        String other = " port runs on; -Ddev.pollux.backend=NAME takes another";
        findings(out, "Backends: what a readiness" + other, of(Mode.READINESS, backends));
        findings(out, "Backends: what a completion" + other, of(Mode.COMPLETION, backends));
        out.println("Verdict");
        out.println("  " + verdict(backends));
        out.println("Advice");
        out.println("  " + Advice.of(bindings, backends, isNativeAccessDoubtful, limits));
        return 0;
    }

    private static void findings(PrintWriter out, String title, List<Finding> findings) {
        out.println(title);
        for (Finding finding : findings) {
            String state = finding.chosen() ? "taken" : finding.available() ? "available" : "refused";
            line(out, finding.name(), String.format("%-10s %s", state, OneLine.of(finding.reason())));
            if (!finding.remedy().isEmpty()) {
                line(out, "", String.format("%-10s %s", "  remedy:", OneLine.of(finding.remedy())));
            }
        }
    }

    private static List<Finding> of(Mode mode, List<Finding> backends) {
        return backends.stream()
                .filter(finding -> Mode.of(Backend.valueOf(finding.name().toUpperCase(Locale.ROOT))) == mode)
                .toList();
    }

    private static String verdict(List<Finding> backends) {
        String verdict = "A ReadinessPort runs on " + chosen(Mode.READINESS, backends) + ", a CompletionPort on "
                + chosen(Mode.COMPLETION, backends) + ".";
        return Advice.isNative(backends)
                ? verdict
                : verdict
                        + " They work, as any Selector does. The remedies above tell how to get the system's own event port.";
    }

    private static String chosen(Mode mode, List<Finding> backends) {
        for (Finding finding : of(mode, backends)) {
            if (finding.chosen()) {
                return finding.name();
            }
        }
        return "nothing here";
    }

    private static void line(PrintWriter out, String label, String text) {
        out.printf("  %-14s %s%n", label, text);
    }
}
