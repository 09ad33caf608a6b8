package dev.pollux.examples.cookbook;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calls between processes of one machine: a request is four bytes of length and a text, and so is its answer. */
public final class UnixRpc implements ReadinessCallback, WriteQueue.Listener {
    private static final int MAX_BYTES = 64 * 1024;

    private final StreamSocket socket;
    private final ByteBuffer input = ByteBuffer.allocateDirect(Integer.BYTES + MAX_BYTES);
    private final Registration registration;
    private final WriteQueue queue;
    private boolean ended; // the client makes no more calls

    private UnixRpc(ReadinessDispatcher loop, StreamSocket socket) throws IOException {
        this.socket = socket;
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration).listener(this).open();
    }

    @Override
    public void onReady(Registration same, Readiness readiness) throws IOException {
        if (socket.read(input) < 0) {
            ended = true;
            registration.modify(Interest.NONE);
            queue.finish(); // the answers first
            return;
        }
        answerAll();
    }

    private void answerAll() throws IOException {
        input.flip();
        while (!queue.isAboveHighWater() && input.remaining() >= Integer.BYTES) {
            int length = input.getInt(input.position());
            if (length < 0 || length > MAX_BYTES) {
                throw new IOException("a request of " + length + " bytes"); // the default error handler closes
            }
            if (input.remaining() < Integer.BYTES + length) {
                break; // the rest is still to come
            }
            byte[] request = new byte[length];
            input.position(input.position() + Integer.BYTES).get(request);
            byte[] answer = answer(new String(request, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            queue.write(ByteBuffer.allocate(Integer.BYTES + answer.length)
                    .putInt(answer.length)
                    .put(answer)
                    .flip());
        }
        input.compact();
    }

    /** The one method that there is: {@code add 1 2 3}. A wrong call gets an answer, too. */
    private static String answer(String request) {
        try {
            String[] words = request.split(" ");
            if (!words[0].equals("add")) {
                return "error: no method " + words[0];
            }
            long sum = 0;
            for (int i = 1; i < words.length; i++) {
                sum = Math.addExact(sum, Long.parseLong(words[i]));
            }
            return "ok " + sum;
        } catch (ArithmeticException | NumberFormatException e) {
            return "error: " + e.getMessage();
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        registration.modify(Interest.NONE); // a client that takes no answers makes no more calls
    }

    @Override
    public void onLowWater(WriteQueue drained) throws IOException {
        if (!ended) {
            registration.modify(Interest.READ);
            answerAll();
        }
    }

    @Override
    public void onFinished(WriteQueue finished) {
        socket.close();
    }

    /** Argument: the socket's path. Who may open that file may call. */
    public static void main(String[] args) throws IOException {
        Path path = Path.of(args[0]);
        Files.deleteIfExists(path); // left by a process that was killed. Two servers of one path would need a lock
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            loop.listen(UnixDomainSocketAddress.of(path), socket -> new UnixRpc(loop, socket));
            path.toFile().deleteOnExit();
            System.out.println("listening on " + path);
            loop.run();
        }
    }
}
