package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.PostOperation;
import dev.pollux.completion.ReadOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Does each step to the port and to the model. */
final class CompletionActions {
    private static final int POSTS = 3;
    private static final int SMALL_SIZE = 200;
    private static final int MUCH = 20_000;
    private static final int VERY_MUCH = 300_000; // more than a system takes at once
    private static final CompletionStep[] CHANGES = {
        CompletionStep.PAUSE_STREAM,
        CompletionStep.RESUME_STREAM,
        CompletionStep.RESUME_STREAM,
        CompletionStep.STOP_STREAM
    };
    private static final long[] TIMEOUTS_NANOS = {0, 0, 0, 0, 0, 0, 1, 1_000_000};

    private final CompletionWorld world;
    private final CompletionPort port;
    private final ConnectionsModel connections;
    private final DatagramsModel datagrams;
    private final FileModel file;
    private final List<PostModel> posts = new ArrayList<>();

    CompletionActions(CompletionWorld world) throws IOException {
        this.world = world;
        port = world.port;
        connections = new ConnectionsModel(world);
        datagrams = new DatagramsModel(world);
        file = new FileModel(world);
        for (int i = 0; i < POSTS; i++) {
            posts.add(new PostModel(world, port.post()));
        }
        posts.forEach(world::add);
    }

    void run(Step<CompletionStep> step) throws Exception {
        int a = step.a();
        int b = step.b();
        switch (step.kind()) {
            case CONNECT -> connections.connect(this, a, timeout(b));
            case ACCEPT -> connections.accept(this, timeout(b));
            case ACCEPT_STREAM -> connections.acceptStream(this, timeout(b));
            case CHANGE_ACCEPTING -> change(CHANGES[b % CHANGES.length], connections.acceptStream());
            case CONNECT_IN_VAIN -> connections.connectInVain(this, a, timeout(b));
            case CLOSE_LISTENER -> connections.closeListener(a % 2 == 1);
            case CANCEL -> cancel(a * 7 + b);
            case POST -> post(posts.get(a % POSTS), b, timeout(b));
            case SEND -> datagrams.send(this, a, b, timeout(b / 8));
            case RECEIVE -> datagrams.receive(this, a, b, timeout(b / 8));
            case RECEIVE_STREAM -> datagrams.receiveStream(this, a, 1 + b / 8 % 3, timeout(b));
            case CHANGE_RECEIVING -> change(CHANGES[b % CHANGES.length], datagrams.stream(a));
            case SEND_LENT -> datagrams.sendLent(a, b);
            case CLOSE_UDP -> datagrams.close(a);
            case READ_FILE -> file.read(this, a, b, timeout(a / 8));
            case WRITE_FILE -> file.write(this, a, b, timeout(a / 8));
            case SYNC_FILE -> file.sync(this, a, timeout(b));
            case TRUNCATE_FILE -> file.truncate(this, b, timeout(a));
            case REOPEN_FILE -> file.close();
            case GIVE_BACK -> world.lent.giveBack(a);
            case POLL -> poll();
            case AWAIT -> {
                if (!world.isDelivering()) {
                    world.awaitCompletions();
                }
            }
            case DELIVER -> {
                if (!world.isDelivering()) {
                    world.deliverCompletions();
                }
            }
            case WAKE -> {
                for (int i = 0; i <= a % 3; i++) {
                    port.wakeup();
                }
                if (!world.isDelivering()) {
                    world.poll(-1);
                }
            }
            case THROW -> {
                if (world.isDelivering()) {
                    throw world.toThrow();
                }
            }
            case CLOSE_PORT -> {
                if (port.isOpen()) {
                    world.closePort();
                }
            }
            default -> {
                EndModel end = connections.end(a);
                if (step.kind() == CompletionStep.ASK) {
                    file.ask();
                }
                if (end != null) {
                    run(step.kind(), end, a / 10, b);
                }
            }
        }
    }

    private void run(CompletionStep kind, EndModel end, int a, int b) throws IOException {
        switch (kind) {
            case READ -> read(end, a, 1 + b / 8 % SMALL_SIZE, timeout(b));
            case AWAIT_BYTES -> read(end, a, 0, timeout(b));
            case WRITE -> write(end, connections.write(end, a), b / 8 % SMALL_SIZE, timeout(b));
            case WRITE_MUCH -> write(end, connections.writeMuch(end), b / 8 % 2 == 0 ? MUCH : VERY_MUCH, timeout(b));
            case SEND_FILE -> connections.sendFile(this, end, 1 + b / 8 % SMALL_SIZE, timeout(b));
            case READ_STREAM -> readStream(end, 1 + a % 3, timeout(b));
            case PAUSE_STREAM, RESUME_STREAM, STOP_STREAM -> change(kind, connections.stream(end));
            case WRITE_LENT -> writeLent(end, a, b % LentModel.SIZE, true);
            case WRITE_LENT_UNTOLD -> writeLent(end, a, b % LentModel.SIZE, false);
            case LIMIT_WRITES -> limitWrites(end, timeout(b));
            case SHUTDOWN_OUTPUT -> connections.shutdownOutput(this, end, timeout(b));
            case SHUT_OUTPUT -> shutOutput(end);
            case SHUT_INPUT -> shutInput(end);
            case CLOSE -> connections.close(end);
            case CLOSE_WHEN_WRITTEN -> closeWhenWritten(end, b);
            case ASK -> ask(end);
            default -> throw new AssertionError(kind);
        }
    }

    private static long timeout(int b) {
        return TIMEOUTS_NANOS[b % TIMEOUTS_NANOS.length];
    }

    /** A callback has returned. */
    void wasTold() {
        connections.wasTold();
    }

    /** Checks which sockets are open: outside of callbacks, and not beside another thread. */
    void checkOpen() {
        connections.checkOpen();
    }

    void closeAll() {
        connections.portClosed();
        datagrams.portClosed();
    }

    void release() {
        connections.release();
    }

    // ---- Submissions ----

    /** Submits it, prepared; what was prepared is taken back if the port is closed. */
    void submit(OperationModel model, long timeoutNanos, Runnable prepare, Runnable forget) {
        if (model.pending) {
            refused(model.its::submit);
            return;
        }
        if (!port.isOpen()) {
            assertThrows(ShutdownChannelGroupException.class, model.its::submit);
            return;
        }
        model.its.timeoutNanos(timeoutNanos);
        prepare.run();
        model.submitting(timeoutNanos);
        try {
            model.its.submit();
        } catch (Throwable e) {
            model.refused();
            forget.run();
            throw new AssertionError(model + " was refused", e);
        }
    }

    /** What is pending refuses. With a second thread it may have ended, and its callback is about to be called. */
    void refused(Executable call) {
        if (!world.isShared()) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    private void cancel(int which) {
        List<OperationModel> pending = new ArrayList<>();
        for (Expected each : world.operations()) {
            if (each.pending && each instanceof OperationModel operation) {
                pending.add(operation);
            }
        }
        if (pending.isEmpty()) {
            return;
        }
        OperationModel model = pending.get(which % pending.size());
        boolean wasPending = model.its.cancel();
        assertTrue(wasPending || world.isShared(), () -> "cancel says that it is not pending: " + model);
        if (wasPending) {
            model.cancelled();
        }
    }

    private void post(PostModel post, int data, long timeoutNanos) {
        PostOperation its = (PostOperation) post.its;
        if (post.pending) {
            refused(() -> its.data(data));
        }
        submit(post, timeoutNanos, () -> post.prepare(data), () -> {});
    }

    private void poll() throws IOException {
        if (!world.isDelivering()) {
            world.poll(0);
        } else {
            assertThrows(IllegalStateException.class, () -> port.poll(0));
            assertThrows(IllegalStateException.class, () -> port.await(0));
            assertThrows(IllegalStateException.class, port::deliver);
        }
    }

    // ---- Connections ----

    private void read(EndModel end, int which, int room, long timeoutNanos) {
        if (connections.stream(end).pending) {
            return; // which of the two reads what, nobody knows
        }
        ReadModel read = connections.read(end, which);
        if (read.pending) {
            ReadOperation its = (ReadOperation) read.its;
            refused(() -> its.buffer(world.buffers.take(1)));
        }
        submit(read, timeoutNanos, () -> read.prepare(room), read::forget);
    }

    private void readStream(EndModel end, int window, long timeoutNanos) {
        ReadStreamModel stream = connections.stream(end);
        if (!port.isOpen()) {
            assertThrows(ShutdownChannelGroupException.class, stream.its::submit);
        } else if (stream.pending) {
            refused(() -> stream.its.window(1));
            stream.submit(this, timeoutNanos);
        } else if (!end.hasPendingReads()) {
            stream.window(window);
            stream.submit(this, timeoutNanos);
        }
    }

    private static void change(CompletionStep how, StreamModel<?, ?> stream) {
        if (stream == null) {
            return;
        }
        switch (how) {
            case STOP_STREAM -> stream.stop();
            case PAUSE_STREAM -> stream.pause();
            default -> stream.resume();
        }
    }

    /** Writes a lent buffer, with what comes next in a stream. */
    private void writeLent(EndModel end, int which, int count, boolean isToBeTold) {
        LentModel.Lent lent = world.lent.take(which);
        if (lent == null) {
            return;
        }
        end.out.next(lent.buffer().data().clear(), count).flip();
        world.lent.<CompletionSocket>begin(
                new LentWriteModel(world, end, lent, count), isToBeTold, (buffer, callback) -> {
                    if (callback == null) {
                        end.socket.writeAndGiveBack(buffer);
                    } else {
                        end.socket.writeAndGiveBack(buffer, callback);
                    }
                });
    }

    /** Closes it when it has written what was submitted before, of which there is something most of the time. */
    private void closeWhenWritten(EndModel end, int b) throws IOException {
        int beside = b / 8 % 3;
        if (beside == 0) {
            readStream(end, 1, 0);
        }
        WriteModel much = connections.writeMuch(end);
        if (b % 4 > 0) {
            run(b % 4 == 1 ? CompletionStep.WRITE_MUCH : CompletionStep.WRITE, end, b, 8 * b);
        }
        connections.closeWhenWritten(end);
        if (beside == 1 && much.pending && much.its.cancel()) {
            much.cancelled();
        }
        if (b / 4 % 2 == 0) {
            run(CompletionStep.WRITE, end, b + 1, 8 * b);
        }
    }

    private static void limitWrites(EndModel end, long timeoutNanos) {
        end.writeTimeoutNanos = timeoutNanos;
        end.socket.writeTimeoutNanos(timeoutNanos);
    }

    private void shutInput(EndModel end) throws IOException {
        if (!port.isOpen() || !world.features.datagrams()) {
            return;
        }
        if (end.closed && !end.closesUnseen) {
            assertThrows(ClosedChannelException.class, end.socket::shutdownInput);
            return;
        }
        try {
            end.socket.shutdownInput();
        } catch (SocketException e) {
            assertTrue(end.mayFail(e), () -> e + " of " + end);
        } catch (ClosedChannelException e) {
            assertTrue(end.closesUnseen, () -> e + " of " + end);
        }
        end.shutInput();
    }

    private void write(EndModel end, WriteModel write, int count, long timeoutNanos) {
        if (count > SMALL_SIZE && end.out.left() > SMALL_SIZE) {
            return; // one is enough
        }
        submit(write, timeoutNanos, () -> write.prepare(count), write::forget);
    }

    private void shutOutput(EndModel end) throws IOException {
        if (!port.isOpen()) {
            return;
        }
        if (end.closed && !end.closesUnseen) {
            assertThrows(ClosedChannelException.class, end.socket::shutdownOutput);
            return;
        }
        try {
            end.socket.shutdownOutput();
        } catch (SocketException e) {
            assertTrue(end.mayFail(e), () -> e + " of " + end);
        } catch (ClosedChannelException e) {
            assertTrue(end.closesUnseen, () -> e + " of " + end);
        }
        end.endOutput();
    }

    private void ask(EndModel end) throws IOException {
        if (!port.isOpen() || end.closesUnseen) {
            return;
        }
        assertEquals(!end.closed, end.socket.isOpen());
        assertEquals(port, end.socket.port());
        if (end.closed) {
            assertThrows(ClosedChannelException.class, end.socket::localAddress);
            assertThrows(ClosedChannelException.class, end.socket::remoteAddress);
        } else if (!end.peer.mayBeClosed()) {
            InetSocketAddress remote = end.socket.remoteAddress();
            boolean over = end.mayBeReset
                    || end.inputShut
                    || end.out.isEnded() && end.in().isEnded(); // some systems forget it then
            assertTrue(
                    end.peer.socket.localAddress().equals(remote) || remote == null && over,
                    () -> remote + " of " + end);
        }
        for (Expected each : end.operations) {
            assertTrue(each.pending == each.isPendingThere() || world.isShared(), each::toString);
        }
    }
}
