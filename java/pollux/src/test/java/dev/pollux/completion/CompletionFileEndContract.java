package dev.pollux.completion;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.OpenHandles;
import dev.pollux.binding.Platform;
import dev.pollux.linux.OpenDescriptors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of how operations of files end before they are done: each once, whatever ends it. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionFileEndContract extends CompletionFileFixture {
    private static final int MANY = 64;
    private static final int SIZE = 1 << 16;

    private CompletionFile file() throws IOException {
        return port.openFile(Files.write(folder.resolve("file"), pattern(SIZE)), READ, WRITE);
    }

    /** Of all kinds, more than any backend does at once. */
    private List<Operation<?>> many(CompletionFile file) {
        List<Operation<?>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(
                    switch (i % 4) {
                        case 0 -> file.write(direct(SIZE)).position((long) i * SIZE);
                        case 1 -> file.read(direct(SIZE));
                        case 2 -> file.syncData();
                        default -> file.truncate((long) MANY * SIZE);
                    });
        }
        return all;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // of any kind
    private Told submitAny(Operation<?> operation) {
        return submit((Operation) operation);
    }

    private static void assertEndedBy(Class<? extends IOException> expected, List<Told> told) {
        for (Told each : told) {
            assertEquals(1, each.count());
            if (each.completions == 0) {
                assertInstanceOf(expected, each.failures.get(0));
            }
        }
    }

    @Test
    void aCancelEndsEachOnce() throws IOException {
        for (int round = 0; round < 20; round++) {
            CompletionFile file = file();
            List<Operation<?>> operations = many(file);
            List<Told> told = operations.stream().map(this::submitAny).toList();
            operations.forEach(Operation::cancel);
            turnUntil("all of them", () -> port.pendingOperations() == 0);
            assertEndedBy(OperationCancelledException.class, told);
            operations.forEach(each -> assertFalse(each.cancel()));
            file.close();
        }
    }

    @Test
    void aCancelOfOneEndsNoOther() throws IOException {
        CompletionFile file = file();
        List<Operation<?>> operations = many(file);
        List<Told> told = operations.stream().map(this::submitAny).toList();
        operations.get(MANY - 3).cancel();
        turnUntil("all of them", () -> port.pendingOperations() == 0);
        for (int i = 0; i < MANY; i++) {
            assertEquals(1, told.get(i).count());
            assertTrue(i == MANY - 3 || told.get(i).completions == 1, "number " + i);
        }
    }

    @Test
    void aCloseEndsEachOnce() throws IOException {
        for (int round = 0; round < 20; round++) {
            CompletionFile file = file();
            List<Told> told = many(file).stream().map(this::submitAny).toList();
            file.close();
            assertFalse(file.isOpen());
            turnUntil("all of them", () -> port.pendingOperations() == 0);
            assertEndedBy(AsynchronousCloseException.class, told);
        }
    }

    @Test
    void aCloseOfThePortEndsEachOnce() throws IOException {
        for (int round = 0; round < 10; round++) {
            CompletionFile file = file();
            List<Told> told = many(file).stream().map(this::submitAny).toList();
            port.close();
            assertFalse(file.isOpen());
            assertEquals(0, port.pendingOperations());
            assertEndedBy(AsynchronousCloseException.class, told);
            assertThrows(ShutdownChannelGroupException.class, () -> submit(file.sync()));
            port = opened(builder());
        }
    }

    @Test
    void aSubmitOfAClosedFileFails() throws IOException {
        CompletionFile file = file();
        List<Operation<?>> operations = many(file).subList(0, 4);
        file.close();
        file.close();
        for (Operation<?> each : operations) {
            Told told = submitAny(each);
            turnUntil("the end", () -> told.count() == 1);
            assertEquals(ClosedChannelException.class, told.failures.get(0).getClass());
        }
        assertThrows(ClosedChannelException.class, file::size);
    }

    /** While another thread submits: whatever comes first, each is told once. */
    @Test
    void aCloseThatRacesWithSubmits() throws Exception {
        for (int round = 0; round < 30; round++) {
            CompletionFile file = file();
            List<Operation<?>> operations = many(file);
            List<Told> told = new ArrayList<>();
            int closeAt = round * 2;
            AtomicInteger submitted = new AtomicInteger();
            try (Background closing = Background.run(() -> {
                while (submitted.get() < closeAt) {
                    Thread.onSpinWait();
                }
                file.close();
            })) {
                for (Operation<?> each : operations) {
                    told.add(submitAny(each));
                    submitted.incrementAndGet();
                }
            }
            turnUntil("all of them", () -> port.pendingOperations() == 0);
            assertEndedBy(ClosedChannelException.class, told);
        }
    }

    /** A read goes on without its file's being referred to by the program, and keeps its memory. */
    @Test
    void anOperationKeepsItsMemory() throws IOException {
        CompletionFile file = file();
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            told.add(submit(file.read(ByteBuffer.allocateDirect(SIZE))));
            if (i % 16 == 0) {
                System.gc();
            }
        }
        turnUntil("all of them", () -> port.pendingOperations() == 0);
        told.forEach(each -> assertEquals(SIZE, each.result));
    }

    @Test
    void noDescriptorIsKept() throws Exception {
        file().close();
        if (Platform.isWindows()) {
            OpenHandles.assertNoneLeft(this::readAndCloseMany);
            return;
        }
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc/self/fd");
        try (CompletionFile file = file()) {
            assertTrue(OpenDescriptors.of(folder) >= 1, file + " is seen");
        }
        readAndCloseMany();
        Await.until("the files are closed", () -> OpenDescriptors.of(folder) == 0);
    }

    private void readAndCloseMany() throws IOException {
        for (int i = 0; i < 200; i++) {
            CompletionFile file = file();
            submit(file.read(direct(8)));
            file.close();
        }
        turnUntil("all of them", () -> port.pendingOperations() == 0);
    }

    @Test
    void aClosedPortOpensNone() {
        port.close();
        assertThrows(ClosedChannelException.class, () -> port.openFile(folder.resolve("file")));
    }
}
