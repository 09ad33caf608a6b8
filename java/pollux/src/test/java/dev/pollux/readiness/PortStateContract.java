package dev.pollux.readiness;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.Background;
import dev.pollux.ErrorHandler;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import dev.pollux.VacantAddress;
import dev.pollux.dispatcher.DispatcherContract;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.EventFd;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a readiness port in every state. */
@AnswersOfLinux
abstract class PortStateContract {
    private final Backend backend;

    PortStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<ReadinessPort> t = new StateTable<>(ReadinessPort.class, "ReadinessPort");
        t.call("backend()", port -> port.backend() == backend);
        t.call("describe()", port -> port.describe().contains(backend.toString()));
        t.call("capabilities()", port -> port.capabilities().contains(Capability.UNIX_SOCKETS));
        t.call("supports(TriggerMode)", port -> port.supports(TriggerMode.ONESHOT));
        t.call("supports(TriggerMode) EDGE", port -> port.supports(TriggerMode.EDGE));
        t.call("supports(TriggerMode) null", port -> port.supports(null));
        t.run("errorHandler(ErrorHandler)", port -> port.errorHandler(ErrorHandler.CLOSE_AND_LOG));
        t.run("errorHandler(ErrorHandler) null", port -> port.errorHandler(null));
        t.call("openListener()", port -> opens(port.openListener()));
        t.call("openListener(StandardProtocolFamily)", port -> opens(port.openListener(StandardProtocolFamily.INET)));
        t.call(
                "openListener(StandardProtocolFamily) UNIX",
                port -> opens(port.openListener(StandardProtocolFamily.UNIX)));
        t.call("openListener(StandardProtocolFamily) null", port -> opens(port.openListener(null)));
        t.call("openUdpSocket()", port -> opens(port.openUdpSocket()));
        t.call("openFile(Path)", port -> opens(port.openFile(Path.of("/dev/null"))));
        t.call("openFile(Path) missing", port -> port.openFile(Path.of("/nowhere/at/all")));
        t.call("openFile(Path) null", port -> port.openFile(null));
        t.call("openUdpSocket(StandardProtocolFamily)", port -> opens(port.openUdpSocket(StandardProtocolFamily.INET)));
        t.call(
                "openUdpSocket(StandardProtocolFamily) UNIX",
                port -> opens(port.openUdpSocket(StandardProtocolFamily.UNIX)));
        t.call("openUdpSocket(StandardProtocolFamily) null", port -> opens(port.openUdpSocket(null)));
        t.call("connect(SocketAddress) null", port -> opens(port.connect(null)));
        t.call(
                "connect(SocketAddress) unresolved",
                port -> opens(port.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 9))));
        t.call("connect(SocketAddress)", port -> {
            try (VacantAddress vacant = new VacantAddress()) {
                return opens(port.connect(vacant.address()));
            }
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback)", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) edge", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.READ, TriggerMode.EDGE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) exclusive", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.READ, TriggerMode.EXCLUSIVE, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for nothing", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.NONE, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) closed", port -> {
            UdpSocket socket = closed(socket(backend));
            return registers(socket, () -> port.register(socket, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) for null", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, null, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) mode null", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.READ, null, NOTHING));
        });
        t.call("register(Pollable, Interest, TriggerMode, ReadinessCallback) callback null", port -> {
            UdpSocket socket = socket(backend);
            return registers(socket, () -> port.register(socket, Interest.READ, TriggerMode.LEVEL, null));
        });
        t.call(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) foreign",
                port -> port.register(Foreign.of(Pollable.class), Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) null",
                port -> port.register((Pollable) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)", port -> {
            DatagramChannel channel = channel(false);
            return registers(channel, () -> port.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call("register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) that blocks", port -> {
            DatagramChannel channel = channel(true);
            return registers(channel, () -> port.register(channel, Interest.READ, TriggerMode.LEVEL, NOTHING));
        });
        t.call(
                "register(SelectableChannel, Interest, TriggerMode, ReadinessCallback) null",
                port -> port.register((SelectableChannel) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback)", port -> {
            EventFd event = EventFd.create();
            try (event) {
                return registers(port.register(event, Interest.READ, TriggerMode.LEVEL, NOTHING));
            }
        });
        t.call(
                "register(OpenDescriptor, Interest, TriggerMode, ReadinessCallback) null",
                port -> port.register((Descriptor) null, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) negative",
                port -> port.register(-1, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call(
                "register(int, Interest, TriggerMode, ReadinessCallback) none",
                port -> port.register(1 << 30, Interest.READ, TriggerMode.LEVEL, NOTHING));
        t.call("adoptSocket(int) negative", port -> opens(port.adoptSocket(-1)));
        t.call("adoptSocket(int) none", port -> opens(port.adoptSocket(1 << 30)));
        t.call("adoptListener(int) negative", port -> opens(port.adoptListener(-1)));
        t.call("adoptUdpSocket(int) negative", port -> opens(port.adoptUdpSocket(-1)));
        t.call("await(long) 0", port -> port.await(0));
        t.call("deliver()", ReadinessPort::deliver);
        t.call("poll(long) 0", port -> port.poll(0));
        t.call("poll(long) 1", port -> port.poll(1));
        t.run("wakeup()", ReadinessPort::wakeup);
        t.call("isOpen()", ReadinessPort::isOpen);
        t.run("close()", port -> {
            port.close();
            port.close();
        });
        t.state("new", scene -> scene.port);
        t.state("waiting", PortStateContract::waiting);
        t.state("in a callback", PortStateContract::inACallback);
        t.state("closed", scene -> {
            scene.port.close();
            return scene.port;
        });
        return t.differs(
                        "adoptSocket(int) negative",
                        "adoptSocket(int) none",
                        "adoptListener(int) negative",
                        "adoptUdpSocket(int) negative",
                        "supports(TriggerMode) EDGE",
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

    private static ReadinessPort waiting(StateScene scene) {
        CountDownLatch end = new CountDownLatch(1);
        Background waits = scene.opened(Background.run(() -> {
            try {
                while (end.getCount() > 0) {
                    scene.port.poll(-1);
                }
            } catch (IOException e) {
                return; // closed
            }
        }));
        scene.opened(scene.port::wakeup);
        scene.opened(end::countDown);
        waits.awaitBlocked();
        return scene.port;
    }

    /** Of another thread; it ends with the scene. */
    private static ReadinessPort inACallback(StateScene scene) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        scene.port.register(scene.connected(), Interest.WRITE, TriggerMode.ONESHOT, (registration, readiness) -> {
            begun.countDown();
            Await.until("the scene ends", () -> end.getCount() == 0);
        });
        scene.opened(Background.run(() -> scene.port.poll(-1)));
        scene.opened(end::countDown);
        DispatcherContract.await(begun);
        return scene.port;
    }
}
