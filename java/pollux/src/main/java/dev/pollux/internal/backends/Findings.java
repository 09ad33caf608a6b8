package dev.pollux.internal.backends;

import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.binding.BindingFinding;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.text.Version;
import java.util.ArrayList;
import java.util.List;

/** What {@link Diagnostics} tells. */
final class Findings extends Diagnostics {
    @Override
    protected String findVersion() {
        return Version.text();
    }

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
        List<Finding> all = new ArrayList<>(ReadinessBackends.ALL.findings());
        all.addAll(CompletionBackends.ALL.findings());
        return all;
    }
}
