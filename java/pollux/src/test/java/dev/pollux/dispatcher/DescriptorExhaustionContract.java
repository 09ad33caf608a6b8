package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** No descriptor left in accept: in a JVM of its own. */
abstract class DescriptorExhaustionContract {
    private static final String BLOCKS = "an error handler that blocks";
    private static final String OTHERS_ACCEPT = "the other loops accept while an error handler blocks";
    private static final String PAUSES = "the listener paused, and served the connection that waited";

    private final Backend backend;

    DescriptorExhaustionContract(Backend backend) {
        this.backend = backend;
    }

    @Test
    void acceptPausesTheListenerInsteadOfSpinningAndRecovers() throws Exception {
        assertTrue(child(PAUSES).contains(PAUSES));
    }

    /** It is called while its loop has given up the reserve, and the other loops leave alone what is free. */
    @Test
    void anErrorHandlerThatBlocksHoldsUpNoOtherLoop() throws Exception {
        assertTrue(child(BLOCKS).contains(OTHERS_ACCEPT));
    }

    private String child(String scene) throws Exception {
        Backends.require(backend);
        assumeFalse(OS.WINDOWS.isCurrentOs(), "needs a limit of descriptors, which Windows has not");
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        return ChildJvm.run(List.of(), List.of(), DescriptorExhaustionContract.class, backend.name(), scene);
    }

    /**
     * The child.
     *
     * @param arguments the backend, and the scene
     * @throws Exception if the listener does not behave
     */
    public static void main(String[] arguments) throws Exception {
        Backend backend = Backend.valueOf(arguments[0]);
        if (arguments[1].equals(BLOCKS)) {
            block(backend);
        } else {
            pause(backend);
        }
    }

    private static void block(Backend backend) throws Exception {
        CountDownLatch blocks = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        List<StreamSocket> accepted = new ArrayList<>();
        try (DescriptorShortage limit = new DescriptorShortage();
                ReadinessDispatcher blocked = ReadinessDispatcher.builder()
                        .backend(backend)
                        .errorHandler((source, failure) -> {
                            blocks.countDown();
                            try {
                                goesOn.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        })
                        .open();
                ReadinessDispatcher other =
                        ReadinessDispatcher.builder().backend(backend).open()) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            StreamListener listener = blocked.listen(any, accepted::add);
            StreamListener others = other.listen(any, accepted::add);
            // Each serves one first, which loads what accepting needs.
            SocketChannel first = SocketChannel.open(listener.localAddress());
            Await.until("it is accepted", () -> accepted.size() == 1, () -> blocked.runOnce(1_000_000));
            SocketChannel second = SocketChannel.open(others.localAddress());
            Await.until("it is, too", () -> accepted.size() == 2, () -> other.runOnce(1_000_000));
            SocketChannel waiting = SocketChannel.open();
            SocketChannel othersNext = SocketChannel.open();
            Background running = Background.run(blocked::run);
            try {
                limit.exhaust();
                waiting.connect(listener.localAddress());
                blocks.await();
                limit.raise();
                othersNext.connect(others.localAddress());
                Await.until("the other accepts", () -> accepted.size() == 3, () -> other.runOnce(1_000_000));
                check(accepted.get(2).remoteAddress().equals(othersNext.getLocalAddress()), "it is the other's");
            } finally {
                goesOn.countDown();
                blocked.stop();
                running.close();
            }
            for (SocketChannel each : List.of(first, second, waiting, othersNext)) {
                each.close();
            }
        }
        System.out.println(OTHERS_ACCEPT);
    }

    private static void pause(Backend backend) throws Exception {
        List<Throwable> failures = new ArrayList<>();
        List<StreamSocket> accepted = new ArrayList<>();
        try (DescriptorShortage limit = new DescriptorShortage();
                ReadinessDispatcher dispatcher = ReadinessDispatcher.builder()
                        .backend(backend)
                        .errorHandler((source, failure) -> failures.add(failure))
                        .open()) {
            StreamListener listener =
                    dispatcher.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), accepted::add);
            // One is served first; what only a failure needs is not loaded before there is no descriptor to load it by.
            SocketChannel first = SocketChannel.open(listener.localAddress());
            Await.until("the first is accepted", () -> accepted.size() == 1, () -> dispatcher.runOnce(1_000_000));
            SocketChannel waiting = SocketChannel.open();
            limit.exhaust();
            waiting.connect(listener.localAddress());
            Await.until("the failure is reported", () -> !failures.isEmpty(), () -> dispatcher.runOnce(1_000_000));
            // Until two pauses are over: a listener that spins is readable at once, and reports a failure a turn.
            long startNanos = System.nanoTime();
            int turns = 0;
            while (failures.size() < 3) {
                dispatcher.runOnce(TimeUnit.SECONDS.toNanos(10));
                turns++;
            }
            long tookNanos = System.nanoTime() - startNanos;
            limit.raise();
            check(tookNanos >= TimeUnit.MILLISECONDS.toNanos(100), "two more failures in " + tookNanos + " ns");
            check(turns <= 12, turns + " turns for two more failures");
            check(String.valueOf(failures.get(0).getMessage()).contains("trying again"), failures.toString());
            check(listener.isOpen(), "the listener is open");
            Await.until("the other is accepted", () -> accepted.size() == 2, () -> dispatcher.runOnce(1_000_000));
            check(accepted.get(1).remoteAddress().equals(waiting.getLocalAddress()), "it is the one that waited");
            first.close();
            waiting.close();
        }
        System.out.println(PAUSES);
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
