package dev.pollux.internal.afd;

import dev.pollux.Backend;
import dev.pollux.internal.handle.PostRetry;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.Delivery;
import dev.pollux.internal.readiness.ForeignSweep;
import dev.pollux.internal.readiness.PacketPort;
import dev.pollux.internal.readiness.channel.ChannelSockets;
import dev.pollux.internal.readiness.channel.JdkChannelSource;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.BusyPoll;
import dev.pollux.windows.Completions;
import dev.pollux.windows.Iocp;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A readiness port on the driver of Windows's sockets. Each registration has one poll, which completes through the port's own
 * completion port and is submitted anew before the next wait. So what is still ready is reported again.
 */
public final class AfdPort extends AbstractReadinessPort implements PacketPort {
    private static final long WAKEUP = FIRST_KEY; // a completion key
    private static final long FIRST_DEVICE = FIRST_KEY + 1;
    private static final int BATCH = 128;
    private static final long DRAIN_NANOS = 1_000_000;
    private static final int DRAIN_WAITS = 100; // in vain

    private Iocp iocp;
    private PostRetry posts;
    private AfdPolls polls;
    private volatile boolean
            isJoined; // to a queue that somebody else dequeues; the three above are changed before that
    private Completions completions = new Completions(BATCH);
    private final Completions last = new Completions(BATCH); // of who closes it
    private final AddedRegistrations added = new AddedRegistrations();

    // The polling thread's own.
    private final ToBeArmed toBeArmed = new ToBeArmed();
    private AfdRegistration[] ready = new AfdRegistration[BATCH];
    private int found; // how many of them there are, and nobody knows yet

    // Again after as many adds as are alive, or the table would grow.
    private final ForeignSweep foreignSweep = new ForeignSweep(this::sourceCount);

    /** Of the type of all ports: else the JVM would load this class, to check it, where the other is opened. */
    public static AbstractReadinessPort open(String choice) throws IOException {
        return new AfdPort(choice);
    }

    AfdPort(String choice) throws IOException {
        super(Backend.AFD, choice, new ChannelSockets(AfdHolds.ALL));
        iocp = Iocp.create(1);
        posts = new PostRetry(iocp::post);
        polls = new AfdPolls(iocp, FIRST_DEVICE);
    }

    AfdPolls polls() {
        return polls;
    }

    @Override
    public String detail() {
        return ", waits by GetQueuedCompletionStatusEx";
    }

    @Override
    public Set<Capability> capabilities() {
        return ChannelSockets.CAPABILITIES;
    }

    @Override
    public AbstractPollable source(SelectableChannel channel) {
        return JdkChannelSource.of(channel, AfdHolds.ALL);
    }

    @Override
    public void sweep() {
        foreignSweep.beforeAdd();
    }

    @Override
    public AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        return new AfdRegistration(this, source, interest, mode, callback);
    }

    /** The poll is submitted by the thread that waits: Wine leaves it undone when the thread ends that has submitted it. */
    @Override
    public void add(AbstractRegistration newOne) throws IOException {
        AfdRegistration registration = (AfdRegistration) newOne;
        registration.findSocket();
        polls.put(registration);
        added.add(registration);
        if (!isPollingThread()) {
            wakeup();
        }
    }

    @Override
    public int awaitEvents(long timeoutNanos) throws IOException {
        long startNanos = timeoutNanos > 0 ? System.nanoTime() : 0;
        long remainingNanos = timeoutNanos;
        while (true) {
            beforeWait();
            if (isJoined) {
                return takeFound(); // it is handed its packets
            }
            int count = iocp.await(completions, remainingNanos);
            boolean isToReturn = count == 0;
            for (int i = 0; i < count; i++) {
                isToReturn |= completions.key(i) == WAKEUP;
                packet(completions.key(i), completions.overlappedAddress(i));
            }
            if (isToReturn || found > 0 || isWoken()) {
                return takeFound();
            }
            if (timeoutNanos > 0) {
                remainingNanos = Math.max(0, timeoutNanos - (System.nanoTime() - startNanos));
            }
        }
    }

    private int takeFound() {
        int count = found;
        found = 0;
        return count;
    }

    @Override
    public void packet(long key, long address) {
        AfdRegistration registration = key == WAKEUP ? null : polls.get(key, address);
        if (registration == null) {
            return;
        }
        if (registration.completed()) {
            if (found == ready.length) {
                ready = Arrays.copyOf(ready, 2 * found);
            }
            ready[found++] = registration;
        } else if (registration.open) { // cancelled to wait for something else, or nobody is to learn of it
            toBeArmed.add(registration);
        }
    }

    @Override
    public void beforeWait() {
        takeAdded();
        armAll();
    }

    @Override
    public void joinQueue(Object queue) throws IOException {
        Iocp own = iocp;
        iocp = (Iocp) queue;
        posts = new PostRetry(iocp::post);
        polls = new AfdPolls(iocp, FIRST_DEVICE);
        isJoined = true;
        own.close();
    }

    private void takeAdded() {
        for (AfdRegistration each = added.take(); each != null; ) {
            AfdRegistration before = each.addedBefore;
            each.addedBefore = null;
            toBeArmed.add(each);
            each = before;
        }
    }

    private void armAll() {
        while (!toBeArmed.isEmpty()) {
            AfdRegistration registration = toBeArmed.take();
            try {
                registration.arm();
            } catch (IOException | RuntimeException e) {
                notTold(registration, e);
            }
        }
    }

    @Override
    public int deliver(int count) {
        int delivered = 0;
        for (int i = 0; i < count; i++) {
            AfdRegistration registration = ready[i];
            ready[i] = null;
            if (registration.isOpen()) {
                if (Delivery.deliver(this, registration, registration.fired())) {
                    delivered++;
                }
                toBeArmed.add(registration);
            } else if (registration.open) { // its channel was closed without our being told
                registration.close();
            }
        }
        return delivered;
    }

    @Override
    public void endWait() {
        posts.post(WAKEUP, 0);
    }

    @Override
    public void maxEvents(int count) {
        if (count < BATCH) {
            completions = new Completions(count);
        }
    }

    @Override
    public void busyPoll(BusyPoll parameters) {
        throw new UnsupportedOperationException("busy-poll parameters are not available on backend afd");
    }

    @Override
    public boolean isOpen() {
        return !polls.isClosed() && iocp.isOpen();
    }

    @Override
    public boolean trimReady() {
        toBeArmed.trim();
        return toBeArmed.isGrown();
    }

    @Override
    public int sourceCount() {
        return registrations().size();
    }

    @Override
    public int roughSourceCount() {
        return polls.count();
    }

    /** Gives back the places of those whose channels the program has closed without our being told. */
    @Override
    public List<AbstractRegistration> registrations() {
        return ForeignSweep.withoutGone(polls.list());
    }

    /** The polls are cancelled first, so that most of them are dequeued before there is no port for that. */
    @Override
    public void closePort() {
        if (!polls.close()) {
            return;
        }
        try {
            polls.closeDevices();
            if (!isJoined) {
                drain();
            }
        } finally {
            if (!isJoined) {
                iocp.close();
            }
        }
    }

    /**
     * Whoever waits dequeues as well, and neither tells anybody. A device's memory is kept until its last poll was dequeued, and how
     * soon the system ends one after a cancel is nowhere said.
     */
    @Override
    public void drain() {
        try {
            for (int idle = 0; polls.arePending() && idle < DRAIN_WAITS; idle++) {
                if (iocp.await(last, DRAIN_NANOS) > 0) {
                    idle = 0;
                }
                for (int i = 0; i < last.count(); i++) {
                    AfdRegistration registration = polls.get(last.key(i), last.overlappedAddress(i));
                    if (registration != null) {
                        registration.completed();
                    }
                }
            }
        } catch (IOException e) {
            // It is closed by another thread.
        }
    }

    @Override
    public int places() {
        return polls.places();
    }

    @Override
    public AbstractRegistration at(int place) {
        return polls.at(place);
    }
}
