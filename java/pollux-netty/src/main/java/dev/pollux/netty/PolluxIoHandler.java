package dev.pollux.netty;

import dev.pollux.Backend;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.completion.CompletionLoop;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopPort;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.readiness.EpollPort;
import dev.pollux.netty.internal.socket.ChannelSockets;
import io.netty.channel.ChannelException;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives an event loop of Netty's by an event port of the system's, through Pollux.
 *
 * <p>A program makes a factory and gives it to an event loop group. Netty calls all other methods. The channels of this package
 * run on such a group, and on no other.
 *
 * <pre>{@code
 * EventLoopGroup group = new MultiThreadIoEventLoopGroup(PolluxIoHandler.newFactory());
 * new ServerBootstrap()
 *         .group(group)
 *         .channel(PolluxServerSocketChannel.class)
 *         .childHandler(handler)
 *         .bind(8080);
 * }</pre>
 */
public final class PolluxIoHandler implements IoHandler {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(PolluxIoHandler.class);
    private static final long PAUSE_MILLIS = 1000;

    private final ThreadAwareExecutor executor;
    private final LoopPort port;

    /** True from before the thread looks whether it may sleep until after its wait, or until somebody has woken it. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    private PolluxIoHandler(ThreadAwareExecutor executor, LoopPort port) {
        this.executor = executor;
        this.port = port;
    }

    /**
     * Makes the factory of handlers on the best backend that there is: {@link Backend#EPOLL} on Linux, {@link Backend#IOCP} on
     * Windows. May be called from any thread.
     *
     * @return the factory, for {@link io.netty.channel.MultiThreadIoEventLoopGroup}
     * @throws UnsupportedOperationException if there is none, with the reasons: {@link Pollux#unavailabilityCause()}
     */
    public static IoHandlerFactory newFactory() {
        return newFactory(ChannelSockets.IS_WINDOWS ? Backend.IOCP : Backend.EPOLL);
    }

    /**
     * Makes the factory of handlers on a backend. May be called from any thread.
     *
     * <p>On all but {@link Backend#EPOLL} the channels of TCP move their bytes by a {@link dev.pollux.completion.CompletionPort}. On
     * Linux that is new, and not yet what {@link #newFactory()} takes. Datagrams and Unix sockets are watched there, as on
     * {@link Backend#EPOLL}. On Windows there are channels of TCP and UDP, and each stays with the event loop that it had first.
     *
     * @param backend the backend: {@link Backend#EPOLL}, {@link Backend#IO_URING} or {@link Backend#EMULATED} on Linux, {@link
     *     Backend#IOCP} on Windows
     * @return the factory, for {@link io.netty.channel.MultiThreadIoEventLoopGroup}
     * @throws UnsupportedOperationException if it is another backend, or not available here, with the reasons
     */
    public static IoHandlerFactory newFactory(Backend backend) {
        if (!isOfThisSystem(Objects.requireNonNull(backend, "backend"))) {
            throw new UnsupportedOperationException("event loops of Netty's run on "
                    + (ChannelSockets.IS_WINDOWS
                            ? Backend.IOCP + " on Windows"
                            : Backend.EPOLL + ", " + Backend.IO_URING + " and " + Backend.EMULATED + " on Linux")
                    + ", not on " + backend);
        }
        boolean byCompletion = backend != Backend.EPOLL;
        Pollux.ensureAvailability();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                try {
                    LoopPort port = byCompletion
                            ? new CompletionLoop(new LoopThread(executor), backend)
                            : new EpollPort(new LoopThread(executor));
                    return new PolluxIoHandler(executor, port);
                } catch (IOException e) {
                    throw new ChannelException("an event loop has no " + backend + ": " + e.getMessage(), e);
                }
            }

            /** A ring has one thread, which is what makes it fast. */
            @Override
            public boolean isChangingThreadSupported() {
                return !byCompletion || backend == Backend.IOCP;
            }
        };
    }

    private static boolean isOfThisSystem(Backend backend) {
        return switch (backend) {
            case IOCP -> ChannelSockets.IS_WINDOWS;
            case EPOLL, IO_URING, EMULATED -> !ChannelSockets.IS_WINDOWS;
            case AFD, NIO -> false;
        };
    }

    @Override
    public int run(IoHandlerContext context) {
        try {
            int ready = context.canBlock() ? sleep(context) : port.await(0);
            return ready == 0 ? 0 : deliver(context);
        } catch (Throwable e) {
            LOG.warn("An event loop could not wait. It goes on after a pause.", e);
            pause();
            return 0;
        }
    }

    /** A task that came after the first look has found the loop awake and woken nobody: hence the second. */
    private int sleep(IoHandlerContext context) throws IOException {
        asleep.set(true);
        try {
            return port.await(context.canBlock() ? timeoutNanos(context) : 0);
        } finally {
            asleep.lazySet(false); // who still sees true makes one wakeup too many, which does no harm
        }
    }

    private static long timeoutNanos(IoHandlerContext context) {
        // The deadline's clock is the loop's own. Only "there is none" can be read from it here.
        return context.deadlineNanos() == -1 ? Epoll.INFINITE : Math.max(0, context.delayNanos(System.nanoTime()));
    }

    private int deliver(IoHandlerContext context) {
        if (!context.shouldReportActiveIoTime()) {
            return port.deliver();
        }
        long startNanos = System.nanoTime();
        int served = port.deliver();
        context.reportActiveIoTime(System.nanoTime() - startNanos);
        return served;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            // It was to be woken early. Netty's loops do not end by interrupts.
        }
    }

    @Override
    public void wakeup() {
        if (!executor.isExecutorThread(Thread.currentThread()) && asleep.getAndSet(false)) {
            port.wake();
        }
    }

    @Override
    public IoRegistration register(IoHandle handle) throws IOException {
        if (!(handle instanceof LoopHandle ours)) {
            throw new IllegalArgumentException(
                    handle.getClass().getName() + " is no channel of Pollux, and its event loop takes no other");
        }
        return port.register(ours);
    }

    @Override
    public void prepareToDestroy() {
        port.closeHandles();
    }

    @Override
    public void destroy() {
        port.close();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return LoopHandle.class.isAssignableFrom(handleType);
    }
}
