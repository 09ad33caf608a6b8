package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import dev.pollux.VacantAddress;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.EventFd;
import dev.pollux.readiness.AnswersOfLinux;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Pollable;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
        t.run("wakeup()", ReadinessDispatcher::wakeup);
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
                loop -> opens(loop.listen(StateScene.loopback(), StreamSocket::close)));
        t.call(
                "listen(SocketAddress, AcceptCallback) null",
                loop -> loop.listen((SocketAddress) null, StreamSocket::close));
        t.call("listen(SocketAddress, AcceptCallback) for nobody", loop -> loop.listen(StateScene.loopback(), null));
        t.run(
                "listen(StreamListener, AcceptCallback) null",
                loop -> loop.listen((StreamListener) null, StreamSocket::close));
        t.call("openListener()", loop -> opens(loop.openListener()));
        t.call("openListener(StandardProtocolFamily)", loop -> opens(loop.openListener(StandardProtocolFamily.INET)));
        t.call(
                "openListener(StandardProtocolFamily) UNIX",
                loop -> opens(loop.openListener(StandardProtocolFamily.UNIX)));
        t.call("openListener(StandardProtocolFamily) null", loop -> opens(loop.openListener(null)));
        t.call("openUdpSocket()", loop -> opens(loop.openUdpSocket()));
        t.call("openFile(Path)", loop -> opens(loop.openFile(Path.of("/dev/null"))));
        t.call("openFile(Path) missing", loop -> loop.openFile(Path.of("/nowhere/at/all")));
        t.call("openFile(Path) null", loop -> loop.openFile(null));
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
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback)", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) edge", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, TriggerMode.EDGE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) exclusive", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, TriggerMode.EXCLUSIVE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for nothing", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.NONE, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) closed", loop -> {
            UdpSocket socket = closed(socket(backend));
            return registers(socket, () -> loop.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for null", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, null, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) mode null", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, null, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) callback null", loop -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> loop.register(socket, Interest.READ, TriggerMode.LEVEL, null));
        });
        t.call(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) null",
                loop -> loop.register((Pollable) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)", loop -> {
            DatagramChannel channel = channel(false);
            return registers(channel, () -> loop.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) that blocks", loop -> {
            DatagramChannel channel = channel(true);
            return registers(channel, () -> loop.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call(
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) null",
                loop -> loop.register((SelectableChannel) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback)", loop -> {
            EventFd event = EventFd.create();
            try (event) {
                return registers(loop.register(event, Interest.READ, TriggerMode.LEVEL, NOTHING));
            }
        });
        t.call(
                "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback) null",
                loop -> loop.register((Descriptor) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) negative",
                loop -> loop.register(-1, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) none",
                loop -> loop.register(1 << 30, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("port()", loop -> loop.port().backend() == backend);
        t.call("backend()", loop -> loop.backend() == backend);
        t.call("describe()", loop -> loop.describe().contains(backend.toString()));
        t.call("counters()", loop -> loop.counters().scheduledTimers());
        t.call("sourceCount()", ReadinessDispatcher::sourceCount);
        t.call("move(Registration, ReadinessDispatcher) null", loop -> loop.move(null, loop));
        t.call("isLoopThread()", ReadinessDispatcher::isLoopThread);
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
        return t.differs(
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback)",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) edge",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) exclusive",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) for nothing",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) closed",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) for null",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) mode null",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) callback null",
                        "register(Pollable, Interest, TriggerMode, ReadinessCallback) null",
                        "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)",
                        "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) that blocks",
                        "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) null",
                        "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback)",
                        "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback) null",
                        "register(int, Interest, TriggerMode, ReadinessCallback) negative",
                        "register(int, Interest, TriggerMode, ReadinessCallback) none")
                .tests(backend);
    }

    private static String opens(AutoCloseable opened) throws Exception {
        opened.close();
        return "opened";
    }

    private static UdpSocket socket(Backend backend) throws IOException {
        try (ReadinessPort port = ReadinessPort.open(backend)) {
            return port.openUdpSocket();
        }
    }

    private static UdpSocket closed(UdpSocket socket) {
        socket.close();
        return socket;
    }

    private static DatagramChannel channel(boolean blocks) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(blocks);
        return channel;
    }

    /** Registers, and takes it back. */
    private static String registers(Pollable source, Callable<Registration> register) throws Exception {
        try (source) {
            register.call().close();
            return "registered";
        }
    }

    private static String registers(DatagramChannel channel, Callable<Registration> register) throws Exception {
        try (channel) {
            register.call().close();
            return "registered";
        }
    }

    private static final ReadinessCallback NOTHING = (registration, readiness) -> {};

    private static String registers(Registration registration) {
        registration.close();
        return "registered";
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
