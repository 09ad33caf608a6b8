package dev.pollux.examples.cookbook;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client sends a name and a line feed. It gets a line with the size, and the file, which never enters this process. */
public final class FileServer {
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SEND_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int MAX_NAME_BYTES = 1024;

    private final Path root;
    private final CompletionSocket socket;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();
    private boolean asked;

    private FileServer(Path root, CompletionSocket socket) {
        this.root = root;
        this.socket = socket;
        socket.writeTimeoutNanos(SEND_NANOS); // for a peer that never reads
        socket.readStream(this::received)
                .timeoutNanos(ASK_NANOS)
                .onEnd(
                        stream -> { // a client may end its half once it has asked
                            if (!asked) {
                                socket.close();
                            }
                        })
                .onFailure((stream, failure) -> {
                    if (!asked) { // else the file is on its way, and has its own time limit
                        socket.close();
                    }
                })
                .submit();
    }

    private void received(ReadStream stream, LentBuffer buffer) {
        ByteBuffer data = buffer.data();
        while (data.hasRemaining() && !asked) {
            byte next = data.get();
            if (next == '\n') {
                asked = true;
                answer(name.toString(StandardCharsets.UTF_8));
            } else if (name.size() == MAX_NAME_BYTES) {
                socket.close();
                break;
            } else {
                name.write(next);
            }
        }
        buffer.giveBack();
    }

    private void answer(String asked) {
        try {
            Path path = root.resolve(asked).toRealPath(); // follows links, so that none leads out
            if (!path.startsWith(root)) {
                throw new IOException("outside");
            }
            CompletionFile file = socket.port().openFile(path); // which refuses all but regular files
            try {
                send(file, file.size());
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException | InvalidPathException e) {
            say("no such file");
            socket.closeWhenWritten();
        }
    }

    private void send(CompletionFile file, long bytes) {
        say("size " + bytes);
        socket.sendFile(file, (send, sent) -> { // behind the line, in order
                    file.close();
                    socket.closeWhenWritten();
                })
                .range(0, bytes)
                .onFailure((send, failure) -> {
                    file.close();
                    socket.close(); // the client sees fewer bytes than it was told
                })
                .submit();
    }

    private void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer text = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        socket.write(text, (write, count) -> {})
                .submit(); // a failure closes the socket: the default error handler's way
    }

    /** Arguments: the port, the directory. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[1]).toRealPath();
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
            var listener = loop.listen(address, socket -> new FileServer(root, socket));
            System.out.println("listening on port " + listener.localAddress().getPort());
            loop.run();
        }
    }
}
