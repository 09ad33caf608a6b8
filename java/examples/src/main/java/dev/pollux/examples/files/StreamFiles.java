package dev.pollux.examples.files;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.WriteOperation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * A TCP server of a directory's files. A client sends a line for each request, as many as it likes:
 *
 * <pre>
 * get NAME    ok BYTES, then so many bytes: the system sends them, they are not brought into the process
 * sum NAME    ok CRC32, eight hexadecimal digits: the file is read into a buffer, part by part
 * </pre>
 *
 * <p>Any other answer begins with {@code error}. What is outside the directory is not there, by whatever name or link. A
 * connection's requests are answered one after another. Meanwhile nothing more is read from it: its stream lends one buffer at a
 * time, and that one is given back once all requests in it are answered.
 *
 * <p>There are four deadlines: for a client that says nothing, for an answer's line, for a file on its way, and for a part of a
 * file. One thread polls the port.
 */
public final class StreamFiles {
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SEND_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_LINE = 1024;
    private static final int PART_BYTES = 64 * 1024;

    private final Path root;
    private final CompletionSocket socket;
    private final ByteBuffer reply = ByteBuffer.allocateDirect(64);
    private final WriteOperation write;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private LentBuffer received; // requests that are not answered yet
    private CompletionFile file; // the one that is asked for
    private boolean ended; // the client has sent its last request

    private StreamFiles(Path root, CompletionSocket socket) {
        this.root = root;
        this.socket = socket;
        write = socket.write(reply).timeoutNanos(WRITE_NANOS).onFailure((operation, failure) -> close());
    }

    /**
     * Listens, and serves.
     *
     * @param port what it runs on. One thread polls it
     * @param address port 0 lets the system choose one
     * @param directory whose files are served
     * @param idleNanos a client that says nothing for so long is turned away
     * @return the listener
     * @throws IOException if there is no such directory, or the address is not available
     */
    public static CompletionListener listen(
            CompletionPort port, InetSocketAddress address, Path directory, long idleNanos) throws IOException {
        Path root = directory.toRealPath();
        return port.listen(address, socket -> new StreamFiles(root, socket).begin(idleNanos));
    }

    private void begin(long idleNanos) {
        socket.readStream((stream, buffer) -> {
                    received = buffer;
                    answerNext();
                })
                .window(1)
                .timeoutNanos(idleNanos)
                .onEnd(stream -> {
                    ended = true;
                    if (received == null) {
                        close();
                    }
                })
                .onFailure((stream, failure) -> close())
                .submit();
    }

    /** Goes on with the buffer, which may have several requests, or a part of one. */
    private void answerNext() {
        ByteBuffer data = received.data();
        while (data.hasRemaining()) {
            byte next = data.get();
            if (next == '\n') {
                String request = line.toString(StandardCharsets.UTF_8).strip();
                line.reset();
                answer(request);
                return;
            }
            if (line.size() == MAX_LINE) {
                close();
                return;
            }
            line.write(next);
        }
        received.giveBack();
        received = null;
        if (ended) {
            close();
        }
    }

    private void answer(String request) {
        String[] words = request.split(" ", 2);
        String name = words.length < 2 ? "" : words[1];
        try {
            switch (words[0]) {
                case "get" -> {
                    open(name);
                    long bytes = file.size();
                    reply("ok " + bytes, () -> send(bytes));
                }
                case "sum" -> {
                    open(name);
                    sum();
                }
                default -> reply("error: get NAME or sum NAME", this::answerNext);
            }
        } catch (IOException | InvalidPathException e) {
            closeFile();
            reply("error: no such file", this::answerNext);
        }
    }

    /** Asks the file system on the thread that polls, as {@link CompletionPort#openFile} does: right for a disk of this machine. */
    private void open(String name) throws IOException {
        Path path = root.resolve(name).toRealPath(); // links are followed, so that none leads out
        if (!path.startsWith(root)) {
            throw new IOException(name + " is outside");
        }
        file = socket.port().openFile(path);
    }

    private void send(long bytes) {
        socket.sendFile(file, (operation, sent) -> {
                    closeFile();
                    if (sent < bytes || received == null) { // it is shorter by now, and the client waits for the rest
                        close();
                    } else {
                        answerNext();
                    }
                })
                .range(0, bytes)
                .timeoutNanos(SEND_NANOS)
                .onFailure((operation, failure) -> close())
                .submit();
    }

    private void sum() {
        CRC32 sum = new CRC32();
        ByteBuffer part = ByteBuffer.allocateDirect(PART_BYTES);
        file.read(part, (read, bytes) -> {
                    if (bytes < 0) { // the file's end
                        closeFile();
                        reply(String.format("ok %08x", sum.getValue()), this::answerNext);
                    } else {
                        sum.update(part.flip());
                        part.clear();
                        read.position(read.position() + bytes).submit();
                    }
                })
                .timeoutNanos(READ_NANOS)
                .onFailure((read, failure) -> close())
                .submit();
    }

    private void reply(String text, Runnable then) {
        reply.clear().put((text + "\n").getBytes(StandardCharsets.US_ASCII)).flip();
        write.onCompletion((operation, bytes) -> {
                    if (received != null) { // else the connection was closed meanwhile
                        then.run();
                    }
                })
                .submit();
    }

    private void closeFile() {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private void close() {
        socket.close();
        closeFile();
        if (received != null) {
            received.giveBack();
            received = null;
        }
    }

    /**
     * Serves until the process is ended.
     *
     * @param args the port's number, the directory
     * @throws IOException if there is no such directory, or the address is not available
     */
    public static void main(String[] args) throws IOException {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress(Integer.parseInt(args[0]));
            listen(loop.port(), address, Path.of(args[1]), TimeUnit.MINUTES.toNanos(5));
            loop.run();
        }
    }
}
