package dev.pollux.examples.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.examples.Backends;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the demo measures of a loop: small, on every backend, by every binding that the backend meets, and on the baseline. */
@Timeout(120)
class LoopServerTest {
    private record Kind(ServerUnderTest.Layer layer, List<String> flags) {}

    static Stream<Kind> kinds() {
        boolean meetABinding = Backends.ofReadiness().findFirst().orElseThrow() != Backend.NIO; // the best is the first
        Stream<Kind> bindings = Diagnostics.bindings().stream()
                .filter(each -> each.available() && meetABinding)
                .map(each -> new Kind(ServerUnderTest.Layer.POLLUX, List.of("-Ddev.pollux.binding=" + each.name())));
        return Stream.concat(
                Stream.of(
                        new Kind(ServerUnderTest.Layer.SELECTOR, List.of()),
                        new Kind(ServerUnderTest.Layer.POLLUX, List.of("-Ddev.pollux.backend=nio")),
                        new Kind(ServerUnderTest.Layer.COMPLETION, List.of()),
                        new Kind(ServerUnderTest.Layer.COMPLETION, List.of("-Ddev.pollux.backend=emulated"))),
                bindings);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachRequestIsAnswered(Kind kind) throws Exception {
        try (ServerChild child = ServerChild.startLoop(kind.layer, kind.flags)) {
            long[] late = child.ask("ticks", 20);
            assertEquals(2, late.length);
            assertTrue(0 < late[0] && late[0] <= late[1], late[0] + " " + late[1]);
            for (String loop : List.of("asleep", "busy")) {
                long[] wakeup = child.ask("wakeups", loop, 8, 30);
                assertEquals(2, wakeup.length);
                assertTrue(wakeup[0] > 0 && wakeup[1] > 0, loop);
            }
            for (int threads : new int[] {1, 8}) {
                long[] handOver = child.ask("tasks", threads, 20_000);
                assertEquals(2, handOver.length);
                assertTrue(handOver[0] > 0 && handOver[1] >= 0, threads + " threads");
            }
            assertTrue(child.ask("memory")[0] > 0);
            assertThrows(IOException.class, () -> child.ask("nonsense"));
            assertEquals(0, child.ask("connections")[0]);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void itEchoesAtOnceAndWhenWritable(Kind kind) throws Exception {
        try (ServerChild child = ServerChild.startLoop(kind.layer, kind.flags)) {
            for (String replies : List.of("at-once", "when-writable")) {
                child.ask("replies", replies);
                try (Socket socket =
                        new Socket(child.address().getAddress(), child.address().getPort())) {
                    for (byte value = 1; value < 20; value++) {
                        byte[] message = {value, 2, 3};
                        socket.getOutputStream().write(message);
                        assertArrayEquals(message, socket.getInputStream().readNBytes(3));
                    }
                    assertEquals(1, child.ask("connections")[0]);
                    socket.shutdownOutput();
                    assertEquals(-1, socket.getInputStream().read());
                }
                assertEquals(0, child.ask("connections")[0]);
            }
        }
    }
}
