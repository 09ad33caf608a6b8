package dev.pollux.examples.chat;

import dev.pollux.LoopTimer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One connection: lines in, lines out. One that reads slower than the others talk costs what its queue's limit says, and
 * is dropped when it has been slow for too long. Nobody waits for it.
 */
final class ChatMember implements ChatLine.Listener {
    private static final int MAX_NAME_LENGTH = 20;

    private final ChatRoom room;
    private final ChatLine connection;
    private final LoopTimer idle;
    private final LoopTimer slow;
    private final byte[] line;
    private int lineBytes;
    private String name;
    private boolean quitting;
    private boolean leaving;

    ChatMember(ChatRoom room, ChatLine connection, String name) {
        this.room = room;
        this.connection = connection;
        this.name = name;
        line = new byte[room.limits().lineBytes()];
        idle = room.loop().timer(() -> leave("silent for too long"));
        slow = room.loop().timer(this::tooSlow);
    }

    void open() throws IOException {
        connection.open(this);
        idle.schedule(room.limits().idleNanos());
    }

    String name() {
        return name;
    }

    int queuedBytes() {
        return connection.pendingBytes();
    }

    void tell(String text) {
        send(ChatRoom.encode(text));
    }

    void send(ByteBuffer bytes) {
        if (!leaving && !quitting && !connection.offer(bytes)) {
            tooSlow();
        }
    }

    @Override
    public void onInput(ByteBuffer input) {
        idle.schedule(room.limits().idleNanos()); // the same timer again and again: no garbage
        take(input);
    }

    @Override
    public void onEnd() {
        leave("gone");
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
            connection.pause();
            idle.cancel();
            slow.schedule(room.limits().slowNanos()); // for one who does not even read that
            connection.finish(); // closes when it has gone
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
    public void onHighWater() {
        if (leaving) {
            return;
        }
        connection.pause(); // who does not read has nothing to say
        slow.schedule(room.limits().slowNanos());
    }

    @Override
    public void onLowWater() {
        if (!leaving && !quitting) {
            slow.cancel();
            connection.resume();
        }
    }

    @Override
    public void onFinished() {
        leave("quit");
    }

    @Override
    public void onFailure() {
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
            connection.close();
            room.left(this, why);
        }
    }
}
