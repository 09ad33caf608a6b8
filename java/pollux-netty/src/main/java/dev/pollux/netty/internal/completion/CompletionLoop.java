package dev.pollux.netty.internal.completion;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionPort;
import dev.pollux.netty.internal.loop.Gather;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopPort;
import dev.pollux.netty.internal.loop.LoopThread;
import io.netty.channel.IoRegistration;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/** A loop's completion port, and what is registered with it. */
public final class CompletionLoop implements LoopPort {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(CompletionLoop.class);

    private final LoopThread thread;
    private final CompletionPort port;
    private final boolean watches;
    private final boolean takesDatagrams; // else they are watched
    private final Set<CompletionRegistration> registrations = new LinkedHashSet<>();
    private final Set<AcceptRegistration> accepting = new LinkedHashSet<>();
    private final Set<DatagramRegistration> datagrams = new LinkedHashSet<>();
    private final WatchedHandles watched;
    private final Gather gather = new Gather();
    private final Queue<Runnable> afterTurn = new ArrayDeque<>();
    private int due; // how many of them the turn's end calls
    private boolean isAwaiting;
    private boolean isEnding;

    public CompletionLoop(LoopThread thread, Backend backend) throws IOException {
        this.thread = thread;
        port = CompletionPort.builder()
                .backend(backend)
                .singleThreaded(backend
                        != Backend.IOCP) // which gains nothing by it, and lets a suspended loop have another thread
                .errorHandler(this::failed)
                .open();
        watches = backend != Backend.IOCP;
        takesDatagrams = backend == Backend.IOCP;
        watched = new WatchedHandles(this);
    }

    CompletionPort port() {
        return port;
    }

    /** {@return true if it can watch what is no operation} */
    boolean watches() {
        return watches;
    }

    /** What nobody was told of. An accept's failure is its listener's. */
    private void failed(Channel source, Throwable failure) {
        for (AcceptRegistration registration : accepting) {
            if (registration.isOf(source)) {
                registration.notAccepted(failure);
                return;
            }
        }
        LOG.warn("{} has failed in an event loop.", source, failure);
    }

    LoopThread thread() {
        return thread;
    }

    Gather gather() {
        return gather;
    }

    /** {@return true if it closes its channels: no other turn may follow} */
    boolean isEnding() {
        return isEnding;
    }

    /** Calls once all that was submitted until now has been the system's, and what that did at once was told. */
    void afterTurn(Runnable task) {
        afterTurn.add(task);
    }

    @Override
    public IoRegistration register(LoopHandle handle) throws IOException {
        if (!port.isOpen()) {
            throw new ClosedChannelException();
        }
        if (handle instanceof AcceptingListener listener) {
            return register(listener);
        }
        if (handle instanceof TransferredDatagrams its && takesDatagrams) {
            return register(its);
        }
        if (!(handle instanceof TransferredStream served)) {
            return watched.register(handle);
        }
        served.channelSocket().checkCanMoveTo(this);
        CompletionRegistration registration = new CompletionRegistration(this, served);
        registrations.add(registration);
        served.registered();
        return registration;
    }

    private IoRegistration register(TransferredDatagrams channel) {
        channel.channelSocket().checkCanMoveTo(this);
        DatagramRegistration registration = new DatagramRegistration(this, channel);
        datagrams.add(registration);
        channel.registered();
        return registration;
    }

    private IoRegistration register(AcceptingListener listener) {
        listener.channelSocket().checkCanMoveTo(this);
        AcceptRegistration registration = new AcceptRegistration(this, listener);
        accepting.add(registration);
        listener.registered();
        return registration;
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        isAwaiting = true;
        due = afterTurn.size();
        try {
            int events = port.await(due == 0 ? timeoutNanos : 0);
            return events == 0 ? due : events;
        } finally {
            isAwaiting = false;
        }
    }

    @Override
    public int deliver() {
        int served = port.deliver();
        for (; due > 0; due--) {
            afterTurn.remove().run();
        }
        return served;
    }

    @Override
    public void wake() {
        port.wakeup();
    }

    /**
     * A handle was served by the readiness port. An emulated port does so within its wait, which then ends: what was served may have
     * left tasks and timers to the loop, which nobody wakes for what its own thread does.
     */
    void servedByReadiness() {
        if (isAwaiting) {
            port.wakeup();
        }
    }

    void removed(CompletionRegistration registration) {
        registrations.remove(registration);
    }

    void removed(DatagramRegistration registration) {
        datagrams.remove(registration);
    }

    void removed(AcceptRegistration registration) {
        accepting.remove(registration);
    }

    @Override
    public void closeHandles() {
        isEnding = true;
        due = 0;
        Runnable task;
        while ((task = afterTurn.poll()) != null) {
            task.run();
        }
        watched.closeHandles();
        Set.copyOf(accepting).forEach(registration -> close(registration.handle()));
        Set.copyOf(datagrams).forEach(registration -> close(registration.handle()));
        Set.copyOf(registrations).forEach(registration -> close(registration.handle()));
    }

    private static void close(LoopHandle handle) {
        try {
            handle.close();
        } catch (Exception e) {
            LOG.warn("{} could not be closed.", handle, e);
        }
    }

    /** A loop may end without having closed its channels first. The port's close has what is pending end, and tells so. */
    @Override
    public void close() {
        closeHandles();
        Set.copyOf(accepting).forEach(AcceptRegistration::cancel);
        Set.copyOf(datagrams).forEach(DatagramRegistration::cancel);
        Set.copyOf(registrations).forEach(CompletionRegistration::cancel);
        watched.close();
        port.close();
    }
}
