package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.OnPurpose;
import dev.pollux.VacantAddress;
import dev.pollux.binding.TestBinding;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.linux.Errno;
import dev.pollux.system.SystemCallException;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What goes wrong at the other end tells itself apart, with its code; a callback that throws harms nobody else. */
@CompletionTest
class CompletionErrorsTest extends CompletionFixture {

    @Test
    void aResetIsNotAnEnd() throws Exception {
        requireResets();
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read =
                failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome);
        read.submit();
        connection.peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        connection.peer.close();
        turnUntil("the reset", outcome::isOver);
        assertInstanceOf(SocketException.class, outcome.failure, () -> "result " + outcome.result);
        kind.checkCode(WinError.WSAECONNRESET, Errno.ECONNRESET, outcome.failure);
    }

    @Test
    void aHalfCloseIsAnEndAndTheOtherHalfGoesOn() throws Exception {
        Accepted connection = accept();
        Outcome read = new Outcome();
        connection.socket.read(direct(1), (operation, n) -> read.completed(n)).submit();
        connection.peer.shutdownOutput();
        turnUntil("the end", read::isOver);
        assertEquals(-1, read.result);
        Outcome written = new Outcome();
        connection
                .socket
                .write(direct("still"), (operation, n) -> written.completed(n))
                .submit();
        turnUntil("the write", written::isOver);
        assertEquals("still", text(readFully(connection.peer, 5)));
    }

    @Test
    void aRefusedConnect() throws Exception {
        VacantAddress vacant = opened(new VacantAddress());
        InetSocketAddress nobody = vacant.address();
        Outcome outcome = new Outcome();
        ConnectOperation connect = failing(port.connect(nobody, (operation, n) -> outcome.completed(n)), outcome);
        connect.submit();
        turnUntil("the refusal", outcome::isOver);
        vacant.release();
        assertInstanceOf(ConnectException.class, outcome.failure);
        kind.checkCode(WinError.WSAECONNREFUSED, Errno.ECONNREFUSED, outcome.failure);
        assertTrue(outcome.failure.getMessage().contains(String.valueOf(nobody.getPort())), outcome.failure::toString);
        assertNull(connect.socket());
        try (ServerSocketChannel open = ServerSocketChannel.open().bind(nobody)) {
            connect.submit();
            turnUntil("the same operation, once somebody listens", () -> outcome.completions == 1);
            assertNotNull(connect.socket());
            assertTrue(open.isOpen());
        }
    }

    @Test
    void aWriteToAPeerThatIsGone() throws Exception {
        Accepted connection = accept();
        connection.peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        connection.peer.close();
        Outcome outcome = new Outcome();
        WriteOperation write =
                failing(connection.socket.write(direct(1), (operation, n) -> outcome.completed(n)), outcome);
        Await.until("the write fails", () -> outcome.failures > 0, () -> {
            if (!write.isPending()) {
                write.buffer(direct(1)).submit();
            }
            port.poll(TURN_NANOS);
        });
        assertInstanceOf(IOException.class, outcome.failure);
        if (kind.hasCodes()) {
            assertNotNull(SystemCallException.of(outcome.failure));
        }
    }

    /** A connection that is reset before it was accepted: its accept fails, or its read does; the listener goes on. */
    @Test
    void aConnectionResetBeforeItsAccept() throws Exception {
        requireResets();
        List<CompletionSocket> sockets = new ArrayList<>();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 50);
        int resets = 20;
        for (int i = 0; i < resets; i++) {
            SocketChannel early = SocketChannel.open(listener.localAddress());
            early.setOption(StandardSocketOptions.SO_LINGER, 0);
            early.close();
        }
        listener.acceptStream((stream, socket) -> sockets.add(socket)).submit();
        SocketChannel good = opened(SocketChannel.open(listener.localAddress()));
        turnUntil("the good one", () -> sockets.stream().anyMatch(socket -> isFrom(socket, good)));
        for (CompletionSocket socket : sockets) {
            if (isFrom(socket, good)) {
                continue;
            }
            Outcome outcome = new Outcome();
            failing(socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome)
                    .submit();
            turnUntil("a reset", outcome::isOver);
            kind.checkCode(WinError.WSAECONNRESET, Errno.ECONNRESET, outcome.failure);
        }
    }

    private void requireResets() {
        assumeFalse(kind.isNioOnWindows(), "the JDK's channels for Windows tell a reset as an end");
    }

    private static boolean isFrom(CompletionSocket socket, SocketChannel peer) {
        try {
            return peer.getLocalAddress().equals(socket.remoteAddress());
        } catch (IOException e) {
            return false; // it was reset: its peer has no address any more
        }
    }

    @Test
    void anAddressInUse() throws Exception {
        CompletionListener first = port.listen(loopback(), socket -> {});
        BindException failure =
                Assertions.assertThrows(BindException.class, () -> port.listen(first.localAddress(), socket -> {}));
        assertTrue(
                failure.getMessage()
                        .contains(String.valueOf(first.localAddress().getPort())),
                failure::toString);
    }

    @Test
    void aCallbackThatThrowsIsReportedAndTheOthersGoOn() throws Exception {
        OnPurpose onPurpose = new OnPurpose();
        int[] ran = new int[1];
        for (int i = 0; i < 10; i++) {
            boolean isBad = i == 3;
            port.post((operation, data) -> {
                        ran[0]++;
                        if (isBad) {
                            throw onPurpose;
                        }
                    })
                    .submit();
        }
        turnUntil("all of them", () -> ran[0] == 10);
        assertEquals(List.of(onPurpose), List.copyOf(reports));
        reports.clear();
    }

    @Test
    void aSetUpsErrorIsTheConnects() throws Exception {
        NoClassDefFoundError thrown = new NoClassDefFoundError("on purpose");
        Outcome outcome = new Outcome();
        ConnectOperation connect = failing(port.connect(loopback(), (operation, n) -> outcome.completed(n)), outcome)
                .setup(socket -> {
                    throw thrown;
                });
        connect.submit();
        turnUntil("the failure", outcome::isOver);
        assertSame(thrown, outcome.failure.getCause());
        assertEquals(0, CompletionInside.of(port).sourceCount());
    }

    @Test
    void aConnectCallbackThatThrowsIsReportedWithItsConnection() throws Exception {
        CompletionListener listener = port.listen(loopback(), socket -> {});
        List<Object> sources = new ArrayList<>();
        port.errorHandler((source, failure) -> sources.add(source));
        ConnectOperation connect = port.connect(listener.localAddress(), (operation, none) -> {
            throw new OnPurpose();
        });
        connect.submit();
        turnUntil("the report", () -> !sources.isEmpty());
        assertEquals(List.of(connect.socket()), sources);
    }

    @Test
    void aHandlerThatThrowsEndsNothingAndIsCounted() throws Exception {
        port.errorHandler((source, failure) -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        int[] ran = new int[1];
        for (int i = 0; i < 5; i++) {
            port.post((operation, data) -> {
                        ran[0]++;
                        throw new OnPurpose();
                    })
                    .submit();
        }
        turnUntil("all of them", () -> ran[0] == 5);
        assertEquals(5, CompletionInside.of(port).counters.get(LoopCounters.HANDLER_FAILURES));
    }

    /** The operation belongs to the system meanwhile, and a program that touches its buffer harms that operation alone. */
    @Test
    void aBufferThatIsChangedMeanwhileFailsItsOwnOperationOnly() throws Exception {
        Accepted connection = accept();
        ByteBuffer buffer = direct(8);
        Outcome read = new Outcome();
        failing(connection.socket.read(buffer, (operation, n) -> read.completed(n)), read)
                .submit();
        Outcome next = new Outcome();
        failing(connection.socket.read(direct(8), (operation, n) -> next.completed(n)), next)
                .submit();
        buffer.limit(0);
        writeFully(connection.peer, ByteBuffer.wrap(new byte[8 + 3]));
        turnUntil("both reads", () -> read.isOver() && next.isOver());
        assertInstanceOf(RuntimeException.class, read.failure.getCause(), () -> String.valueOf(read.failure));
        assertEquals(3, next.result);
    }

    @Test
    void aConnectionsCallbackThatThrowsEndsThatConnectionOnly() throws Exception {
        OnPurpose onPurpose = new OnPurpose();
        List<Object> sources = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        port.errorHandler((source, failure) -> {
            sources.add(source);
            failures.add(failure);
        });
        int connections = 40; // more than there are accepts pending
        List<CompletionSocket> sockets = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), socket -> {
            sockets.add(socket);
            throw onPurpose;
        });
        for (int i = 0; i < connections; i++) {
            int expected = i + 1;
            opened(SocketChannel.open(listener.localAddress()));
            turnUntil("the report", () -> failures.size() == expected);
            assertFalse(sockets.get(i).isOpen());
        }
        assertEquals(Collections.nCopies(connections, listener), sources);
        assertEquals(Collections.nCopies(connections, onPurpose), failures);
    }

    /** Accepts that fail for no peer's reason are told, and after a pause submitted again: all of them, each time. */
    @Test
    void acceptsThatFailAreSubmittedAgain() throws Exception {
        List<CompletionSocket> sockets = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), sockets::add);
        int accepts = ticketsTaken();
        assertEquals(kind == CompletionKind.IO_URING ? 1 : 16, accepts, "several at a time, or one that is many");
        for (int i = 0; i < 3; i++) {
            abortAll(listener);
            turnUntil("they are told", () -> reports.size() == accepts);
            turnUntil("they are pending again", () -> ticketsTaken() == accepts);
            assertTrue(
                    reports.stream().allMatch(told -> told.getMessage().contains("trying again")), reports::toString);
            reports.clear();
        }
        opened(SocketChannel.open(listener.localAddress()));
        turnUntil("a connection", () -> sockets.size() == 1);
    }

    private int ticketsTaken() {
        return CompletionPortWork.of(port).completionBackend().ticketsTaken();
    }

    /** One that was cancelled before, and timed out before that, is neither when it fails for another reason. */
    @Test
    void anAbortThatNobodyAskedForIsAFailureOfTheSystems() throws Exception {
        Accepted connection = accept();
        Outcome outcome = new Outcome();
        ReadOperation read =
                failing(connection.socket.read(direct(1), (operation, n) -> outcome.completed(n)), outcome);
        read.timeoutNanos(1).submit();
        turnUntil("the deadline", () -> outcome.failures == 1);
        assertInstanceOf(SocketTimeoutException.class, outcome.failure);
        read.timeoutNanos(0).submit();
        read.cancel();
        turnUntil("the cancellation", () -> outcome.failures == 2);
        assertInstanceOf(OperationCancelledException.class, outcome.failure);
        read.submit();
        abortAll(connection.socket);
        turnUntil("the abort", () -> outcome.failures == 3);
        assertEquals(
                WinError.ERROR_OPERATION_ABORTED,
                SystemCallException.of(outcome.failure).code());
    }

    /** What Windows lets anybody who has the socket's number do. */
    private void abortAll(CompletionChannel channel) {
        assumeTrue(kind == CompletionKind.IOCP, "nothing but a program of its own ends an operation of " + kind);
        int result = TestBinding.windows().cancelIoEx(CompletionInside.socket(channel), 0);
        assertTrue(result > 0, () -> "CancelIoEx: " + -result);
    }

    @Test
    void aFailureWithoutACallbackIsReportedWithItsSocket() throws Exception {
        requireResets();
        Accepted connection = accept();
        List<Object> sources = new ArrayList<>();
        port.errorHandler((source, failure) -> sources.add(source));
        connection.socket.read(direct(1), (operation, n) -> {}).submit();
        connection.peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        connection.peer.close();
        turnUntil("the report", () -> !sources.isEmpty());
        assertEquals(List.of(connection.socket), sources);
    }
}
