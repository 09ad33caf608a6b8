package dev.pollux.internal.backends;

import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.binding.BindingFinding;
import dev.pollux.binding.BindingRegistry;
import java.util.ArrayList;
import java.util.List;

/** What {@link Diagnostics} tells. */
final class Findings extends Diagnostics {
    @Override
    protected List<Finding> findBindings() {
        List<Finding> all = new ArrayList<>();
        for (BindingFinding found : BindingRegistry.probeAll()) {
            boolean chosen = found.name().equals(BindingRegistry.chosen());
            all.add(new Finding(found.name(), found.available(), chosen, found.reason(), found.remedy()));
        }
        return all;
    }

    @Override
    protected List<Finding> findBackends() {
        List<Finding> all = new ArrayList<>(ReadinessBackends.findings());
        all.addAll(CompletionBackends.findings());
        return all;
    }

    /** @param refusal why it can't be used, or null if it can, by that binding */
    static Finding of(String name, String refusal, boolean chosen, String binding) {
        if (refusal == null) {
            String reason = binding.isEmpty() ? "java.nio.channels.Selector is everywhere" : "by binding " + binding;
            return new Finding(name, true, chosen, reason, "");
        }
        String remedy = refusal.equals(BindingRegistry.refusals()) ? "any one of those" : "";
        return new Finding(name, false, false, refusal, remedy);
    }
}
