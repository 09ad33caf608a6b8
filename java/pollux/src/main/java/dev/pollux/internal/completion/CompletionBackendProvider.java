package dev.pollux.internal.completion;

import dev.pollux.Backend;
import java.io.IOException;

/** A backend that a completion port may run on: whether it is available here, and how it is opened. */
public interface CompletionBackendProvider {

    /** {@return which it is} */
    Backend kind();

    /** {@return why it can't be used here, or null if it can} */
    String whyUnavailable();

    /**
     * Opens what one port runs on.
     *
     * @param settings what the program wants
     * @throws UnsupportedOperationException if it can't have one of the settings
     */
    CompletionBackend open(CompletionPortBuilderWork settings) throws IOException;
}
