package dev.pollux.netty.internal.loop;

import io.netty.channel.IoRegistration;
import java.io.IOException;

/** The event port under one loop of Netty's: what its handler drives, whatever kind of port it is. */
public interface LoopPort {
    /** Registers a handle and tells it. Only from the loop's thread. */
    IoRegistration register(LoopHandle handle) throws IOException;

    /** Waits. Returns how many events there are, a wakeup among them. Only from the loop's thread. */
    int await(long timeoutNanos) throws IOException;

    /** Tells what the wait brought. Returns how many handles were told. Only from the loop's thread. */
    int deliver();

    /** Ends a wait, or the next one. May be called from any thread, and after {@link #close()}. */
    void wake();

    /** Closes every handle that is registered. Only from the loop's thread. */
    void closeHandles();

    /** Gives all back. What is still registered is told that it no longer is. Only from the loop's thread. */
    void close();
}
