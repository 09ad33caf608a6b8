package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the tests of streams and lent buffers share. */
public abstract class CompletionStreamsFixture extends CompletionOperationsContract {

    /** What a stream has told. */
    static final class Heard {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<LentBuffer> buffers = new ArrayList<>();
        final List<String> order = new ArrayList<>();
        final List<IOException> failures = new ArrayList<>();
        int results;
        int ends; // by the peer, or by a stop
        int stops;

        boolean isOver() {
            return ends + failures.size() > 0;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        /** Copies the bytes, and gives the buffer back. */
        void take(LentBuffer buffer) {
            keep(buffer);
            buffer.giveBack();
            buffers.remove(buffer);
        }

        /** Copies the bytes, and keeps the buffer. */
        void keep(LentBuffer buffer) {
            assertEquals(buffer.receivedLength(), buffer.data().remaining());
            byte[] copy = new byte[buffer.receivedLength()];
            buffer.data().duplicate().get(copy);
            bytes.writeBytes(copy);
            results++;
            buffers.add(buffer);
            order.add(isOver() ? "a result after the end" : "result");
        }

        <S extends CompletionStream<S, R>, R> S ends(S stream) {
            return stream.onEnd(same -> {
                        ends++;
                        order.add("end");
                    })
                    .onStopped(same -> {
                        stops++;
                        ends++;
                        order.add("end");
                    })
                    .onFailure((same, failure) -> {
                        failures.add(failure);
                        order.add("failure");
                    });
        }
    }

    /** A port with few small buffers, in place of the usual one. */
    final void reopen(int buffers, int size) throws IOException {
        reopen(builder().lentBuffers(buffers, size));
    }

    final void reopen(CompletionPortBuilder builder) throws IOException {
        port.close();
        port = opened(builder);
    }

    /** A stream that copies what comes and gives each buffer back, submitted. */
    final Heard read(CompletionSocket socket) {
        Heard heard = new Heard();
        heard.ends(socket.readStream((stream, buffer) -> heard.take(buffer))).submit();
        return heard;
    }

    /** What a connection's server has kept of what its client has written: so many buffers, none of them given back. */
    final Heard keep(Connection connection, String text, int buffers) {
        Heard heard = new Heard();
        heard.ends(connection.server.readStream((stream, buffer) -> heard.keep(buffer)))
                .submit();
        write(connection.client, text);
        turnUntil("results", () -> heard.results == buffers);
        return heard;
    }

    final void write(CompletionSocket socket, String text) {
        assertEquals(text.length(), end(socket.write(direct(text))).result);
    }

    static ByteBuffer pattern(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i++) {
            buffer.put(i, (byte) (i * 31 + (i >> 8) * 17));
        }
        return buffer;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.clear().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Polls for as long as something is told. */
    final void settle() throws IOException {
        int quiet = 0;
        while (quiet < 3) {
            quiet = port.poll(1_000_000) == 0 ? quiet + 1 : 0;
        }
    }
}
