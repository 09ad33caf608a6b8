package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Finding;
import java.util.List;
import java.util.Set;

/** What to do next, in one sentence. */
final class Advice {
    /** Fewer make a server refuse connections that its machine could well serve. */
    private static final long FEW_DESCRIPTORS = 4096;

    /** The kernel's own default since Linux 5.4. */
    private static final long SHORT_BACKLOG = 4096;

    private static final Set<String> PORTABLE = Set.of(Backend.NIO.toString(), Backend.EMULATED.toString());

    static final String NOTHING = "nothing to do";

    private Advice() {}

    /** {@return the sentence} Whether native access is doubtful is to be asked before the first native call, which allows it. */
    static String of(
            List<Finding> bindings, List<Finding> backends, boolean isNativeAccessDoubtful, LimitFacts limits) {
        if (!isNative(backends)) {
            return "To get the system's own event port: " + remedy(bindings) + ".";
        }
        boolean isNioForced = SystemFacts.isLinux()
                && backends.stream()
                        .anyMatch(finding -> finding.chosen() && finding.name().equals("nio"));
        if (isNioForced) {
            return "Leave -Ddev.pollux.backend=nio out, because epoll can be used here, unless the selector is what you want.";
        }
        if (isNativeAccessDoubtful) {
            return "Add --enable-native-access=ALL-UNNAMED to the command line, because a later JDK denies native calls"
                    + " without it.";
        }
        if (!SystemFacts.isLinux()) {
            return NOTHING;
        }
        return ofLimits(limits);
    }

    /** {@return true if one of the system's own can be used} */
    static boolean isNative(List<Finding> backends) {
        return backends.stream().anyMatch(finding -> finding.available() && !PORTABLE.contains(finding.name()));
    }

    static String ofLimits(LimitFacts limits) {
        long descriptors = limits.descriptors();
        if (descriptors >= 0 && descriptors < FEW_DESCRIPTORS) {
            return "Raise the limit of descriptors (ulimit -n, or LimitNOFILE= of systemd), because a connection takes one"
                    + " and there are " + descriptors + ".";
        }
        long backlog = limits.backlog();
        if (backlog >= 0 && backlog < SHORT_BACKLOG) {
            return "Raise net.core.somaxconn, because only " + backlog
                    + " connections can wait when many come at once.";
        }
        return NOTHING;
    }

    /** The property may be all that is in the way. Otherwise the binding that runs on every JDK comes first. */
    private static String remedy(List<Finding> bindings) {
        for (Finding binding : bindings) {
            if (binding.available()) {
                return "leave -Ddev.pollux.binding out, or name " + binding.name() + " in it";
            }
        }
        String first = "see why the bindings above are refused";
        for (Finding binding : bindings) {
            if (!binding.remedy().isEmpty()) {
                if (binding.name().equals("jni")) {
                    return OneLine.of(binding.remedy());
                }
                first = OneLine.of(binding.remedy());
            }
        }
        return first;
    }
}
