package dev.pollux;

import dev.pollux.binding.BindingFinding;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.backends.Selection;
import java.util.ArrayList;
import java.util.List;

/** Tells what Pollux has found in this process, and why it takes what it takes. */
public final class Diagnostics {
    private Diagnostics() {}

    /** {@return what became of each binding. Those that were not needed are tried now} */
    public static List<Finding> bindings() {
        List<Finding> all = new ArrayList<>();
        for (BindingFinding found : BindingRegistry.probeAll()) {
            boolean chosen = found.name().equals(BindingRegistry.chosen());
            all.add(new Finding(found.name(), found.available(), chosen, found.reason(), found.remedy()));
        }
        return all;
    }

    /** {@return what became of each backend: the readiness ports', and on Windows the completion port's} */
    public static List<Finding> backends() {
        boolean epoll = BindingRegistry.linuxCalls() != null;
        String property = System.getProperty(Selection.BACKEND_PROPERTY, "");
        boolean nioForced = property.equals(Backend.NIO.toString());
        Finding nio = new Finding("nio", true, nioForced || !epoll, "java.nio.channels.Selector is everywhere", "");
        if (Platform.isWindows()) {
            Finding none = new Finding("epoll", false, false, "this is Windows", "");
            return List.of(none, nio, backend("iocp", BindingRegistry.windowsCalls() != null, true));
        }
        return List.of(backend("epoll", epoll, !nioForced), nio);
    }

    private static Finding backend(String name, boolean available, boolean chosen) {
        return available
                ? new Finding(name, true, chosen, "by binding " + BindingRegistry.chosen(), "")
                : new Finding(name, false, false, BindingRegistry.refusals(), "any one of those");
    }
}
