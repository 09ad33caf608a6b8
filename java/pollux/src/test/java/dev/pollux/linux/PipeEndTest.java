package dev.pollux.linux;

import static dev.pollux.linux.Streams.bytes;
import static dev.pollux.linux.Streams.direct;
import static dev.pollux.linux.Streams.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@LinuxTest
class PipeEndTest {
    private PipeEnd reader;
    private PipeEnd writer;

    @BeforeEach
    void open() throws IOException {
        PipeEnd[] ends = PipeEnd.open();
        reader = ends[0];
        writer = ends[1];
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
    }

    @Test
    void carriesBytesFromAndToSeveralBuffers() throws IOException {
        assertEquals(9, writer.send(bytes("one"), direct("two"), bytes("six")));
        ByteBuffer first = ByteBuffer.allocate(4);
        ByteBuffer second = ByteBuffer.allocateDirect(16);
        assertEquals(9, reader.receive(first, second));
        assertEquals("onetwosix", text(first.flip()) + text(second.flip()));
    }

    @Test
    void wouldBlockWhenEmptyAndWhenFull() throws IOException {
        assertEquals(0, reader.receive(ByteBuffer.allocate(1)));
        ByteBuffer page = ByteBuffer.allocateDirect(4096);
        long sent = 0;
        for (long n = writer.send(page); n > 0; n = writer.send(page.clear())) {
            sent += n;
        }
        assertEquals(0, writer.send(page.clear()));
        ByteBuffer sink = ByteBuffer.allocateDirect(1 << 20);
        long received = 0;
        for (long n = reader.receive(sink.clear()); n > 0; n = reader.receive(sink.clear())) {
            received += n;
        }
        assertTrue(sent > 0);
        assertEquals(sent, received);
    }

    @Test
    void endsWhenTheWriterIsClosedAndAllWasRead() throws IOException {
        writer.send(bytes("x"));
        writer.close();
        assertEquals(1, reader.receive(ByteBuffer.allocate(8)));
        assertEquals(-1, reader.receive(ByteBuffer.allocate(8)));
        assertEquals(0, reader.receive(ByteBuffer.allocate(0)));
    }

    @Test
    void aBrokenPipeIsAnErrorAndNotASignal() {
        reader.close();
        IOException broken = assertThrows(IOException.class, () -> writer.send(bytes("x")));
        assertEquals(Errno.EPIPE, SystemCallException.of(broken).code());
    }

    @Test
    void theWrongEndIsRefused() {
        IOException read = assertThrows(IOException.class, () -> writer.receive(ByteBuffer.allocate(1)));
        assertEquals(Errno.EBADF, SystemCallException.of(read).code());
        IOException write = assertThrows(IOException.class, () -> reader.send(bytes("x")));
        assertEquals(Errno.EBADF, SystemCallException.of(write).code());
    }

    @Test
    void badBuffersAndClosedEndsAreRefused() {
        assertThrows(
                ReadOnlyBufferException.class,
                () -> reader.receive(ByteBuffer.allocate(8).asReadOnlyBuffer()));
        reader.close();
        writer.close();
        assertThrows(ClosedChannelException.class, () -> reader.receive(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> writer.send(bytes("x")));
    }

    @Test
    void isPolledLikeAnyDescriptor() throws IOException {
        try (Epoll epoll = Epoll.create()) {
            EpollEvents events = new EpollEvents(4);
            epoll.add(reader, Epoll.IN, 1);
            assertEquals(0, epoll.await(events, 0));
            writer.send(bytes("x"));
            assertEquals(1, epoll.await(events, Epoll.INFINITE));
            assertEquals(Epoll.IN, events.events(0));
        }
    }
}
