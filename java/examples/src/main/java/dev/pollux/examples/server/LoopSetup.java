package dev.pollux.examples.server;

import dev.pollux.AcceptCallback;
import dev.pollux.Dispatcher;
import java.io.IOException;

/** Makes what a server needs once a loop. */
@FunctionalInterface
public interface LoopSetup {
    /**
     * Called before the loop runs.
     *
     * @return what takes the loop's connections, on the loop's thread
     */
    AcceptCallback setUp(Dispatcher loop) throws IOException;
}
