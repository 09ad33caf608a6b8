package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.binding.Platform;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** No allocation a message by streams and lent buffers, once the JVM has compiled them. */
public abstract class CompletionAllocationContract extends CompletionStreamEndsContract {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CLEAN_ROUNDS = 3;
    private static final int ROUNDS = 200; // at least: the JVM may still be compiling in the first ones
    private static final int TURNS =
            500; // a turn takes a quarter of a millisecond on some systems, and these are many of them

    /** {@return false for a backend that is made for tests alone, and allocates} */
    protected boolean isWithoutGarbage() {
        return true;
    }

    /** What always allocates never comes to some rounds in a row without. */
    private void assertNoAllocation(String what) throws Exception {
        assumeFalse(
                port.backend() == Backend.EMULATED && Platform.isWindows(),
                "the JDK's selectors for Windows allocate in a select that finds or changes something");
        long startNanos = System.nanoTime();
        for (int clean = 0, round = 0; clean < CLEAN_ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TURNS; i++) {
                port.poll(-1);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            clean = allocated == 0 ? clean + 1 : 0;
            boolean isLong = System.nanoTime() - startNanos > Await.LIMIT_NANOS; // its compilers wait for a processor
            if (allocated > 0 && round >= ROUNDS && isLong) {
                fail(allocated + " bytes allocated in " + TURNS + " turns of " + what);
            }
        }
    }

    @Test
    void anEchoByStreamsAllocatesNothing() throws Exception {
        assumeTrue(isWithoutGarbage(), "this backend allocates");
        long[] echoed = new long[1];
        for (int i = 0; i < 4; i++) {
            Connection connection = new Connection();
            connection.server.writeTimeoutNanos(3_600_000_000_000L);
            connection
                    .server
                    .readStream((stream, buffer) -> connection.server.writeAndGiveBack(buffer))
                    .timeoutNanos(3_600_000_000_000L)
                    .submit();
            connection
                    .client
                    .readStream((stream, buffer) -> {
                        echoed[0]++;
                        connection.client.writeAndGiveBack(buffer);
                    })
                    .submit();
            write(connection.client, "some bytes");
        }
        turnUntil("the first echoes", () -> echoed[0] > 100);
        long before = echoed[0];
        assertNoAllocation("an echo");
        assertTrue(echoed[0] - before > CLEAN_ROUNDS * TURNS / 10, echoed[0] - before + " echoes");
    }

    @Test
    void anEchoOfDatagramsAllocatesNothing() throws Exception {
        assumeTrue(isWithoutGarbage(), "this backend allocates");
        assumeTrue(hasDatagrams(), "this backend has no datagrams");
        CompletionUdpSocket server = port.openUdpSocket(loopback());
        server.receiveStream((stream, datagram) -> server.sendAndGiveBack(datagram))
                .submit();
        CompletionUdpSocket client = port.openUdpSocket(loopback());
        long[] echoed = new long[1];
        client.receiveStream((stream, datagram) -> {
                    echoed[0]++;
                    client.sendAndGiveBack(datagram);
                })
                .submit();
        end(client.send(direct("some bytes")).target(server.localAddress()));
        turnUntil("the first echoes", () -> echoed[0] > 100);
        long before = echoed[0];
        assertNoAllocation("an echo of datagrams");
        assertTrue(echoed[0] - before > CLEAN_ROUNDS * TURNS / 10, echoed[0] - before + " echoes");
    }
}
