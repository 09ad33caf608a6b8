package dev.pollux.netty.internal.loop;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;

/**
 * What a channel wants of its event loop, in flags of epoll, and its registration there. What it wants goes out once there is something to be
 * told: an unconnected TCP socket reports a hang-up. Only from the loop's thread.
 *
 * <p>It is itself what Netty has a channel submit. Each request looks at it, and with many connections each object that is
 * looked at has left the processor's cache meanwhile.
 */
public final class LoopLink implements IoOps {
    private final int flagsAtFirst;
    private final int flagsToKeep;
    private int wanted;
    private IoRegistration registration;
    private Gather gather; // null without a loop, and on one of completions
    private boolean armed;

    /**
     * @param flagsAtFirst what it wants from the beginning, and again with each new loop
     * @param flagsToKeep what it still wants of its next loop if it wanted it of the last
     */
    public LoopLink(int flagsAtFirst, int flagsToKeep) {
        this.flagsAtFirst = flagsAtFirst;
        this.flagsToKeep = flagsToKeep;
        wanted = flagsAtFirst;
    }

    public void attach(IoRegistration newRegistration) {
        registration = newRegistration;
        gather = newRegistration.attachment() instanceof Gather shared ? shared : null;
    }

    /** {@return what its loop knows it by, or null without a loop} */
    public IoRegistration registration() {
        return registration;
    }

    /** {@return true if the loop's port is one of completions, which transfers a stream's bytes by itself} */
    public boolean isByCompletion() {
        return gather == null && registration != null;
    }

    /** {@return what the channel shares with the others of its loop, or null without a loop} */
    public Gather gather() {
        return gather;
    }

    /** From now on the loop is told what the channel wants. */
    public void arm() {
        armed = true;
        submit();
    }

    /** {@return all that the channel wants} */
    int wanted() {
        return wanted;
    }

    public boolean wants(int flag) {
        return (wanted & flag) != 0;
    }

    public void want(int flag) {
        if ((wanted & flag) != flag) {
            wanted |= flag;
            submit();
        }
    }

    public void drop(int flag) {
        if ((wanted & flag) != 0) {
            wanted &= ~flag;
            submit();
        }
    }

    /** As {@link #want}, for something that concerns the channel alone: its loop is not told. */
    public void mark(int flag) {
        wanted |= flag;
    }

    /** Ends what {@link #mark} has begun. */
    public void unmark(int flag) {
        wanted &= ~flag;
    }

    private void submit() {
        if (armed && registration != null) {
            registration.submit(this);
        }
    }

    /** Leaves the loop. Once it has left, there is nothing to do. */
    public void detach() {
        IoRegistration old = registration;
        if (old != null) {
            registration = null;
            gather = null;
            armed = false;
            wanted = flagsAtFirst | wanted & flagsToKeep;
            old.cancel();
        }
    }
}
