package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import dev.pollux.VacantAddress;
import dev.pollux.readiness.AnswersOfLinux;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.SourceRows;
import dev.pollux.readiness.Sources;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a dispatcher in every state. */
@AnswersOfLinux
public abstract class DispatcherStateContract {
    private final Backend backend;

    public DispatcherStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<ReadinessDispatcher> t = new StateTable<>(ReadinessDispatcher.class, "Dispatcher");
        t.call("runOnce(long)", loop -> loop.runOnce(0));
        t.call("runOnce(long) 1", loop -> loop.runOnce(1));
        t.run("run() stopped", loop -> {
            loop.stop();
            loop.run();
        });
        t.run("stop()", ReadinessDispatcher::stop);
        SourceRows.addTo(
                t,
                backend,
                Map.of("new", "open", "turning", "open", "in a task", "open", "closed", "closed", "dead", "closed"),
                Sources.OfDispatcher::new);
        t.run("execute(Runnable)", loop -> loop.execute(() -> {}));
        t.run("execute(Runnable) null", loop -> loop.execute(null));
        t.call("asScheduledExecutor()", loop -> loop.asScheduledExecutor().isShutdown());
        t.call("timer(Runnable)", loop -> loop.timer(() -> {}).isScheduled());
        t.call("timer(Runnable) null", loop -> loop.timer(null));
        t.call("schedule(long, Runnable)", loop -> loop.schedule(Long.MAX_VALUE, () -> {})
                .isScheduled());
        t.call("schedule(long, Runnable) MIN", loop -> loop.schedule(Long.MIN_VALUE, () -> {}) != null);
        t.call("schedule(long, Runnable) null", loop -> loop.schedule(1, null));
        t.call(
                "listen(SocketAddress, AcceptCallback)",
                loop -> SourceRows.opens(loop.listen(StateScene.loopback(), StreamSocket::close)));
        t.call(
                "listen(SocketAddress, AcceptCallback) null",
                loop -> loop.listen((SocketAddress) null, StreamSocket::close));
        t.call("listen(SocketAddress, AcceptCallback) for nobody", loop -> loop.listen(StateScene.loopback(), null));
        t.run(
                "listen(StreamListener, AcceptCallback) null",
                loop -> loop.listen((StreamListener) null, StreamSocket::close));
        t.run("connect(SocketAddress, ConnectCallback)", loop -> {
            try (VacantAddress vacant = new VacantAddress()) {
                loop.connect(vacant.address(), (socket, failure) -> {});
            }
        });
        t.run("connect(SocketAddress, ConnectCallback) null", loop -> loop.connect(null, (socket, failure) -> {}));
        t.run("connect(SocketAddress, ConnectCallback) for nobody", loop -> loop.connect(StateScene.loopback(), null));
        t.run("connect(SocketAddress, long, ConnectCallback) MAX", loop -> {
            try (VacantAddress vacant = new VacantAddress()) {
                loop.connect(vacant.address(), Long.MAX_VALUE, (socket, failure) -> {});
            }
        });
        t.run(
                "connect(SocketAddress, long, ConnectCallback) negative",
                loop -> loop.connect(StateScene.loopback(), -1, (socket, failure) -> {}));
        t.run(
                "connect(SocketAddress, long, ConnectCallback) MIN",
                loop -> loop.connect(StateScene.loopback(), Long.MIN_VALUE, (socket, failure) -> {}));
        t.call("register(Pollable, Interest, ReadinessCallback)", loop -> {
            UdpSocket socket = SourceRows.socket(backend);
            return SourceRows.registers(
                    socket, () -> loop.register(socket, Interest.READ, (registration, readiness) -> {}));
        });
        t.call("port()", loop -> loop.port().backend() == backend);
        t.call("counters()", loop -> loop.counters().scheduledTimers());
        t.call("sourceCount()", ReadinessDispatcher::sourceCount);
        t.call("move(Registration, ReadinessDispatcher) null", loop -> loop.move(null, loop));
        t.call("isLoopThread()", ReadinessDispatcher::isLoopThread);
        t.call("name()", loop -> loop.toString().contains(loop.name()));
        t.call("closed()", loop -> loop.closed().toCompletableFuture().isDone());
        t.call("awaitClosed(long)", loop -> loop.awaitClosed(0));
        t.call("awaitClosed(long) MIN", loop -> loop.awaitClosed(Long.MIN_VALUE));
        t.call("isClosed()", ReadinessDispatcher::isClosed);
        t.call("toString()", loop -> loop.toString().startsWith("Dispatcher["));
        t.run("close() of what can end", loop -> {
            if (!loop.toString().contains(BUSY)) {
                loop.close();
                loop.close();
            }
        });
        t.state("new", StateScene::dispatcher);
        t.state("turning", DispatcherStateContract::turning);
        t.state("in a task", DispatcherStateContract::inATask);
        t.state("closed", scene -> {
            ReadinessDispatcher loop = scene.dispatcher();
            loop.close();
            return loop;
        });
        t.state("dead", scene -> {
            ReadinessDispatcher loop = scene.dispatcher();
            loop.port().close();
            try {
                loop.run();
            } catch (IOException e) {
                return loop;
            }
            throw new AssertionError("it lives without a port");
        });
        return t.tests(backend);
    }

    private static final String BUSY = "busy";

    private static ReadinessDispatcher turning(StateScene scene) throws Exception {
        ReadinessDispatcher loop = scene.dispatcher();
        Background runs = scene.opened(Background.run(() -> {
            while (!loop.isClosed()) { // also after a stop
                loop.run();
            }
        }));
        scene.opened(loop);
        runs.awaitBlocked();
        return loop;
    }

    /** On another thread; it ends with the scene. */
    private static ReadinessDispatcher inATask(StateScene scene) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ReadinessDispatcher loop = scene.opened(
                ReadinessDispatcher.builder().name(BUSY).backend(scene.backend).open());
        loop.execute(() -> {
            begun.countDown();
            Await.until("the scene ends", () -> end.getCount() == 0);
        });
        scene.opened(Background.run(loop::run));
        scene.opened(() -> {
            end.countDown();
            loop.close();
        });
        DispatcherContract.await(begun);
        return loop;
    }
}
