package dev.pollux.examples.chat;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One connection: lines in, lines out. One that reads slower than the others talk costs what its queue's limit says, and
 * is dropped when it has been slow for too long. Nobody waits for it.
 */
final class ChatMember implements ReadinessCallback, WriteQueue.Listener {
    private static final int MAX_NAME_LENGTH = 20;

    /** Else the kernel keeps up to 4 MB for a member who does not read: tcp(7), tcp_wmem. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final ChatRoom room;
    private final StreamSocket socket;
    private final LoopTimer idle;
    private final LoopTimer slow;
    private final byte[] line;
    private int lineBytes;
    private String name;
    private Registration registration;
    private WriteQueue queue;
    private boolean quitting;
    private boolean leaving;

    ChatMember(ChatRoom room, StreamSocket socket, String name) {
        this.room = room;
        this.socket = socket;
        this.name = name;
        line = new byte[room.limits().lineBytes()];
        idle = room.loop().timer(() -> leave("silent for too long"));
        slow = room.loop().timer(this::tooSlow);
    }

    void open(ReadinessDispatcher loop) throws IOException {
        ChatLimits limits = room.limits();
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        registration = loop.register(socket, Interest.READ, this);
        queue = WriteQueue.builder(registration)
                .waterMarks(limits.highWaterBytes() / 4, limits.highWaterBytes())
                .limit(limits.queueBytes())
                .listener(this)
                .open();
        idle.schedule(limits.idleNanos());
    }

    String name() {
        return name;
    }

    int queuedBytes() {
        return queue.pendingBytes();
    }

    void tell(String text) {
        send(ChatRoom.encode(text));
    }

    void send(ByteBuffer bytes) {
        if (!leaving && !quitting && !queue.offer(bytes)) {
            tooSlow();
        }
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        ByteBuffer input = room.input();
        int count;
        try {
            count = socket.read(input);
        } catch (IOException e) {
            leave("connection lost");
            return;
        }
        if (count < 0) {
            leave("gone");
        } else if (count > 0) {
            idle.schedule(room.limits().idleNanos()); // the same timer again and again: no garbage
            take(input.flip());
        }
    }

    private void take(ByteBuffer input) {
        while (input.hasRemaining() && !leaving && !quitting) {
            byte b = input.get();
            if (b == '\n') {
                String text = new String(line, 0, lineBytes, StandardCharsets.UTF_8).strip();
                lineBytes = 0;
                if (!text.isEmpty()) {
                    said(text);
                }
            } else if (lineBytes == line.length) {
                leave("a line of more than " + line.length + " bytes");
            } else {
                line[lineBytes++] = b;
            }
        }
    }

    private void said(String text) {
        if (!text.startsWith("/")) {
            room.announce("<" + name + "> " + text);
        } else if (text.equals("/quit")) {
            tell("* goodbye");
            quitting = true;
            registration.modify(Interest.NONE);
            idle.cancel();
            slow.schedule(room.limits().slowNanos()); // for one who does not even read that
            queue.finish(); // closes when it has gone
        } else if (text.equals("/who")) {
            tell("* " + room.who());
        } else if (text.startsWith("/nick ")) {
            rename(text.substring("/nick ".length()).strip());
        } else {
            tell("* there are /nick NAME, /who and /quit");
        }
    }

    private void rename(String newName) {
        if (newName.isEmpty()
                || newName.length() > MAX_NAME_LENGTH
                || !newName.chars().allMatch(Character::isLetterOrDigit)) {
            tell("* a name has 1 to " + MAX_NAME_LENGTH + " letters and digits");
        } else if (room.isTaken(newName)) {
            tell("* " + newName + " is taken");
        } else {
            String before = name;
            name = newName;
            room.announce("* " + before + " is now " + newName);
        }
    }

    @Override
    public void onHighWater(WriteQueue full) {
        if (leaving) {
            return;
        }
        registration.modify(Interest.NONE); // who does not read has nothing to say
        slow.schedule(room.limits().slowNanos());
    }

    @Override
    public void onLowWater(WriteQueue drained) {
        if (!leaving && !quitting) {
            slow.cancel();
            registration.modify(Interest.READ);
        }
    }

    @Override
    public void onFinished(WriteQueue done) {
        leave("quit");
    }

    @Override
    public void onFailure(WriteQueue failed, IOException failure) {
        leave("connection lost");
    }

    private void tooSlow() {
        if (!leaving) {
            room.droppedAsSlow();
            leave("too slow");
        }
    }

    /** Closes, and tells the others. */
    private void leave(String why) {
        if (!leaving) {
            leaving = true;
            idle.cancel();
            slow.cancel();
            socket.close();
            room.left(this, why);
        }
    }
}
