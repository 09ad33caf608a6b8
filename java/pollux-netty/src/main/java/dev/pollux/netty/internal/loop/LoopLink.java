package dev.pollux.netty.internal.loop;

import io.netty.channel.IoRegistration;

/**
 * What a channel wants of its event loop, in flags of epoll, and its registration there. What it wants goes out once there is something to be
 * told: an unconnected TCP socket reports a hang-up. Only from the loop's thread.
 */
public final class LoopLink {
    private final Interest interest = new Interest();
    private final int flagsAtFirst;
    private final int flagsToKeep;
    private IoRegistration registration;
    private boolean armed;
    private boolean byCompletion;

    /**
     * @param flagsAtFirst what it wants from the beginning, and again with each new loop
     * @param flagsToKeep what it still wants of its next loop if it wanted it of the last
     */
    public LoopLink(int flagsAtFirst, int flagsToKeep) {
        this.flagsAtFirst = flagsAtFirst;
        this.flagsToKeep = flagsToKeep;
        interest.set(flagsAtFirst);
    }

    public void attach(IoRegistration newRegistration) {
        registration = newRegistration;
        byCompletion = !(newRegistration.attachment() instanceof Gather);
    }

    /** {@return what its loop knows it by, or null without a loop} */
    public IoRegistration registration() {
        return registration;
    }

    /** {@return true if the loop's port is one of completions, which transfers a stream's bytes by itself} */
    public boolean isByCompletion() {
        return byCompletion && registration != null;
    }

    /** {@return what the channel shares with the others of its loop, or null without a loop} */
    public Gather gather() {
        return registration == null ? null : registration.attachment();
    }

    /** From now on the loop is told what the channel wants. */
    public void arm() {
        armed = true;
        submit();
    }

    public boolean wants(int flag) {
        return (interest.flags() & flag) != 0;
    }

    public void want(int flag) {
        if ((interest.flags() & flag) != flag) {
            interest.set(interest.flags() | flag);
            submit();
        }
    }

    public void drop(int flag) {
        if ((interest.flags() & flag) != 0) {
            interest.set(interest.flags() & ~flag);
            submit();
        }
    }

    private void submit() {
        if (armed && registration != null) {
            registration.submit(interest);
        }
    }

    /** Leaves the loop. Once it has left, there is nothing to do. */
    public void detach() {
        IoRegistration old = registration;
        if (old != null) {
            registration = null;
            armed = false;
            interest.set(flagsAtFirst | interest.flags() & flagsToKeep);
            old.cancel();
        }
    }
}
