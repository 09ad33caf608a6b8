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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Map;
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
        SourceRows.addTo(
                t,
                backend,
                Map.of("new", "open", "waiting", "open", "in a callback", "open", "closed", "closed"),
                Sources.OfPort::new);
        t.call("capabilities()", port -> port.capabilities().contains(Capability.UNIX_SOCKETS));
        t.call("supports(TriggerMode)", port -> port.supports(TriggerMode.ONESHOT));
        t.call("supports(TriggerMode) EDGE", port -> port.supports(TriggerMode.EDGE));
        t.call("supports(TriggerMode) null", port -> port.supports(null));
        t.run("errorHandler(ErrorHandler)", port -> port.errorHandler(ErrorHandler.CLOSE_AND_LOG));
        t.run("errorHandler(ErrorHandler) null", port -> port.errorHandler(null));
        t.call(
                "openUdpSocket(StandardProtocolFamily)",
                port -> SourceRows.opens(port.openUdpSocket(StandardProtocolFamily.INET)));
        t.call(
                "openUdpSocket(StandardProtocolFamily) UNIX",
                port -> SourceRows.opens(port.openUdpSocket(StandardProtocolFamily.UNIX)));
        t.call("openUdpSocket(StandardProtocolFamily) null", port -> SourceRows.opens(port.openUdpSocket(null)));
        t.call("connect(SocketAddress) null", port -> SourceRows.opens(port.connect(null)));
        t.call(
                "connect(SocketAddress) unresolved",
                port -> SourceRows.opens(port.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 9))));
        t.call("connect(SocketAddress)", port -> {
            try (VacantAddress vacant = new VacantAddress()) {
                return SourceRows.opens(port.connect(vacant.address()));
            }
        });
        t.call(
                "register(Pollable, Interest, TriggerMode, ReadinessCallback) foreign",
                port -> port.register(
                        Foreign.of(Pollable.class), Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {}));
        t.call("adoptSocket(int) negative", port -> SourceRows.opens(port.adoptSocket(-1)));
        t.call("adoptSocket(int) none", port -> SourceRows.opens(port.adoptSocket(1 << 30)));
        t.call("adoptListener(int) negative", port -> SourceRows.opens(port.adoptListener(-1)));
        t.call("adoptUdpSocket(int) negative", port -> SourceRows.opens(port.adoptUdpSocket(-1)));
        t.call("adoptFile(int) negative", port -> SourceRows.opens(port.adoptFile(-1)));
        t.call("await(long) 0", port -> port.await(0));
        t.call("deliver()", ReadinessPort::deliver);
        t.call("poll(long) 0", port -> port.poll(0));
        t.call("poll(long) 1", port -> port.poll(1));
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
                        "adoptFile(int) negative",
                        "supports(TriggerMode) EDGE")
                .tests(backend);
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
