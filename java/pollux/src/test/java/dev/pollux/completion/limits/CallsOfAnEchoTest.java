package dev.pollux.completion.limits;

import static dev.pollux.completion.limits.FaultProgram.check;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.ReplacedCalls;
import dev.pollux.binding.TestBinding;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionTest;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** How many system calls a message costs, of busy connections by streams and lent buffers: the binding's are counted. */
@CompletionTest
class CallsOfAnEchoTest {
    @Parameter
    CompletionKind kind;

    @Test
    void aTurnServesManyMessages() throws Exception {
        assumeTrue(kind != CompletionKind.IOCP, "the calls that are counted are those of Linux");
        TestBinding.linux();
        kind.check();
        ChildJvm.run(List.of(), List.of(), Main.class, kind.backend().name());
    }

    /** What runs there. */
    static final class Main {
        private static final int CONNECTIONS = 64;
        private static final int WARM = 100;
        private static final int ROUNDS = 200;
        private static final int BYTES = 64;
        private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
        private static final Set<String> NO_CALLS = Set.of("addressOf", "bufferOf");

        private final Map<String, Long> calls = new TreeMap<>(); // of the one thread
        private long messages;

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            new Main().run(Backend.valueOf(arguments[0]));
        }

        private Object count(LinuxCalls real, Method method, Object[] arguments) throws Throwable {
            if (!NO_CALLS.contains(method.getName())) {
                calls.merge(method.getName(), 1L, Long::sum);
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private void run(Backend backend) throws Exception {
            LinuxCalls real = BindingRegistry.linuxCalls();
            ReplacedCalls.install(LinuxCalls.class, (proxy, method, arguments) -> count(real, method, arguments));
            try (CompletionPort port = CompletionPort.builder()
                    .backend(backend)
                    .singleThreaded(true)
                    .open()) {
                CompletionListener listener =
                        port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::echoes);
                for (int i = 0; i < CONNECTIONS; i++) {
                    ConnectOperation connect = port.connect(listener.localAddress());
                    connect.onCompletion((operation, none) -> begins(connect.socket()))
                            .submit();
                }
                turnUntil(port, (long) CONNECTIONS * WARM);
                calls.clear();
                long before = messages;
                turnUntil(port, before + (long) CONNECTIONS * ROUNDS);
                long sum = calls.values().stream().mapToLong(Long::longValue).sum();
                double perMessage = (double) sum / (messages - before);
                double most = backend == Backend.IO_URING ? 0.1 : 2.1; // a receive and a send are two
                System.out.println(perMessage + " calls a message: " + calls);
                check(perMessage < most, perMessage + " calls a message, of at most " + most + ": " + calls);
            }
        }

        private void turnUntil(CompletionPort port, long count) {
            Await.until(count + " messages", () -> messages >= count, () -> port.poll(TURN_NANOS));
        }

        private void echoes(CompletionSocket socket) {
            socket.readStream((stream, buffer) -> {
                        messages++;
                        socket.writeAndGiveBack(buffer);
                    })
                    .submit();
        }

        private void begins(CompletionSocket socket) throws IOException {
            echoes(socket);
            socket.write(ByteBuffer.allocateDirect(BYTES), (operation, bytes) -> {})
                    .submit();
        }
    }
}
