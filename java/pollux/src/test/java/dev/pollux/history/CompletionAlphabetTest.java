package dev.pollux.history;

import static dev.pollux.history.CompletionStep.ACCEPT;
import static dev.pollux.history.CompletionStep.ACCEPT_STREAM;
import static dev.pollux.history.CompletionStep.ASK;
import static dev.pollux.history.CompletionStep.AWAIT;
import static dev.pollux.history.CompletionStep.AWAIT_BYTES;
import static dev.pollux.history.CompletionStep.CANCEL;
import static dev.pollux.history.CompletionStep.CHANGE_ACCEPTING;
import static dev.pollux.history.CompletionStep.CHANGE_RECEIVING;
import static dev.pollux.history.CompletionStep.CLOSE;
import static dev.pollux.history.CompletionStep.CLOSE_LISTENER;
import static dev.pollux.history.CompletionStep.CLOSE_PORT;
import static dev.pollux.history.CompletionStep.CLOSE_UDP;
import static dev.pollux.history.CompletionStep.CLOSE_WHEN_WRITTEN;
import static dev.pollux.history.CompletionStep.CONNECT;
import static dev.pollux.history.CompletionStep.CONNECT_IN_VAIN;
import static dev.pollux.history.CompletionStep.DELIVER;
import static dev.pollux.history.CompletionStep.GIVE_BACK;
import static dev.pollux.history.CompletionStep.LIMIT_WRITES;
import static dev.pollux.history.CompletionStep.PAUSE_STREAM;
import static dev.pollux.history.CompletionStep.POLL;
import static dev.pollux.history.CompletionStep.POST;
import static dev.pollux.history.CompletionStep.READ;
import static dev.pollux.history.CompletionStep.READ_FILE;
import static dev.pollux.history.CompletionStep.READ_STREAM;
import static dev.pollux.history.CompletionStep.RECEIVE;
import static dev.pollux.history.CompletionStep.RECEIVE_STREAM;
import static dev.pollux.history.CompletionStep.REOPEN_FILE;
import static dev.pollux.history.CompletionStep.RESUME_STREAM;
import static dev.pollux.history.CompletionStep.SEND;
import static dev.pollux.history.CompletionStep.SEND_FILE;
import static dev.pollux.history.CompletionStep.SEND_LENT;
import static dev.pollux.history.CompletionStep.SHUTDOWN_OUTPUT;
import static dev.pollux.history.CompletionStep.SHUT_INPUT;
import static dev.pollux.history.CompletionStep.SHUT_OUTPUT;
import static dev.pollux.history.CompletionStep.STOP_STREAM;
import static dev.pollux.history.CompletionStep.SYNC_FILE;
import static dev.pollux.history.CompletionStep.THROW;
import static dev.pollux.history.CompletionStep.TRUNCATE_FILE;
import static dev.pollux.history.CompletionStep.WAKE;
import static dev.pollux.history.CompletionStep.WRITE;
import static dev.pollux.history.CompletionStep.WRITE_FILE;
import static dev.pollux.history.CompletionStep.WRITE_LENT;
import static dev.pollux.history.CompletionStep.WRITE_LENT_UNTOLD;
import static dev.pollux.history.CompletionStep.WRITE_MUCH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionStream;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.Operation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which step of the histories does what. Each public method of what a completion port makes is here: with the steps that call it,
 * as one that only tells something, or with the test that calls it instead. So a new method can't be forgotten.
 */
@NeedsNoBinding
class CompletionAlphabetTest {
    private static final String PACKAGE = CompletionPort.class.getPackageName();

    /** What is done once, with each history or connection, is no step of its own. */
    private static final Set<CompletionStep> EACH = EnumSet.noneOf(CompletionStep.class);

    private final Map<String, Set<CompletionStep>> steps = new TreeMap<>();
    private final Map<String, String> elsewhere = new TreeMap<>();
    private final Set<String> tells = new TreeSet<>();

    CompletionAlphabetTest() {
        port();
        connections();
        datagrams();
        files();
        operations();
        streams();
        tells.addAll(List.of(
                "AcceptOperation.listener()",
                "AcceptOperation.socket()",
                "AcceptStream.listener()",
                "CompletionChannel.isOpen()",
                "CompletionChannel.localAddress()",
                "CompletionChannel.port()",
                "CompletionChannel.getOption(SocketOption)",
                "CompletionFile.alignment()",
                "CompletionFile.isOpen()",
                "CompletionFile.port()",
                "CompletionFile.size()",
                "CompletionPort.backend()",
                "CompletionPort.describe()",
                "CompletionPort.isOpen()",
                "CompletionPort.pendingOperations()",
                "CompletionSocket.remoteAddress()",
                "CompletionStream.isPending()",
                "CompletionStream.isStopped()",
                "CompletionStream.port()",
                "ConnectOperation.remote()",
                "ConnectOperation.socket()",
                "FileReadOperation.file()",
                "FileReadOperation.position()",
                "FileSyncOperation.file()",
                "FileTruncateOperation.file()",
                "FileTruncateOperation.size()",
                "FileWriteOperation.file()",
                "FileWriteOperation.position()",
                "LentBuffer.address()",
                "LentBuffer.data()",
                "LentBuffer.receivedLength()",
                "LentDatagram.isTruncated()",
                "LentDatagram.sender()",
                "Operation.isPending()",
                "Operation.port()",
                "PostOperation.data()",
                "ReadOperation.socket()",
                "ReadStream.socket()",
                "ReceiveOperation.isTruncated()",
                "ReceiveOperation.sender()",
                "ReceiveOperation.socket()",
                "ReceiveStream.socket()",
                "SendFileOperation.socket()",
                "SendOperation.socket()",
                "ShutdownOutputOperation.socket()",
                "WriteOperation.socket()"));
    }

    private void port() {
        step("CompletionPort.openListener()", CLOSE_LISTENER);
        step("CompletionPort.connect(InetSocketAddress)", CONNECT, CONNECT_IN_VAIN);
        step("CompletionPort.openUdpSocket()", CLOSE_UDP);
        step("CompletionPort.openUdpSocket(InetSocketAddress)", CLOSE_UDP);
        step("CompletionPort.openFile(Path,OpenOption[])", REOPEN_FILE);
        step("CompletionPort.post()", POST);
        step("CompletionPort.poll(long)", POLL, WAKE);
        step("CompletionPort.await(long)", AWAIT);
        step("CompletionPort.deliver()", DELIVER);
        step("CompletionPort.wakeup()", WAKE);
        step("CompletionPort.close()", CLOSE_PORT);
        elsewhere("CompletionPort.errorHandler(ErrorHandler)", "dev.pollux.completion.LentBuffers");
        elsewhere(
                "CompletionPort.listen(InetSocketAddress,StreamCallback)", "dev.pollux.completion.CompletionContract");
        elsewhere(
                "CompletionPort.listen(InetSocketAddress,CompletionAcceptCallback)",
                "dev.pollux.completion.CompletionContract");
        elsewhere("CompletionPort.adoptSocket(long)", "dev.pollux.completion.CompletionMemoryTest");
        step("CompletionPort.adoptSocket(OpenDescriptor)", CONNECT, ACCEPT, ACCEPT_STREAM);
        step("CompletionPort.adoptListener(OpenDescriptor)", CLOSE_LISTENER);
        elsewhere("CompletionPort.adoptUdpSocket(OpenDescriptor)", "dev.pollux.completion.CompletionDatagramTest");
        elsewhere("CompletionPort.readinessPort()", "dev.pollux.completion.OneLoopTest");
    }

    private void connections() {
        step("CompletionListener.bind(InetSocketAddress,int)", CLOSE_LISTENER);
        step("CompletionListener.accept()", ACCEPT, CONNECT);
        step("CompletionListener.acceptStream()", ACCEPT_STREAM);
        step("CompletionChannel.close()", CLOSE, CLOSE_LISTENER, CLOSE_UDP);
        elsewhere("CompletionChannel.setOption(SocketOption,Object)", "dev.pollux.completion.CompletionTransferTest");
        step("CompletionSocket.bind(InetSocketAddress)", CONNECT);
        step("CompletionSocket.connect(InetSocketAddress)", CONNECT);
        step("CompletionSocket.detach()", ACCEPT, ACCEPT_STREAM);
        step("CompletionSocket.read(ByteBuffer)", READ, AWAIT_BYTES);
        step("CompletionSocket.read(ByteBuffer[])", READ, AWAIT_BYTES);
        step("CompletionSocket.read(long,int)", READ, AWAIT_BYTES);
        step("CompletionSocket.readStream()", READ_STREAM);
        step("CompletionSocket.write(ByteBuffer)", WRITE, WRITE_MUCH);
        step("CompletionSocket.write(ByteBuffer[])", WRITE);
        step("CompletionSocket.write(long,int)", WRITE);
        step("CompletionSocket.sendFile(OpenFile)", SEND_FILE);
        step("CompletionSocket.shutdownOutputOperation()", SHUTDOWN_OUTPUT);
        step("CompletionSocket.writeAndGiveBack(LentBuffer)", WRITE_LENT_UNTOLD);
        step("CompletionSocket.writeAndGiveBack(LentBuffer,GiveBackCallback)", WRITE_LENT);
        step("CompletionSocket.writeTimeoutNanos(long)", LIMIT_WRITES);
        step("CompletionSocket.closeWhenWritten()", CLOSE_WHEN_WRITTEN);
        step("CompletionSocket.shutdownInput()", SHUT_INPUT);
        step("CompletionSocket.shutdownOutput()", SHUT_OUTPUT);
    }

    private void datagrams() {
        step("CompletionUdpSocket.bind(InetSocketAddress)", CLOSE_UDP);
        step("CompletionUdpSocket.receive(ByteBuffer)", RECEIVE);
        step("CompletionUdpSocket.receive(long,int)", RECEIVE);
        step("CompletionUdpSocket.receiveStream()", RECEIVE_STREAM);
        step("CompletionUdpSocket.send(ByteBuffer)", SEND);
        step("CompletionUdpSocket.send(long,int)", SEND);
        step("CompletionUdpSocket.sendAndGiveBack(LentDatagram)", SEND_LENT);
        step("CompletionUdpSocket.sendAndGiveBack(LentDatagram,GiveBackCallback)", SEND_LENT);
        step("CompletionUdpSocket.sendAndGiveBack(LentBuffer,InetSocketAddress,GiveBackCallback)", SEND_LENT);
        elsewhere("CompletionUdpSocket.setReportUnreachable(boolean)", "dev.pollux.completion.CompletionStateTest");
    }

    private void files() {
        step("CompletionFile.read(ByteBuffer)", READ_FILE);
        step("CompletionFile.read(ByteBuffer[])", READ_FILE);
        step("CompletionFile.read(long,int)", READ_FILE);
        step("CompletionFile.write(ByteBuffer)", WRITE_FILE);
        step("CompletionFile.write(ByteBuffer[])", WRITE_FILE);
        step("CompletionFile.write(long,int)", WRITE_FILE);
        step("CompletionFile.sync()", SYNC_FILE);
        step("CompletionFile.syncData()", SYNC_FILE);
        step("CompletionFile.truncate(long)", TRUNCATE_FILE);
        step("CompletionFile.close()", REOPEN_FILE);
    }

    private void operations() {
        step("Operation.submit()", CONNECT, ACCEPT, READ, WRITE, SEND, RECEIVE, READ_FILE, WRITE_FILE, POST);
        step("Operation.cancel()", CANCEL);
        step("Operation.timeoutNanos(long)", CONNECT, ACCEPT, READ, WRITE, SEND, RECEIVE, READ_FILE, WRITE_FILE, POST);
        each("Operation.onCompletion(CompletionCallback)");
        each("Operation.onFailure(FailureCallback)");
        step("ConnectOperation.setup(ConnectSetup)", CONNECT);
        step("PostOperation.data(long)", POST);
        step("SendFileOperation.range(long,long)", SEND_FILE);
        step("ReadOperation.buffer(ByteBuffer)", READ);
        step("ReadOperation.memory(long,int)", READ, AWAIT_BYTES);
        step("WriteOperation.memory(long,int)", WRITE);
        step("WriteOperation.memory(long[],int[],int,int)", WRITE);
        step("ReceiveOperation.memory(long,int)", RECEIVE);
        step("SendOperation.memory(long,int)", SEND);
        step("SendOperation.target(InetSocketAddress)", SEND);
        elsewhere("SendOperation.target(ReceiveOperation)", "dev.pollux.completion.CompletionDatagramTest");
        step("FileReadOperation.position(long)", READ_FILE);
        step("FileReadOperation.memory(long,int)", READ_FILE);
        step("FileWriteOperation.position(long)", WRITE_FILE);
        step("FileWriteOperation.memory(long,int)", WRITE_FILE);
        step("FileTruncateOperation.size(long)", TRUNCATE_FILE);
        for (String each : List.of("WriteOperation", "ReceiveOperation", "SendOperation")) {
            elsewhere(each + ".buffer(ByteBuffer)", "dev.pollux.completion.CompletionMemoryTest");
        }
        elsewhere("FileReadOperation.buffer(ByteBuffer)", "dev.pollux.completion.CompletionFileContract");
        elsewhere("FileWriteOperation.buffer(ByteBuffer)", "dev.pollux.completion.CompletionFileContract");
    }

    private void streams() {
        step("CompletionStream.submit()", ACCEPT_STREAM, READ_STREAM, RECEIVE_STREAM);
        step("CompletionStream.stop()", STOP_STREAM, CHANGE_ACCEPTING, CHANGE_RECEIVING);
        step("CompletionStream.pause()", PAUSE_STREAM, CHANGE_ACCEPTING, CHANGE_RECEIVING);
        step("CompletionStream.resume()", RESUME_STREAM, CHANGE_ACCEPTING, CHANGE_RECEIVING);
        step("CompletionStream.timeoutNanos(long)", ACCEPT_STREAM, READ_STREAM, RECEIVE_STREAM);
        each("CompletionStream.onResult(StreamCallback)");
        each("CompletionStream.onEnd(StreamEndCallback)");
        each("CompletionStream.onStopped(StreamEndCallback)");
        each("CompletionStream.onFailure(FailureCallback)");
        step("ReadStream.window(int)", READ_STREAM);
        step("ReceiveStream.window(int)", RECEIVE_STREAM);
        step("LentBuffer.giveBack()", GIVE_BACK);
    }

    private void step(String method, CompletionStep... its) {
        steps.put(method, EnumSet.copyOf(Arrays.asList(its)));
    }

    private void each(String method) {
        steps.put(method, EACH);
    }

    private void elsewhere(String method, String test) {
        elsewhere.put(method, test);
    }

    @Test
    void eachMethodHasItsSteps() {
        Set<String> listed = new TreeSet<>(tells);
        listed.addAll(steps.keySet());
        listed.addAll(elsewhere.keySet());
        assertEquals(
                String.join("\n", methods()),
                String.join("\n", listed),
                "a new method has its step here, or the test that calls it");
        assertEquals(tells.size() + steps.size() + elsewhere.size(), listed.size(), "some are listed twice");
    }

    /** What throws, asks or adds nothing but another way to call the same has no method. */
    @Test
    void eachStepHasItsMethods() {
        Set<CompletionStep> used = EnumSet.of(THROW, ASK);
        steps.values().forEach(used::addAll);
        assertEquals(EnumSet.allOf(CompletionStep.class), used);
    }

    @Test
    void theOtherTestsAreThere() throws Exception {
        for (String each : elsewhere.values()) {
            Class.forName(each, false, getClass().getClassLoader());
        }
    }

    /** {@return the methods of a port and of all that it makes, without those that set a callback and do the same else} */
    private static Set<String> methods() {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : types()) {
            for (Method each : type.getDeclaredMethods()) {
                boolean isPublic = Modifier.isPublic(each.getModifiers()) && !Modifier.isStatic(each.getModifiers());
                if (isPublic && !each.isBridge() && !each.isSynthetic() && !isWithCallback(each)) {
                    found.add(signature(each));
                }
            }
        }
        return found;
    }

    private static boolean isWithCallback(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        if (!method.isDefault() || parameters.length == 0) {
            return false;
        }
        Class<?>[] others = Arrays.copyOf(parameters, parameters.length - 1);
        return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                .anyMatch(each ->
                        each.getName().equals(method.getName()) && Arrays.equals(each.getParameterTypes(), others));
    }

    private static Set<Class<?>> types() {
        Set<Class<?>> found = new LinkedHashSet<>();
        ArrayDeque<Class<?>> left = new ArrayDeque<>(
                List.of(CompletionPort.class, Operation.class, CompletionStream.class, LentBuffer.class));
        while (!left.isEmpty()) {
            Class<?> type = left.remove();
            if (type.getPackageName().equals(PACKAGE) && type.isInterface() && !isCalledBack(type) && found.add(type)) {
                for (Method each : type.getDeclaredMethods()) {
                    List<Class<?>> named = new ArrayList<>(List.of(each.getParameterTypes()));
                    named.add(each.getReturnType());
                    left.addAll(named);
                }
                left.addAll(List.of(type.getInterfaces()));
            }
        }
        return found;
    }

    /** {@return true if the program implements it, or configures a port with it} */
    private static boolean isCalledBack(Class<?> type) {
        return type.isAnnotationPresent(FunctionalInterface.class)
                || type.getSimpleName().endsWith("Builder");
    }

    private static String signature(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }
}
