package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lists of buffers: checked where they are handed in, submitted as a whole, as short or long as they are. */
@WindowsTest
class BufferListTest {
    private static final int MANY = 3 * Overlapped.MAX_BUFFERS;

    /** Two bytes each, but for every fifth, which has none. */
    private static BufferList of(int count) {
        ByteBuffer[] all = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            all[i] = Port.direct(4).position(1).limit(i % 5 == 4 ? 1 : 3);
            for (int j = all[i].position(); j < all[i].limit(); j++) {
                all[i].put(j, (byte) (i * 2 + j));
            }
        }
        return new BufferList(all);
    }

    private static int bytes(BufferList list) {
        int bytes = 0;
        for (int i = 0; i < list.size(); i++) {
            bytes += list.get(i).remaining();
        }
        return bytes;
    }

    private static byte[] contents(BufferList list) {
        ByteBuffer all = ByteBuffer.allocate(bytes(list));
        for (int i = 0; i < list.size(); i++) {
            all.put(list.get(i).duplicate());
        }
        return all.array();
    }

    private static void clear(BufferList list) {
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < list.get(i).capacity(); j++) {
                list.get(i).put(j < list.get(i).limit() ? j : 0, (byte) 0);
            }
        }
    }

    @Test
    void streamsGatherAndScatterAllAtOnce() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            for (int count : new int[] {1, Overlapped.MAX_BUFFERS, Overlapped.MAX_BUFFERS + 1, MANY}) {
                BufferList from = of(count);
                BufferList into = of(count);
                clear(into);
                Overlapped send = port.acquire();
                port.expect(bytes(from), send, pair[0].submitSend(send, from));
                Overlapped receive = port.acquire();
                port.expect(bytes(from), receive, pair[1].submitReceive(receive, into));
                assertTrue(Arrays.equals(contents(from), contents(into)), () -> count + " buffers");
                assertEquals(1, into.get(0).position(), "positions stay");
            }
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void oneDatagramOfAll() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket a = port.add(WinsockDatagramSocket.open(Family.INET));
                WinsockDatagramSocket b = port.add(WinsockDatagramSocket.open(Family.INET))) {
            a.bind(Port.loopback(Family.INET));
            b.bind(Port.loopback(Family.INET));
            NativeAddress to = new NativeAddress();
            to.set(b.localAddress(), Family.INET);
            for (int count : new int[] {2, MANY}) {
                BufferList from = of(count);
                BufferList into = of(count);
                clear(into);
                Overlapped send = port.acquire();
                port.expect(bytes(from), send, a.submitSend(send, from, to));
                Overlapped receive = port.acquire();
                port.finish(receive, b.submitReceive(receive, into));
                assertEquals(bytes(from), receive.bytes());
                assertEquals(a.localAddress(), receive.sender());
                assertTrue(Arrays.equals(contents(from), contents(into)));
                receive.release();
            }
        }
    }

    /** The list may be changed while an operation of it is pending: the operation holds the buffers that it was submitted with. */
    @Test
    void aPendingOperationKeepsItsBuffers() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            BufferList list = of(MANY);
            ByteBuffer first = list.get(0);
            Overlapped receive = port.acquire();
            assertEquals(Overlapped.PENDING, pair[0].submitReceive(receive, list));
            assertEquals(MANY, receive.heldCount());
            list.set(0, Port.direct(2));
            // Others use the thread's scratch memory meanwhile.
            Overlapped send = port.acquire();
            int sent = pair[1].submitSend(send, of(MANY));
            assertEquals(Overlapped.PENDING, sent);
            port.next();
            port.next();
            assertEquals(send.bytes(), receive.bytes());
            assertEquals(0, receive.heldCount());
            assertEquals(1, first.get(1));
            assertEquals(2, first.get(2));
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void whatItRefusesLeavesTheOperationIdle() throws Exception {
        try (Port port = new Port()) {
            WinsockStreamSocket[] pair = port.connected(Family.INET);
            ByteBuffer large = Port.direct(1 << 26); // the same one, so that it needs no 2 GiB
            ByteBuffer[] all = new ByteBuffer[32];
            Arrays.fill(all, large);
            Overlapped operation = port.acquire();
            BufferList tooMany = new BufferList(all);
            assertThrows(IllegalArgumentException.class, () -> pair[0].submitReceive(operation, tooMany));
            assertThrows(IllegalArgumentException.class, () -> pair[0].submitSend(operation, tooMany));
            assertFalse(operation.isPending());
            assertEquals(0, operation.heldCount());
            BufferList readOnly = new BufferList(Port.direct(1), Port.direct(1).asReadOnlyBuffer());
            assertThrows(ReadOnlyBufferException.class, () -> pair[0].submitReceive(operation, readOnly));
            port.expect(2, operation, pair[0].submitSend(operation, readOnly));
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void checkedWhereItIsHandedIn() {
        assertThrows(IllegalArgumentException.class, BufferList::new);
        assertThrows(IllegalArgumentException.class, () -> new BufferList(Port.direct(1), ByteBuffer.allocate(1)));
        ByteBuffer[] array = {Port.direct(1), Port.direct(1)};
        BufferList list = new BufferList(array);
        ByteBuffer first = array[0];
        array[0] = null;
        assertSame(first, list.get(0));
        assertEquals(2, list.size());
        assertThrows(IllegalArgumentException.class, () -> list.set(1, ByteBuffer.allocate(1)));
        assertThrows(IndexOutOfBoundsException.class, () -> list.set(2, first));
        assertSame(array[1], list.get(1));
        assertSame(list, list.checkWritable());
        list.set(1, first.asReadOnlyBuffer());
        assertThrows(ReadOnlyBufferException.class, list::checkWritable);
    }
}
