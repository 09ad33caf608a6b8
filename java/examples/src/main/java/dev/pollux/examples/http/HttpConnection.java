package dev.pollux.examples.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Moves bytes between a transport and a session. Reads only while nothing waits to be written, so a client that does not
 * read costs what one input and one output buffer hold, and no more.
 */
public final class HttpConnection {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** A large file to a fast reader lets the others have their turn after as much. */
    private static final long SEND_BUDGET_BYTES = 1024 * 1024;

    /** How long the client may take to notice that the connection ends. */
    private static final int LINGER_SECONDS = 2;

    private static final long NONE = -1;

    private final HttpLoop loop;
    private final Transport transport;
    private final HttpSession session;
    private ByteBuffer unwritten;
    private ByteBuffer unserved = EMPTY;
    private FileBody file;
    private long filePosition;
    private boolean blocked;
    private boolean closing;
    private boolean lingering;
    private boolean closed;
    private long activeSeconds;
    private long requestSeconds = NONE;
    private long requestNumber;

    /** Its place among the loop's connections. */
    int index;

    HttpConnection(HttpLoop loop, Transport transport, HttpSession session) {
        this.loop = loop;
        this.transport = transport;
        this.session = session;
        this.activeSeconds = loop.nowSeconds();
    }

    /** Goes on with what it waited for: input, or room for output. */
    public void onReady() {
        try {
            ByteBuffer input = blocked ? resume() : read();
            if (input != null) {
                serve(input);
            }
        } catch (IOException e) {
            close(); // the peer is gone: nobody is left to be told
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** {@return what has come, or null if there is nothing to be served} */
    private ByteBuffer read() throws IOException {
        ByteBuffer input = loop.input().clear();
        int count = transport.read(input);
        if (count < 0) {
            close();
        }
        if (count <= 0 || lingering) {
            return null;
        }
        activeSeconds = loop.nowSeconds();
        return input.flip();
    }

    private void serve(ByteBuffer input) throws IOException {
        ByteBuffer output = loop.output();
        HttpSession.Step step;
        do {
            step = session.advance(input, output.clear());
            file = session.takeFile();
            filePosition = 0;
            closing = step == HttpSession.Step.CLOSE;
            if (!drain(output.flip())) {
                block(input, output);
                return;
            }
        } while (step == HttpSession.Step.OUTPUT_FULL || step == HttpSession.Step.SEND_FILE);
        noteRequest();
        if (closing) {
            linger();
        } else if (blocked) {
            blocked = false;
            transport.awaitReadable();
        }
    }

    /** {@return the input that had to wait for the output to go, or null if the output has not, or was the last} */
    private ByteBuffer resume() throws IOException {
        if (!drain(unwritten)) {
            return null;
        }
        unwritten = EMPTY;
        if (closing) {
            linger();
            return null;
        }
        ByteBuffer input = unserved;
        unserved = EMPTY;
        return input;
    }

    /** Writes, once, and then sends the file. It returns false if either would block. */
    private boolean drain(ByteBuffer output) throws IOException {
        if (output.hasRemaining()) {
            if (transport.write(output) > 0) {
                activeSeconds = loop.nowSeconds();
            }
            if (output.hasRemaining()) {
                return false;
            }
        }
        return file == null || sendFile();
    }

    private boolean sendFile() throws IOException {
        long budgetEnd = Math.min(file.bytes(), filePosition + SEND_BUDGET_BYTES);
        while (filePosition < budgetEnd) {
            long count = transport.send(file.file(), filePosition, budgetEnd - filePosition);
            if (count == 0) {
                if (file.file().size() <= filePosition) {
                    throw new IOException("the file was cut while it was sent");
                }
                return false;
            }
            filePosition += count;
            activeSeconds = loop.nowSeconds();
        }
        if (filePosition < file.bytes()) {
            return false;
        }
        closeFile();
        return true;
    }

    /** Keeps what the loop's buffers hold, which are for the next connection's use. */
    private void block(ByteBuffer input, ByteBuffer output) {
        unwritten = copyOfRemaining(output);
        unserved = input == loop.input() ? copyOfRemaining(input) : input;
        if (!blocked) {
            blocked = true;
            transport.awaitWritable();
        }
    }

    private static ByteBuffer copyOfRemaining(ByteBuffer buffer) {
        return buffer.hasRemaining()
                ? ByteBuffer.allocate(buffer.remaining()).put(buffer).flip()
                : EMPTY;
    }

    /** A close with input unread would be a reset, which can take the last response with it (RFC 9112 section 9.6). */
    private void linger() throws IOException {
        transport.shutdownOutput();
        lingering = true;
        activeSeconds = loop.nowSeconds();
        if (blocked) {
            blocked = false;
            transport.awaitReadable();
        }
    }

    private void noteRequest() {
        if (session.isIdle()) {
            requestSeconds = NONE;
        } else if (requestSeconds == NONE || requestNumber != session.requests()) {
            requestSeconds = loop.nowSeconds();
            requestNumber = session.requests();
        }
    }

    /** Closes if something takes too long. The seconds are whole ones, hence "more than", which is never early. */
    void checkTime(long nowSeconds) {
        HttpLimits limits = loop.limits();
        if (lingering) {
            if (nowSeconds - activeSeconds > LINGER_SECONDS) {
                close();
            }
        } else if (nowSeconds - activeSeconds > limits.idleSeconds()) {
            close();
        } else if (!blocked && requestSeconds != NONE && nowSeconds - requestSeconds > limits.requestSeconds()) {
            refuse(HttpStatus.REQUEST_TIMEOUT);
        }
    }

    private void refuse(HttpStatus status) {
        try {
            ByteBuffer output = loop.output().clear();
            session.refuse(status, output);
            transport.write(output.flip());
            linger();
        } catch (IOException e) {
            close();
        }
    }

    /** Closes the connection. A second call does nothing. */
    public void close() {
        if (!closed) {
            closed = true;
            closeFile();
            transport.close();
            loop.remove(this);
        }
    }

    private void closeFile() {
        if (file != null) {
            file.file().close();
            file = null;
        }
    }
}
