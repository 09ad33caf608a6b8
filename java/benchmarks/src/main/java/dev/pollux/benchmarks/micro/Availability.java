package dev.pollux.benchmarks.micro;

import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import io.netty.channel.epoll.Epoll;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which contestants this JVM on this machine can have, and why it can't have the others. */
final class Availability {
    private final Map<String, String> missing = new HashMap<>();

    Availability() {
        List<Finding> bindings = Diagnostics.bindings();
        for (String pollux : List.of(Contestants.POLLUX_FFM, Contestants.POLLUX_JNI, Contestants.POLLUX_JNR)) {
            String binding = Pollux.binding(pollux);
            String why = bindings.stream()
                    .filter(each -> each.name().equals(binding))
                    .map(each -> each.available() ? "" : each.reason())
                    .findFirst()
                    .orElse("there is no binding of that name");
            if (!why.isEmpty()) {
                missing.put(pollux, why);
            }
        }
        for (String completions : CompletionPorts.ALL) {
            String why = missing.get("Pollux " + CompletionPorts.binding(completions));
            why = why != null ? why : CompletionPorts.whyNot(completions);
            if (why != null) {
                missing.put(completions, why);
            }
        }
        if (CPrograms.find("dispatch").isEmpty()) {
            missing.put(Contestants.C, CPrograms.whyMissing("dispatch"));
        }
        if (!Epoll.isAvailable()) {
            missing.put(
                    Contestants.NETTY_EPOLL,
                    String.valueOf(Epoll.unavailabilityCause().getMessage()));
        }
    }

    boolean has(String contestant) {
        return !missing.containsKey(contestant);
    }

    /** {@return who is missing, and why} */
    Map<String, String> missing() {
        return missing;
    }
}
