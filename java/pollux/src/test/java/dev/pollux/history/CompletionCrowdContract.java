package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.pollux.Await;
import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.Operation;
import dev.pollux.completion.OperationCancelledException;
import dev.pollux.completion.ReadOperation;
import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** More at once than a port's queues hold: no completion is lost, and none is told twice. */
@ExtendWith(CompletionCrowdContract.ManyDescriptors.class)
public abstract class CompletionCrowdContract {
    private static final int CROWD = 1_000;
    private static final int DESCRIPTORS = 3 * CROWD; // each has two, and there is the JVM
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int FEW_BUFFERS = 4;
    private static final int BUFFER_SIZE = 64;

    private final ConcurrentLinkedQueue<Throwable> reports = new ConcurrentLinkedQueue<>();
    private final List<CompletionSocket> clients = new ArrayList<>();
    private final List<CompletionSocket> servers = new ArrayList<>();
    private CompletionPort port;
    private int ends;

    /** {@return a builder of ports on the backend under test} */
    protected abstract CompletionPortBuilder builder();

    /** Called in each callback. */
    protected void told(CompletionPort its) {}

    @BeforeEach
    void open() throws IOException {
        port = builder()
                .lentBuffers(FEW_BUFFERS, BUFFER_SIZE)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
    }

    @AfterEach
    void close() {
        port.close();
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken(), "tickets");
        assertEquals(0, CompletionPortWork.of(port).sourceCount(), "channels");
        assertEquals(List.of(), List.copyOf(reports));
    }

    /** Skips where a process may not have so many descriptors. */
    static final class ManyDescriptors implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean isUnix = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
            long limit = isUnix
                    ? ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                            .getMaxFileDescriptorCount()
                    : Long.MAX_VALUE;
            return limit >= DESCRIPTORS
                    ? ConditionEvaluationResult.enabled(limit + " descriptors")
                    : ConditionEvaluationResult.disabled("a crowd needs " + DESCRIPTORS
                            + " descriptors, and the limit is " + limit + " (ulimit -n)");
        }
    }

    /** Has it closed by a reset. Closed in the usual way they keep thousands of ports for a minute, which other tests then lack. */
    protected void beReset(CompletionSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    /** Submits what counts its one end. */
    private <O extends Operation<O>> Told submit(O operation) {
        Told told = new Told();
        operation.onCompletion((same, result) -> told.ended(result, null));
        operation.onFailure((same, failure) -> told.ended(0, failure));
        operation.submit();
        return told;
    }

    /** What was told of one submission. */
    private final class Told {
        private int times;
        private long result;
        private IOException failure;

        void ended(long newResult, IOException newFailure) {
            times++;
            result = newResult;
            failure = newFailure;
            ends++;
            CompletionCrowdContract.this.told(port);
        }
    }

    private void untilEnds(int expected) {
        Await.until("ends of " + expected, () -> ends >= expected, () -> port.poll(TURN_NANOS));
        assertEquals(expected, ends);
    }

    /** All are submitted before the first wait. */
    private void connectAll() throws IOException {
        ends = 0;
        clients.clear();
        servers.clear();
        List<Told> told = new ArrayList<>();
        List<ConnectOperation> connects = new ArrayList<>();
        List<AcceptOperation> accepts = new ArrayList<>();
        CompletionListener listener = port.openListener();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CompletionListener.MAX_BACKLOG);
        for (int i = 0; i < CROWD; i++) {
            accepts.add(listener.accept());
            told.add(submit(accepts.get(i)));
            connects.add(port.connect(listener.localAddress()));
            told.add(submit(connects.get(i)));
        }
        untilEnds(2 * CROWD);
        listener.close();
        for (Told each : told) {
            assertEquals(1, each.times);
            assertEquals(null, each.failure);
        }
        connects.forEach(each -> clients.add(each.socket()));
        accepts.forEach(each -> servers.add(each.socket()));
        ends = 0;
    }

    private void closeAll() throws IOException {
        for (CompletionSocket each : clients) {
            beReset(each);
        }
        Collections.shuffle(clients, new Random(1)); // the next ones get their descriptors in another order
        clients.forEach(CompletionSocket::close);
        servers.forEach(CompletionSocket::close);
    }

    private static ByteBuffer number(int number) {
        return ByteBuffer.allocateDirect(Integer.BYTES).putInt(number).flip();
    }

    /** Each connection carries its own number, also where its descriptor was another's before. */
    @Test
    void aThousandConnectionsComeAtOnceAndComeAgain() throws Exception {
        for (int round = 0; round < 2; round++) {
            connectAll();
            List<ByteBuffer> read = new ArrayList<>();
            List<Told> told = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                read.add(ByteBuffer.allocateDirect(Integer.BYTES));
                told.add(submit(servers.get(i).read(read.get(i))));
                int itsPort = clients.get(i).localAddress().getPort();
                submit(clients.get(i).write(number(round << 16 | itsPort)));
            }
            untilEnds(2 * CROWD);
            for (int i = 0; i < CROWD; i++) {
                assertEquals(1, told.get(i).times);
                assertEquals(Integer.BYTES, told.get(i).result);
                int expected = round << 16 | servers.get(i).remoteAddress().getPort();
                assertEquals(expected, read.get(i).getInt(0));
            }
            closeAll();
        }
    }

    @Test
    void aThousandReadsAreCancelledAtOnce() throws Exception {
        connectAll();
        List<ReadOperation> reads = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        for (CompletionSocket each : servers) {
            reads.add(each.read(ByteBuffer.allocateDirect(Integer.BYTES)));
        }
        for (int round = 1; round <= 3; round++) {
            told.clear();
            reads.forEach(each -> told.add(submit(each)));
            if (round > 1) { // else they are cancelled before the system has seen them
                port.poll(0);
            }
            reads.forEach(each -> assertTrue(each.cancel()));
            untilEnds(round * CROWD);
            for (Told each : told) {
                assertEquals(1, each.times);
                assertInstanceOf(OperationCancelledException.class, each.failure);
            }
        }
        closeAll();
    }

    @Test
    void aThousandReadsMeetTheirSocketsCloseAndThePorts() throws Exception {
        connectAll();
        List<Told> told = new ArrayList<>();
        for (CompletionSocket each : servers) {
            told.add(submit(each.read(ByteBuffer.allocateDirect(Integer.BYTES))));
        }
        port.poll(0);
        for (CompletionSocket each : servers) {
            beReset(each);
        }
        servers.subList(0, CROWD / 2).forEach(CompletionSocket::close);
        untilEnds(CROWD / 2);
        port.close();
        assertEquals(CROWD, ends);
        for (Told each : told) {
            assertEquals(1, each.times);
            if (each.failure != null) { // else its peer was closed before it
                assertInstanceOf(AsynchronousCloseException.class, each.failure);
            }
        }
    }

    /** Most of them wait for one of the four most of the time. */
    @Test
    void aThousandStreamsShareFourBuffers() throws Exception {
        connectAll();
        int each = 3 * BUFFER_SIZE / 2;
        long[] read = new long[CROWD];
        int[] over = new int[1];
        for (int i = 0; i < CROWD; i++) {
            int its = i;
            servers.get(i)
                    .readStream((stream, buffer) -> {
                        read[its] += buffer.receivedLength();
                        buffer.giveBack();
                    })
                    .onEnd(stream -> over[0]++)
                    .submit();
            submit(clients.get(i).write(ByteBuffer.allocateDirect(each)));
        }
        untilEnds(CROWD);
        for (CompletionSocket client : clients) {
            client.shutdownOutput();
        }
        Await.until("the ends of all streams", () -> over[0] == CROWD, () -> port.poll(TURN_NANOS));
        for (long bytes : read) {
            assertEquals(each, bytes);
        }
        closeAll();
    }
}
