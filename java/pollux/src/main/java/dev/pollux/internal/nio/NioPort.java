package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.internal.loop.Surplus;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.Delivery;
import dev.pollux.internal.readiness.channel.ChannelSockets;
import dev.pollux.internal.readiness.channel.JdkChannelSource;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A readiness port on {@link Selector}, by {@link Selector#select(Consumer)}, which makes no garbage. What is ready is
 * noted during the select and called after it: callbacks may not run inside.
 */
public final class NioPort extends AbstractReadinessPort implements Consumer<SelectionKey> {
    private final Selector selector;
    private final SelectSlices slices = new SelectSlices();
    private NioRegistration[] ready = new NioRegistration[128];
    private int readyCount;
    private int mostReady; // at once, since the last trim
    private int told; // how many of those were told; the rest waits for the next turn
    private int maxEvents = Integer.MAX_VALUE;
    private long turn; // one more with each wait
    private final Object addLock = new Object(); // held while a key is added, and while all are closed
    private final NioRegistrations registered = new NioRegistrations(); // guarded by that

    /** Of the type of all ports: else the JVM would load this class, to check it, where the other is opened. */
    public static AbstractReadinessPort open(String choice) throws IOException {
        return new NioPort(choice);
    }

    NioPort(String choice) throws IOException {
        super(Backend.NIO, choice, new ChannelSockets(NioHolds.ALL));
        selector = Selector.open();
    }

    @Override
    public String detail() {
        return ", selector " + selector.getClass().getSimpleName();
    }

    @Override
    public Set<Capability> capabilities() {
        return ChannelSockets.CAPABILITIES;
    }

    @Override
    public AbstractPollable source(SelectableChannel channel) {
        return JdkChannelSource.of(channel, NioHolds.ALL);
    }

    @Override
    public AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        return new NioRegistration(this, source, interest, mode, callback);
    }

    @Override
    public void add(AbstractRegistration added) throws IOException {
        NioRegistration registration = (NioRegistration) added;
        NioKeys keys = registration.keys();
        synchronized (addLock) {
            // A key outlives its registration (see NioRegistration.remove): register() finds the same one again.
            SelectionKey known = keys.channel().keyFor(selector);
            if (known != null
                    && known.attachment() instanceof AbstractRegistration its
                    && its.open) { // a channel that is registered under another source
                throw new IllegalStateException("already registered: " + registration.source());
            }
            try {
                keys.add(this);
                registered.add(registration);
                registration.key(keys.channel().register(selector, registration.operations(), registration));
            } catch (ClosedSelectorException e) {
                undo(registration, keys);
                throw closed(e);
            } catch (Throwable e) {
                undo(registration, keys);
                throw e;
            }
        }
        if (!isPollingThread()) {
            wakeup(); // a select under way does not see the new key
        }
    }

    /** The selector may have taken the key, or changed the one it had, before it failed. */
    private void undo(NioRegistration registration, NioKeys keys) {
        registered.remove(registration);
        SelectionKey key = keys.channel().keyFor(selector);
        if (key == null) {
            keys.remove(this);
        } else if (key.attachment() == registration) {
            key.attach(null);
            try {
                key.interestOps(0);
            } catch (CancelledKeyException | ClosedSelectorException e) {
                // The channel or the selector was closed.
            }
        }
    }

    void removed(NioRegistration registration) {
        synchronized (addLock) {
            registered.remove(registration);
        }
    }

    @Override
    public int awaitEvents(long timeoutNanos) throws IOException {
        if (told < readyCount) {
            return readyCount - told;
        }
        mostReady = Math.max(mostReady, readyCount);
        readyCount = 0;
        told = 0;
        turn++;
        try {
            if (timeoutNanos == 0) {
                selector.selectNow(this);
            } else if (timeoutNanos < 0) {
                selector.select(this);
            } else {
                awaitUntil(timeoutNanos);
            }
        } catch (ClosedSelectorException e) {
            throw closed(e);
        }
        if (!selector.isOpen()) {
            throw closed(null);
        }
        return readyCount;
    }

    /** Milliseconds are all that a selector has, and a signal may end its wait early: never early here. */
    private void awaitUntil(long timeoutNanos) throws IOException {
        long startNanos = System.nanoTime();
        long passedNanos = 0;
        do {
            long millis = slices.nextMillis(timeoutNanos - passedNanos);
            selector.select(this, millis);
            long beforeNanos = passedNanos;
            passedNanos = System.nanoTime() - startNanos;
            slices.waited(millis, passedNanos - beforeNanos);
        } while (readyCount == 0
                && passedNanos < timeoutNanos
                && !isWoken()
                && selector.isOpen()
                && !Thread.currentThread().isInterrupted());
    }

    @Override
    public void accept(SelectionKey key) {
        note(key);
    }

    public void note(SelectionKey key) {
        NioRegistration registration = (NioRegistration) key.attachment();
        if (registration == null) {
            return;
        }
        try {
            if (!registration.ready(key, key.readyOps(), turn)) {
                return; // noted already: the JDK's older selector for Windows tells of reading and of writing apart
            }
        } catch (CancelledKeyException e) {
            return; // closed by another thread within this very select, which is to go on
        }
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, readyCount * 2);
            hasLongArrays |= ready.length > Surplus.KEPT_LENGTH;
        }
        ready[readyCount++] = registration;
    }

    @Override
    public int deliver(int count) {
        int delivered = 0;
        while (told < readyCount && delivered < maxEvents) {
            NioRegistration registration = ready[told];
            ready[told++] = null;
            if (!registration.isOpen()) {
                continue; // closed since the selector reported it
            }
            int readiness = registration.fired();
            if (Delivery.deliver(this, registration, readiness)) {
                delivered++;
                if (registration.hasConnected()) {
                    tellAgain(registration);
                }
            }
        }
        return delivered;
    }

    private void tellAgain(AbstractRegistration registration) {
        synchronized (registration.source().lock) {
            changed(registration);
        }
    }

    @Override
    public boolean trimReady() {
        int shorter = Surplus.trimmed(ready.length, Math.max(mostReady, readyCount));
        if (shorter < ready.length && told == readyCount) {
            ready = new NioRegistration[shorter];
            readyCount = 0;
            told = 0;
        }
        mostReady = readyCount;
        return ready.length > Surplus.KEPT_LENGTH;
    }

    @Override
    public void endWait() {
        selector.wakeup();
    }

    /** A selector tells of all that are ready, in the same order each time: what is beyond the bound is told first next time. */
    @Override
    public void maxEvents(int count) {
        maxEvents = count;
    }

    @Override
    public void busyPoll(BusyPoll parameters) {
        throw new UnsupportedOperationException("busy-poll parameters are not available on backend nio");
    }

    @Override
    public int sourceCount() {
        int count = 0;
        try {
            for (SelectionKey key : selector.keys()) {
                // A key stays when its registration is closed, and until the next select when its channel is.
                if (key.attachment() instanceof AbstractRegistration registration
                        && registration.isOpen()
                        && registration.source().isOpen()) {
                    count++;
                }
            }
            return count;
        } catch (ClosedSelectorException e) {
            return 0;
        }
    }

    @Override
    public int roughSourceCount() {
        try {
            return selector.keys().size();
        } catch (ClosedSelectorException e) {
            return 0;
        }
    }

    @Override
    public boolean isOpen() {
        return selector.isOpen();
    }

    @Override
    public List<AbstractRegistration> registrations() {
        List<AbstractRegistration> all = new ArrayList<>();
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof AbstractRegistration registration && registration.isOpen()) {
                    all.add(registration);
                }
            }
        } catch (ClosedSelectorException e) {
            all.clear();
        }
        return all;
    }

    @Override
    public void closePort() {
        synchronized (addLock) { // from then on the selector takes no key, even if its close fails
            try {
                selector.close();
            } catch (IOException e) {
                // Its descriptors are given back whatever close(2) says.
            }
        }
    }

    @Override
    public int places() {
        synchronized (addLock) {
            return registered.count();
        }
    }

    @Override
    public AbstractRegistration at(int place) {
        synchronized (addLock) {
            return registered.at(place);
        }
    }

    private static ClosedChannelException closed(ClosedSelectorException cause) {
        ClosedChannelException closed = Refusals.closed("the port of backend nio");
        closed.initCause(cause);
        return closed;
    }
}
