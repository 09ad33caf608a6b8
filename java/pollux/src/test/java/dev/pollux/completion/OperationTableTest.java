package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import dev.pollux.WineCondition;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Every call on every kind of operation, in every state: what all have is one {@link StateTable}, the same for each kind. */
@CompletionTest
@Timeout(600)
class OperationTableTest {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
    }

    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    Path directory;

    /** Makes an operation of a kind. */
    @FunctionalInterface
    private interface Kind {
        Operation<?> of(StateScene scene, CompletionPort port) throws IOException;
    }

    private Map<Class<?>, Kind> kinds() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "some bytes");
        Map<Class<?>, Kind> kinds = new LinkedHashMap<>();
        kinds.put(ReadOperation.class, (scene, port) -> connection(scene, port).read(direct()));
        kinds.put(WriteOperation.class, (scene, port) -> connection(scene, port).write(direct()));
        kinds.put(SendFileOperation.class, (scene, port) -> connection(scene, port)
                .sendFile(scene.opened(port.openFile(file)))
                .range(0, 4));
        kinds.put(ShutdownOutputOperation.class, (scene, port) -> connection(scene, port)
                .shutdownOutputOperation());
        kinds.put(AcceptOperation.class, (scene, port) -> listener(port).accept());
        kinds.put(
                ConnectOperation.class,
                (scene, port) -> port.connect(listener(port).localAddress()));
        kinds.put(ReceiveOperation.class, (scene, port) -> port.openUdpSocket(StateScene.loopback())
                .receive(direct()));
        kinds.put(SendOperation.class, (scene, port) -> {
            CompletionUdpSocket socket = port.openUdpSocket(StateScene.loopback());
            return socket.send(direct()).target(socket.localAddress());
        });
        kinds.put(PostOperation.class, (scene, port) -> port.post());
        kinds.put(FileReadOperation.class, (scene, port) -> file(port, file).read(direct()));
        kinds.put(FileWriteOperation.class, (scene, port) -> file(port, file).write(direct()));
        kinds.put(FileSyncOperation.class, (scene, port) -> file(port, file).syncData());
        kinds.put(FileTruncateOperation.class, (scene, port) -> file(port, file).truncate(3));
        return kinds;
    }

    private static CompletionFile file(CompletionPort port, Path path) throws IOException {
        return port.openFile(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static ByteBuffer direct() {
        return ByteBuffer.allocateDirect(8);
    }

    private static CompletionListener listener(CompletionPort port) throws IOException {
        CompletionListener listener = port.openListener();
        listener.bind(StateScene.loopback(), 8);
        return listener;
    }

    private static CompletionSocket connection(StateScene scene, CompletionPort port) throws IOException {
        CompletionListener listener = listener(port);
        AcceptOperation accept = listener.accept();
        int[] told = telling(accept);
        scene.opened(SocketChannel.open(listener.localAddress()));
        accept.submit();
        awaitTold(accept, told, 1);
        return accept.socket();
    }

    private static <O extends Operation<O>> int[] telling(O operation) {
        int[] told = new int[1];
        operation.onCompletion((same, result) -> told[0]++);
        operation.onFailure((same, failure) -> told[0]++);
        return told;
    }

    private static void awaitTold(Operation<?> operation, int[] told, int times) {
        Await.until("the end of " + operation, () -> told[0] >= times, () -> operation
                .port()
                .poll(TURN_NANOS));
        assertEquals(times, told[0], "told of the end of " + operation);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // of any kind
    private static int[] tellingAny(Operation<?> operation) {
        return telling((Operation) operation);
    }

    private CompletionPort port(StateScene scene) throws IOException {
        CompletionPort port = scene.opened(kind.open());
        port.errorHandler((source, failure) -> {});
        return port;
    }

    /** What a kind can't do where these tests run. */
    private static boolean isLeftOut(Class<?> kind) {
        return kind == ShutdownOutputOperation.class && Boolean.getBoolean(WineCondition.PROPERTY); // pending for ever
    }

    /** In each state; an operation that does not end by itself is ended by its time. */
    private Operation<?> in(String state, Kind kind, StateScene scene) throws IOException {
        CompletionPort port = port(scene);
        Operation<?> operation = kind.of(scene, port);
        int[] told = tellingAny(operation);
        Channel source = CompletionInside.source(operation);
        switch (state) {
            case "pending" -> operation.submit();
            case "completed" -> {
                operation.timeoutNanos(TimeUnit.MILLISECONDS.toNanos(20)).submit();
                awaitTold(operation, told, 1);
                operation.timeoutNanos(0);
            }
            case "cancelled" -> {
                operation.submit();
                operation.cancel();
                awaitTold(operation, told, 1);
            }
            case "closed" -> {
                if (source != null) {
                    source.close();
                }
            }
            case "port closed" -> port.close();
            default -> assertEquals("idle", state);
        }
        return operation;
    }

    /** Submits it and waits for its end, of which it is told once. */
    private static String toldOnce(Operation<?> operation) {
        int[] told = tellingAny(operation);
        operation.timeoutNanos(TimeUnit.MILLISECONDS.toNanos(20)).submit();
        awaitTold(operation, told, 1);
        return "told";
    }

    @TestFactory
    Stream<DynamicNode> whatAllHave() throws Exception {
        return kinds().entrySet().stream()
                .filter(kind -> !isLeftOut(kind.getKey()))
                .map(kind -> dynamicContainer(
                        kind.getKey().getSimpleName(), table(kind.getValue()).tests(this.kind.answersAs())));
    }

    @SuppressWarnings("rawtypes") // of any kind
    private StateTable<Operation> table(Kind kind) {
        StateTable<Operation> t = new StateTable<>(Operation.class, "Operation");
        t.run("submit()", operation -> operation.submit());
        t.call("submit() told", operation -> toldOnce(operation));
        t.run("submit() twice", operation -> {
            operation.submit();
            operation.submit();
        });
        t.call("cancel()", operation -> operation.cancel());
        t.run("cancel() twice", operation -> {
            operation.cancel();
            operation.cancel();
        });
        t.call("port()", operation -> operation.port() != null);
        t.call("isPending()", operation -> operation.isPending());
        t.call("onCompletion(CompletionCallback)", operation -> tellingAny(operation).length);
        t.call(
                "onCompletion(CompletionCallback) null",
                operation -> any(operation).onCompletion(null) == operation);
        t.call("onFailure(FailureCallback) null", operation -> any(operation).onFailure(null) == operation);
        t.call("timeoutNanos(long)", operation -> any(operation).timeoutNanos(1) == operation);
        t.call("timeoutNanos(long) 0", operation -> any(operation).timeoutNanos(0) == operation);
        t.call("timeoutNanos(long) most", operation -> any(operation).timeoutNanos(Long.MAX_VALUE) == operation);
        t.call("timeoutNanos(long) negative", operation -> any(operation).timeoutNanos(-1));
        t.call("timeoutNanos(long) least", operation -> any(operation).timeoutNanos(Long.MIN_VALUE));
        t.call("toString()", operation -> operation.toString().contains("["));
        for (String state : new String[] {"idle", "pending", "completed", "cancelled", "closed", "port closed"}) {
            t.state(state, scene -> in(state, kind, scene));
        }
        return t;
    }

    private static Operation<?> any(Operation<?> operation) {
        return operation;
    }

    /** What says what the next submission does is refused while one is pending; nothing is no argument; the rest can be asked. */
    @TestFactory
    Stream<DynamicNode> whatAKindHasItself() throws Exception {
        return kinds().entrySet().stream()
                .filter(kind -> !isLeftOut(kind.getKey()))
                .flatMap(kind -> Arrays.stream(kind.getKey().getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers())
                                && !method.isBridge()
                                && !method.getName().equals("toString"))
                        .map(method -> dynamicTest(
                                kind.getKey().getSimpleName() + "." + method.getName(),
                                () -> checkOwn(method, kind.getValue()))));
    }

    private void checkOwn(Method method, Kind kind) throws Exception {
        boolean sets = method.getReturnType() == method.getDeclaringClass();
        boolean isRefused = method.getName().equals("memory") && this.kind.answersAs() == Backend.NIO;
        boolean isTold = method.getName().equals("setup"); // of the next submission, while one is pending
        for (String state : new String[] {"idle", "pending", "completed", "cancelled", "closed", "port closed"}) {
            try (StateScene scene = new StateScene(Backend.NIO)) {
                Operation<?> operation = in(state, kind, scene);
                Object[] arguments = arguments(method, scene);
                String answer = StateTable.outcome(() -> invoke(method, operation, arguments) == operation);
                String expected = !sets
                        ? "false"
                        : state.equals("pending") && !isTold ? "IllegalState" : isRefused ? "Unsupported" : "true";
                assertEquals(expected, answer, state);
                if (sets && !isTold && !method.getParameterTypes()[0].isPrimitive()) {
                    Object[] withNull = arguments.clone();
                    withNull[0] = null;
                    String ofNull = StateTable.outcome(() -> invoke(method, operation, withNull));
                    assertTrue(ofNull.equals("NullPointer") || ofNull.equals("IllegalState"), () -> state + ofNull);
                }
            }
        }
    }

    private static Object invoke(Method method, Object on, Object[] arguments) throws Exception {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        }
    }

    private Object[] arguments(Method method, StateScene scene) throws IOException {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = argument(method.getParameterTypes()[i], scene);
        }
        return arguments;
    }

    private Object argument(Class<?> type, StateScene scene) throws IOException {
        if (type == ByteBuffer.class) {
            return direct();
        } else if (type == InetSocketAddress.class) {
            return StateScene.loopback();
        } else if (type == long.class) {
            return 1L;
        } else if (type == int.class) {
            return 1;
        } else if (type == long[].class) {
            return new long[] {1, 1};
        } else if (type == int[].class) {
            return new int[] {1, 1};
        } else if (type == ConnectSetup.class) {
            return (ConnectSetup) socket -> {};
        } else if (type == ReceiveOperation.class) {
            return port(scene).openUdpSocket(StateScene.loopback()).receive(direct());
        }
        throw new AssertionError("this test has no " + type);
    }
}
