package dev.pollux.completion;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every call on a file in every state, on every completion backend that there is here. */
@Timeout(600)
class CompletionFileStateTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @TempDir
    Path directory;

    private static ByteBuffer direct() {
        return ByteBuffer.allocateDirect(8);
    }

    private static ByteBuffer[] several() {
        return new ByteBuffer[] {direct(), direct()};
    }

    private static String made(Object object) {
        return object == null ? "null" : "made";
    }

    /** Submits it and tells how it has ended, in a word. */
    private static <O extends Operation<O>> Object ended(O operation) {
        Object[] told = new Object[1];
        int[] times = new int[1];
        operation.onCompletion((same, result) -> {
            told[0] = result;
            times[0]++;
        });
        operation.onFailure((same, failure) -> {
            told[0] = StateTable.outcome(() -> {
                throw failure;
            });
            times[0]++;
        });
        operation.submit();
        Await.until("the end of " + operation, () -> times[0] > 0, () -> operation
                .port()
                .poll(TURN_NANOS));
        return times[0] == 1 ? told[0] : "told " + times[0] + " times";
    }

    private CompletionFile open(StateScene scene, Backend backend, OpenOption... options) throws IOException {
        CompletionPort port =
                scene.opened(CompletionPort.builder().backend(backend).open());
        port.errorHandler((source, failure) -> {});
        return port.openFile(Files.writeString(directory.resolve("file"), "some bytes"), options);
    }

    @TestFactory
    Stream<DynamicNode> onEach() {
        return Stream.of(Backend.values())
                .filter(CompletionFileStateTest::isHere)
                .map(backend ->
                        dynamicContainer(backend.toString(), table(backend).tests(Backend.NIO)));
    }

    private static boolean isHere(Backend backend) {
        try {
            CompletionPort.builder().backend(backend).open().close();
            return true;
        } catch (UnsupportedOperationException e) {
            return false; // of readiness, or of another system
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StateTable<CompletionFile> table(Backend backend) {
        StateTable<CompletionFile> t = new StateTable<>(CompletionFile.class, "CompletionFile");
        t.call("port()", f -> made(f.port()));
        t.call("isOpen()", f -> f.isOpen());
        t.call("size()", f -> f.size());
        t.call("alignment()", f -> f.alignment());
        reads(t);
        writes(t);
        others(t);
        t.run("close()", f -> {
            f.close();
            f.close();
        });
        t.call("toString()", f -> f.isOpen() != f.toString().contains("closed"));
        t.state("open", scene -> open(scene, backend, READ, WRITE));
        t.state("read only", scene -> open(scene, backend));
        t.state("write only", scene -> open(scene, backend, WRITE));
        t.state("closed", scene -> {
            CompletionFile file = open(scene, backend, READ, WRITE);
            file.close();
            return file;
        });
        t.state("port closed", scene -> {
            CompletionFile file = open(scene, backend, READ, WRITE);
            file.port().close();
            return file;
        });
        return t;
    }

    private static void reads(StateTable<CompletionFile> t) {
        t.call("read(ByteBuffer)", f -> made(f.read(direct())));
        t.call("read(ByteBuffer) submitted", f -> ended(f.read(direct())));
        t.call("read(ByteBuffer) beyond the end", f -> ended(f.read(direct()).position(10)));
        t.call("read(ByteBuffer) null", f -> f.read((ByteBuffer) null));
        t.call("read(ByteBuffer) heap", f -> f.read(ByteBuffer.allocate(8)));
        t.call("read(ByteBuffer, CompletionCallback)", f -> made(f.read(direct(), (o, n) -> {})));
        t.call("read(ByteBuffer, CompletionCallback) null", f -> f.read(direct(), null));
        t.call("read(ByteBuffer[])", f -> made(f.read(several())));
        t.call("read(ByteBuffer[]) submitted", f -> ended(f.read(several())));
        t.call("read(ByteBuffer[]) none", f -> f.read(new ByteBuffer[0]));
        t.call("read(long, int) at nothing", f -> f.read(0, 1));
        t.call("read(long, int) negative", f -> f.read(8, -1));
    }

    private static void writes(StateTable<CompletionFile> t) {
        t.call("write(ByteBuffer)", f -> made(f.write(direct())));
        t.call("write(ByteBuffer) submitted", f -> ended(f.write(direct())));
        t.call("write(ByteBuffer) null", f -> f.write((ByteBuffer) null));
        t.call("write(ByteBuffer, CompletionCallback)", f -> made(f.write(direct(), (o, n) -> {})));
        t.call("write(ByteBuffer, CompletionCallback) null", f -> f.write(direct(), null));
        t.call("write(ByteBuffer[])", f -> made(f.write(several())));
        t.call("write(ByteBuffer[]) submitted", f -> ended(f.write(several())));
        t.call("write(ByteBuffer[]) none", f -> f.write(new ByteBuffer[0]));
        t.call("write(long, int) at nothing", f -> f.write(0, 1));
        t.call("write(long, int) negative", f -> f.write(8, -1));
    }

    private static void others(StateTable<CompletionFile> t) {
        t.call("sync()", f -> made(f.sync()));
        t.call("sync() submitted", f -> ended(f.sync()));
        t.call("sync(CompletionCallback)", f -> made(f.sync((o, n) -> {})));
        t.call("sync(CompletionCallback) null", f -> f.sync(null));
        t.call("syncData()", f -> made(f.syncData()));
        t.call("syncData() submitted", f -> ended(f.syncData()));
        t.call("syncData(CompletionCallback)", f -> made(f.syncData((o, n) -> {})));
        t.call("syncData(CompletionCallback) null", f -> f.syncData(null));
        t.call("truncate(long)", f -> made(f.truncate(3)));
        t.call("truncate(long) submitted", f -> ended(f.truncate(3)));
        t.call("truncate(long) negative", f -> f.truncate(-1));
        t.call("truncate(long, CompletionCallback)", f -> made(f.truncate(3, (o, n) -> {})));
        t.call("truncate(long, CompletionCallback) null", f -> f.truncate(3, null));
    }
}
