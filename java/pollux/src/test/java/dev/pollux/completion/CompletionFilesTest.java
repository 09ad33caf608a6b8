package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.linux.LinuxFile;
import dev.pollux.system.OpenFile;
import dev.pollux.windows.OverlappedFile;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** The contract of files on each completion backend of this run. */
@CompletionTest
class CompletionFilesTest {
    @Parameter
    CompletionKind kind;

    private CompletionPortBuilder ofKind() {
        kind.check();
        return kind.builder();
    }

    @Nested
    class Transfers extends CompletionFileContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    @Nested
    class Ends extends CompletionFileEndContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    @Nested
    class Opens extends CompletionFileOpenContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }

    /** A file of the direct floor, which stays its program's. */
    @Nested
    class OfTheProgram extends CompletionFileFixture {
        @Override
        protected CompletionPortBuilder builder() {
            assumeTrue(CompletionKind.HAS_BINDING, "backend nio has no files of the direct floor");
            return ofKind();
        }

        @Test
        void isSentInPartsAndOutlivesThePort() throws Exception {
            byte[] content = pattern(100_000);
            Path path = Files.write(folder.resolve("file"), content);
            try (OpenFile file = CompletionKind.IS_WINDOWS ? OverlappedFile.open(path) : LinuxFile.open(path);
                    ServerSocketChannel listener = ServerSocketChannel.open().bind(CompletionFixture.loopback())) {
                ConnectOperation connect = port.connect((InetSocketAddress) listener.getLocalAddress());
                result(connect);
                try (SocketChannel peer = listener.accept()) {
                    SendFileOperation send = connect.socket().sendFile(file);
                    for (int at : new int[] {70_000, 0, 30_001}) {
                        assertEquals(20_000, result(send.range(at, 20_000)));
                        assertArrayEquals(
                                Arrays.copyOfRange(content, at, at + 20_000),
                                CompletionFixture.readFully(peer, 20_000).array());
                    }
                    assertEquals(5, result(send.range(99_995, 100)), "a file that ends before");
                    connect.socket().close();
                    port.close();
                    assertEquals(content.length, file.size(), "what is not the port's stays open");
                }
            }
        }
    }

    @Nested
    class AllocatesNothing extends CompletionFileAllocationContract {
        @Override
        protected CompletionPortBuilder builder() {
            return ofKind();
        }
    }
}
