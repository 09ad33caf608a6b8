package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.internal.completion.CompletionPortWork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every completion backend that has datagrams keeps of streams of them. */
public abstract class CompletionReceiveStreamContract extends CompletionStreamsFixture {

    /** {@return false for a backend that has no datagrams} */
    protected boolean hasDatagrams() {
        return true;
    }

    private CompletionUdpSocket openUdp() throws IOException {
        assumeTrue(hasDatagrams(), "this backend has no datagrams");
        return port.openUdpSocket(loopback());
    }

    private void send(CompletionUdpSocket from, CompletionUdpSocket to, String text) throws IOException {
        assertEquals(text.length(), end(from.send(direct(text)).target(to.localAddress())).result);
    }

    final int taken() {
        return CompletionPortWork.of(port).lentBuffersTaken();
    }

    @Test
    void datagramsComeWholeWithTheirSenders() throws Exception {
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        List<InetSocketAddress> senders = new ArrayList<>();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> {
            senders.add(datagram.sender());
            assertFalse(datagram.isTruncated());
            heard.take(datagram);
            heard.bytes.write('|');
        }));
        stream.submit();
        send(client, server, "abc");
        send(client, server, "");
        send(client, server, "defgh");
        turnUntil("all", () -> heard.results == 3);
        assertEquals("abc||defgh|", heard.text());
        assertEquals(List.of(client.localAddress(), client.localAddress(), client.localAddress()), senders);
        assertTrue(stream.stop());
        turnUntil("the end", heard::isOver);
        assertEquals(1, heard.ends);
        assertTrue(stream.isStopped());
        assertEquals(0, taken());
        assertSame(server, stream.socket());
    }

    @Test
    void whatIsLongerThanABufferIsCutOff() throws Exception {
        assumeTrue(hasDatagrams(), "this backend has no datagrams");
        cutsOffWithBuffers(4);
        cutsOffWithBuffers(32);
    }

    private void cutsOffWithBuffers(int buffers) throws Exception {
        reopen(buffers, 3);
        CompletionUdpSocket server = openUdp();
        Heard heard = new Heard();
        List<Boolean> truncated = new ArrayList<>();
        server.receiveStream((same, datagram) -> {
                    truncated.add(datagram.isTruncated());
                    heard.take(datagram);
                })
                .submit();
        CompletionUdpSocket client = openUdp();
        send(client, server, "abcde");
        send(client, server, "fgh");
        turnUntil("both", () -> heard.results == 2);
        assertEquals("abcfgh", heard.text());
        assertEquals(List.of(true, false), truncated);
    }

    @Test
    void aDatagramIsSentBackAndGivenBack() throws Exception {
        CompletionUdpSocket server = openUdp();
        List<IOException> told = new ArrayList<>();
        server.receiveStream((same, datagram) -> {
                    if (datagram.receivedLength() == 3) {
                        server.sendAndGiveBack(datagram);
                    } else {
                        datagram.data().position(1);
                        server.sendAndGiveBack(datagram, (socket, failure) -> {
                            assertSame(server, socket);
                            told.add(failure);
                        });
                    }
                    assertThrows(IllegalStateException.class, datagram::giveBack);
                })
                .submit();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        client.receiveStream((same, datagram) -> heard.take(datagram)).submit();
        send(client, server, "abc");
        send(client, server, "defg");
        turnUntil("both", () -> heard.results == 2 && told.size() == 1);
        assertEquals("abcefg", heard.text());
        assertNull(told.get(0));
        server.close();
        client.close();
        turnUntil("nothing is pending", () -> port.pendingOperations() == 0);
        assertEquals(0, taken());
    }

    @Test
    void ofTwoSendersEachGetsItsOwnReply() throws Exception {
        CompletionUdpSocket server = openUdp();
        List<LentDatagram> held = new ArrayList<>();
        server.receiveStream((same, datagram) -> held.add(datagram)).submit();
        CompletionUdpSocket one = openUdp();
        CompletionUdpSocket two = openUdp();
        Heard first = new Heard();
        Heard second = new Heard();
        one.receiveStream((same, datagram) -> first.take(datagram)).submit();
        two.receiveStream((same, datagram) -> second.take(datagram)).submit();
        send(one, server, "one");
        send(two, server, "two");
        turnUntil("both", () -> held.size() == 2);
        server.sendAndGiveBack(held.get(1));
        server.sendAndGiveBack(held.get(0), two.localAddress(), null);
        turnUntil("both replies", () -> second.results == 2);
        assertEquals("twoone", second.text());
        assertEquals(0, first.results);
        assertThrows(IllegalStateException.class, held.get(0)::sender);
    }

    @Test
    void aReceiveStreamWaitsForBuffersToo() throws Exception {
        assumeTrue(hasDatagrams(), "this backend has no datagrams");
        reopen(2, 64);
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> heard.keep(datagram)));
        stream.submit();
        for (String text : List.of("a", "b", "c")) {
            send(client, server, text);
        }
        turnUntil("two", () -> heard.results == 2);
        settle();
        assertEquals(2, heard.results);
        heard.buffers.get(0).giveBack();
        turnUntil("the third", () -> heard.results == 3);
        assertEquals("abc", heard.text());
        assertTrue(stream.stop(), "while it waits for a buffer");
        turnUntil("the end", heard::isOver);
        heard.buffers.get(1).giveBack();
        heard.buffers.get(2).giveBack();
        assertEquals(0, taken());
    }

    /** More than there are buffers, all at once, while the program keeps what it gets. */
    @Test
    void aBurstWaitsForBuffers() throws Exception {
        assumeTrue(hasDatagrams(), "this backend has no datagrams");
        reopen(builder().lentBuffers(16, 64));
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> heard.keep(datagram)))
                .window(16);
        stream.submit();
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String text = Character.toString('A' + i);
            send(client, server, text);
            sent.append(text);
        }
        settle();
        assertTrue(heard.results >= 12 && heard.results <= 16, () -> heard.results + " of 16");
        while (heard.results < 40) {
            int before = heard.results;
            assertTrue(!heard.buffers.isEmpty(), () -> before + " have come, and no buffer is out");
            heard.buffers.forEach(LentBuffer::giveBack);
            heard.buffers.clear();
            turnUntil("more", () -> heard.results > before);
        }
        assertEquals(sent.toString(), heard.text());
        heard.buffers.forEach(LentBuffer::giveBack);
        assertTrue(stream.stop());
        turnUntil("the end", heard::isOver);
        assertEquals(List.of(), heard.failures);
        assertEquals(0, taken());
    }

    @Test
    void whatComesDuringAPauseIsToldAfterIt() throws Exception {
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> {
            heard.take(datagram);
            if (heard.results == 1) {
                same.pause();
            }
        }));
        stream.submit();
        for (String text : List.of("a", "b", "", "d", "e")) {
            send(client, server, text);
        }
        settle();
        assertEquals("a", heard.text());
        send(client, server, "f");
        settle();
        assertEquals(1, heard.results);
        stream.resume();
        turnUntil("all", () -> heard.results == 6);
        assertEquals("abdef", heard.text());
        stream.pause();
        assertTrue(stream.stop());
        turnUntil("the end", heard::isOver);
        assertEquals(0, taken());
    }

    @Test
    void aPausedStreamTakesNoMoreBuffers() throws Exception {
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> heard.take(datagram)));
        stream.submit();
        send(client, server, "a");
        turnUntil("it", () -> heard.results == 1);
        stream.pause();
        settle();
        for (int i = 0; i < 20; i++) {
            send(client, server, "b");
        }
        settle();
        assertEquals(1, heard.results);
        assertTrue(taken() <= 1, () -> taken() + " buffers"); // a receive that waits may have one
        stream.resume();
        turnUntil("all", () -> heard.results == 21);
        assertTrue(stream.stop());
        turnUntil("the end", heard::isOver);
    }

    /** Each datagram goes to one of them, and none of the two is forgotten. */
    @Test
    void aReceiveBesideAStreamHasItsTurn() throws Exception {
        CompletionUdpSocket server = openUdp();
        CompletionUdpSocket client = openUdp();
        Heard heard = new Heard();
        ReceiveStream stream = heard.ends(server.receiveStream((same, datagram) -> heard.take(datagram)));
        stream.submit();
        settle();
        int received = 0;
        int sent = 0;
        for (int i = 0; i < 5; i++) {
            Told receive = submit(server.receive(direct("....")));
            while (receive.count() == 0) {
                assertTrue(sent < 100, "the receive gets none");
                send(client, server, "x");
                sent++;
                settle();
            }
            assertEquals(1, receive.result);
            received++;
            int expected = heard.results + 1; // and the stream after it
            send(client, server, "x");
            sent++;
            turnUntil("the stream's", () -> heard.results >= expected);
        }
        assertEquals(sent, received + heard.results);
        server.close();
        turnUntil("the end", heard::isOver);
    }

    @Test
    void aClosedUdpSocketEndsItsStream() throws Exception {
        CompletionUdpSocket server = openUdp();
        Heard heard = new Heard();
        heard.ends(server.receiveStream((same, datagram) -> heard.take(datagram)))
                .submit();
        settle();
        server.close();
        turnUntil("the end", heard::isOver);
        assertEquals(List.of("failure"), heard.order);
        assertInstanceOf(AsynchronousCloseException.class, heard.failures.get(0));
        assertEquals(0, taken());
    }
}
