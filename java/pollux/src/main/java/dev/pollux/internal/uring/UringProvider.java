package dev.pollux.internal.uring;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import java.io.IOException;

/** Linux's io_uring. */
public final class UringProvider implements CompletionBackendProvider {
    private static final int ENTRIES = 256;
    private static final int COMPLETIONS = 2048;

    private final int entries;
    private final int completions;

    public UringProvider() {
        this(ENTRIES, COMPLETIONS);
    }

    /**
     * @param entries how many are put in before they have to be submitted
     * @param completions how many the ring holds. The kernel keeps those beyond
     */
    public UringProvider(int entries, int completions) {
        this.entries = entries;
        this.completions = completions;
    }

    @Override
    public Backend kind() {
        return Backend.IO_URING;
    }

    @Override
    public String whyUnavailable() {
        if (BindingRegistry.linuxCalls() != null) {
            return Once.REFUSAL;
        }
        String system = System.getProperty("os.name");
        return system.equals("Linux") ? BindingRegistry.refusals() : "it is Linux's, and this is " + system;
    }

    /** Asked once: what a container forbids, it forbids for good. */
    private static final class Once {
        static final String REFUSAL = UringProbe.refusal();
    }

    @Override
    public CompletionBackend open(CompletionPortBuilderWork settings) throws IOException {
        if (settings.busyPollNanos() != 0) {
            throw new UnsupportedOperationException("busyPollNanos of " + settings.busyPollNanos()
                    + ": io_uring's own busy polling is not used; WaitStrategy.adaptive lets the thread spin");
        }
        return UringBackend.open(entries, completions, settings.isSingleThreaded());
    }
}
