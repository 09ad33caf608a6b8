package dev.pollux.netty.internal.loop;

import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import java.io.IOException;

/** The event port under one loop of Netty's: what its handler drives, whatever kind of port it is. */
public interface LoopPort {
    /** {@return true if handles of this class can be registered} May be called from any thread. */
    boolean takes(Class<? extends IoHandle> type);

    /** Registers a handle and tells it. Only from the loop's thread. */
    IoRegistration register(IoHandle handle) throws IOException;

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
