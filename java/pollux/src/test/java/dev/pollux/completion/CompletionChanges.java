package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pollux.FileSource;
import dev.pollux.WineCondition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread's changes to a completion port, one after the other in random order, until the port is closed; and their ends. */
final class CompletionChanges {
    private static final int AFTER_THE_END = 5; // changes more, of a port that is known to be closed

    private final CompletionPort port;
    private final CompletionDispatcher loop; // null if there is none
    private final InetSocketAddress target;
    private final Path file;
    private final Random random;
    private final List<Change> changes;
    private final AtomicInteger count = new AtomicInteger();
    private final Queue<Throwable> reports = new ConcurrentLinkedQueue<>();

    private final List<Submission> submissions = new ArrayList<>();
    private final Queue<CompletionSocket> accepted = new ConcurrentLinkedQueue<>();
    private final List<CompletionChannel> channels = new ArrayList<>();
    private final List<CompletionListener> listeners = new ArrayList<>();
    private final List<CompletionUdpSocket> datagrams = new ArrayList<>();
    private final List<FileSource> files = new ArrayList<>();

    @FunctionalInterface
    private interface Change {
        void make() throws Exception;
    }

    /** One submit, and how often it was told. */
    private static final class Submission {
        final AtomicInteger told = new AtomicInteger();
        Operation<?> operation;
        boolean taken;
    }

    CompletionChanges(CompletionPort port, CompletionDispatcher loop, InetSocketAddress target, Path file, long seed) {
        this.port = port;
        this.loop = loop;
        this.target = target;
        this.file = file;
        random = new Random(seed);
        changes = new ArrayList<>(List.of(
                () -> submit(port.post().data(1)),
                () -> submit(port.post().timeoutNanos(1)),
                () -> submit(port.connect(target)),
                () -> submit(port.connect(target).timeoutNanos(1 + random.nextInt(100_000))),
                this::listenAndConnect,
                this::openListener,
                this::openUdpSocket,
                () -> port.openFile(file).close(),
                this::sendDatagram,
                this::setOption,
                this::read,
                this::cancel,
                this::closeOne,
                port::wakeup,
                () -> port.errorHandler(this::reported)));
        if (loop != null) {
            changes.add(() -> loop.execute(() -> {}));
            changes.add(() -> loop.schedule(random.nextInt(100_000), () -> {}));
            changes.add(loop::wakeup);
        }
    }

    void reported(Channel source, Throwable failure) {
        reports.add(failure);
    }

    Queue<Throwable> reports() {
        return reports;
    }

    int count() {
        return count.get();
    }

    void untilClosed() throws Exception {
        int after = 0;
        while (after < AFTER_THE_END) {
            if (!port.isOpen()) {
                after++;
            }
            try {
                changes.get(random.nextInt(changes.size())).make();
            } catch (ClosedChannelException | ShutdownChannelGroupException | RejectedExecutionException e) {
                // Of the port; of a channel that this thread has closed itself.
            }
            count.incrementAndGet();
        }
    }

    private <O extends Operation<O>> void submit(O operation) {
        Submission submission = new Submission();
        submission.operation = operation;
        operation.onCompletion((same, result) -> submission.told.incrementAndGet());
        operation.onFailure((same, failure) -> submission.told.incrementAndGet());
        submissions.add(submission);
        operation.submit();
        submission.taken = true;
    }

    private void listenAndConnect() throws IOException {
        CompletionListener listener = port.listen(CompletionFixture.loopback(), accepted::add);
        channels.add(listener);
        submit(port.connect(listener.localAddress()));
    }

    private void openListener() throws IOException {
        CompletionListener listener = port.openListener();
        channels.add(listener);
        listeners.add(listener);
        listener.bind(CompletionFixture.loopback(), 5);
        submit(listener.accept());
        listener.acceptStream((stream, socket) -> accepted.add(socket)).submit();
    }

    private void openUdpSocket() throws IOException {
        CompletionUdpSocket socket = port.openUdpSocket(CompletionFixture.loopback());
        channels.add(socket);
        datagrams.add(socket);
        submit(socket.receive(CompletionFixture.direct(10)));
    }

    private void sendDatagram() throws IOException {
        if (!datagrams.isEmpty()) {
            CompletionUdpSocket socket = one(datagrams);
            submit(socket.send(CompletionFixture.direct("datagram")).target(socket.localAddress()));
        }
    }

    private void setOption() throws IOException {
        if (!channels.isEmpty()) {
            one(channels).setOption(StandardSocketOptions.SO_RCVBUF, 1 << 14);
            one(channels).localAddress();
        }
    }

    private void read() throws IOException {
        CompletionSocket socket = accepted.poll();
        if (socket != null) {
            channels.add(socket);
            submit(socket.read(CompletionFixture.direct(10)));
            submit(socket.write(CompletionFixture.direct("some")));
            FileSource source = port.openFile(file);
            files.add(source);
            submit(socket.sendFile(source).range(0, 4));
            if (!Boolean.getBoolean(
                    WineCondition.PROPERTY)) { // there it is pending for ever, see CompletionTransferTest
                submit(socket.shutdownOutputOperation());
            }
        }
    }

    private void cancel() {
        if (!submissions.isEmpty()) {
            one(submissions).operation.cancel();
        }
    }

    private void closeOne() {
        if (!channels.isEmpty()) {
            one(channels).close();
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Once the port is closed, and this thread at its end. */
    void checkAllTold(String what) {
        for (Submission each : submissions) {
            assertEquals(
                    each.taken ? 1 : 0,
                    each.told.get(),
                    () -> what + ": " + each.operation + (each.taken ? " was taken" : " was refused"));
            assertFalse(each.operation.isPending(), what);
        }
        files.forEach(FileSource::close);
        channels.forEach(each -> assertFalse(each.isOpen(), () -> what + ": " + each));
        accepted.forEach(each -> assertFalse(each.isOpen(), () -> what + ": " + each));
    }
}
