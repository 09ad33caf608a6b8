package dev.pollux.examples.http;

import dev.pollux.Dispatcher;
import dev.pollux.FileSource;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.ReadStream;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection on a completion port, for a program that asks what can be done now. What has come is in a buffer of the port's,
 * of which an idle connection has none. It goes on when a response has left, so a client that does not read is not read from.
 * The loop thread's own.
 */
final class CompletionTransport implements Transport {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final Dispatcher loop;
    private final OutputBuffers outputs;
    private final CompletionSocket socket;
    private final ReadStream input;
    private final WriteOperation write;
    private final Runnable goOn = this::goOn;
    private HttpConnection connection;
    private LentBuffer arrived; // what is to be read
    private ByteBuffer output; // while it is being written
    private boolean writing; // or sending a file
    private boolean ended; // nothing more comes
    private boolean waitsForOutput;
    private boolean endsOutput; // once it has been written
    private long sent; // of a file, and not told yet
    private IOException failure;

    CompletionTransport(Dispatcher loop, OutputBuffers outputs, CompletionSocket socket) {
        this.loop = loop;
        this.outputs = outputs;
        this.socket = socket;
        input = socket.readStream(this::onInput)
                .window(1) // nothing more is read while the connection has not done with what was
                .onEnd(stream -> {
                    ended = true;
                    goOn();
                })
                .onFailure((stream, why) -> fail(why));
        write = socket.write(NOTHING, this::onWritten).onFailure((operation, why) -> {
            giveBackOutput();
            fail(why);
        });
    }

    void start(HttpConnection newConnection) {
        connection = newConnection;
        input.submit();
    }

    private void onInput(ReadStream stream, LentBuffer buffer) {
        arrived = buffer;
        goOn();
    }

    private void onWritten(WriteOperation operation, long count) throws IOException {
        giveBackOutput();
        if (endsOutput && socket.isOpen()) {
            socket.shutdownOutput();
        }
        goOn();
    }

    private void onSent(SendFileOperation operation, long count) {
        writing = false;
        sent = count;
        goOn();
    }

    private void giveBackOutput() {
        writing = false;
        outputs.giveBack(output);
        output = null;
    }

    /** Reset by the peer, as any peer may, or closed by us. */
    private void fail(IOException why) {
        failure = why;
        if (socket.isOpen()) {
            connection.onReady();
        }
    }

    /** Lets the connection do what it can, until an operation is pending. */
    private void goOn() {
        if (isReady()) {
            connection.onReady();
        }
        if (isReady()) {
            loop.execute(goOn); // the others have their turn before
        }
    }

    private boolean isReady() {
        return !writing && (waitsForOutput || arrived != null || ended) && socket.isOpen();
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        check();
        if (arrived == null) {
            return ended ? -1 : 0;
        }
        int count = move(arrived.data(), buffer);
        if (!arrived.data().hasRemaining()) {
            giveBackInput();
        }
        return count;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        check();
        if (writing) {
            return 0;
        }
        output = outputs.take();
        int count = move(buffer, output);
        writing = true;
        write.buffer(output.flip()).submit();
        return count;
    }

    private void giveBackInput() {
        arrived.giveBack();
        arrived = null;
    }

    private static int move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count).position(to.position() + count);
        from.position(from.position() + count);
        return count;
    }

    @Override
    public long send(FileSource file, long positionBytes, long countBytes) throws IOException {
        check();
        long count = sent;
        sent = 0;
        if (count == 0 && !writing) {
            writing = true;
            SendFileOperation send = socket.sendFile(file, this::onSent).onFailure((operation, why) -> {
                writing = false;
                fail(why);
            });
            send.range(positionBytes, countBytes).submit();
        }
        return count;
    }

    @Override
    public void awaitReadable() {
        waitsForOutput = false;
        loop.execute(goOn);
    }

    @Override
    public void awaitWritable() {
        waitsForOutput = true;
        loop.execute(goOn);
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (writing) {
            endsOutput = true;
        } else {
            socket.shutdownOutput();
        }
    }

    @Override
    public void close() {
        if (arrived != null) {
            giveBackInput();
        }
        socket.close();
    }
}
