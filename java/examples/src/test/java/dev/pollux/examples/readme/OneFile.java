package dev.pollux.examples.readme;

import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;

final class OneFile {
    static void serve(CompletionSocket socket, CompletionFile file) throws IOException {
        socket.sendFile(file, (send, bytes) -> socket.closeWhenWritten())
                .range(0, file.size())
                .timeoutNanos(60_000_000_000L) // for a peer that never reads
                .submit();
    }
}
