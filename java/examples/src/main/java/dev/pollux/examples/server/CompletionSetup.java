package dev.pollux.examples.server;

import dev.pollux.completion.CompletionAcceptCallback;
import dev.pollux.completion.CompletionDispatcher;
import java.io.IOException;

/** Makes what one loop needs for its connections. */
@FunctionalInterface
public interface CompletionSetup {
    /**
     * Called once a loop, before it runs.
     *
     * @return takes the loop's connections
     */
    CompletionAcceptCallback setUp(CompletionDispatcher loop) throws IOException;
}
