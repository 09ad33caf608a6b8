package dev.pollux.netty.internal.loop;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;

/** A handle's membership of a loop, whatever kind of port that has. {@link #cancel} may be called from any thread. */
public abstract class LoopRegistration implements IoRegistration {
    private volatile boolean cancelled; // written under this object's lock

    /** {@return the thread of its loop} */
    protected abstract LoopThread thread();

    /**
     * The channel wants this of its loop.
     *
     * @param flags those of epoll
     * @throws ClosedChannelException if the loop has ended, or the socket was closed: then nothing is left to be told
     * @throws IOException if the system refuses
     */
    protected abstract void want(int flags) throws IOException;

    /** Leaves the loop, once. On the loop's thread. */
    protected abstract void leave();

    /** {@return this one: Netty hides it from the channel} */
    @Override
    @SuppressWarnings("unchecked") // Netty's signature: who asks knows the type
    public <T> T attachment() {
        return (T) this;
    }

    @Override
    public final long submit(IoOps ops) {
        if (!(ops instanceof LoopLink link)) {
            throw new IllegalArgumentException(
                    "a channel of Pollux submits no " + ops.getClass().getName());
        }
        if (cancelled) {
            return -1;
        }
        try {
            want(link.wanted());
            return cancelled ? -1 : link.wanted();
        } catch (ClosedChannelException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final boolean isValid() {
        return !cancelled;
    }

    @Override
    public final boolean cancel() {
        synchronized (this) {
            if (cancelled) {
                return false;
            }
            cancelled = true;
        }
        thread().run(this::leave);
        return true;
    }
}
