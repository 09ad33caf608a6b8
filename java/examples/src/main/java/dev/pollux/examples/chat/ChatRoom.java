package dev.pollux.examples.chat;

import dev.pollux.Dispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;

/** Everybody who talks here. The loop thread's own. */
final class ChatRoom {
    private final Dispatcher loop;
    private final ChatLimits limits;
    private final List<ChatMember> members = new ArrayList<>();
    private final Queue<String> farewells = new ArrayDeque<>();
    private boolean announcing;
    private int guests;
    private int slowDropped;

    ChatRoom(Dispatcher loop, ChatLimits limits) {
        this.loop = loop;
        this.limits = limits;
    }

    void enter(ChatLine connection) throws IOException {
        ChatMember member = new ChatMember(this, connection, "guest" + ++guests);
        member.open();
        members.add(member);
        member.tell("* you are " + member.name() + "; /nick NAME, /who, /quit");
        announce("* " + member.name() + " has come");
    }

    /** Called for a member once, when its connection is closed. That may be while something is being announced. */
    void left(ChatMember member, String why) {
        if (members.remove(member)) {
            farewells.add("* " + member.name() + " has left: " + why);
            tellFarewells();
        }
    }

    void droppedAsSlow() {
        slowDropped++;
    }

    /** Tells everybody, and so encodes once. Whoever's queue refuses is dropped, of which the rest then learn. */
    void announce(String line) {
        ByteBuffer bytes = encode(line);
        announcing = true;
        for (int i = members.size() - 1; i >= 0; i--) { // from the end, for one that is dropped leaves the list
            members.get(i).send(bytes.rewind());
        }
        announcing = false;
        tellFarewells();
    }

    private void tellFarewells() {
        String farewell;
        while (!announcing && (farewell = farewells.poll()) != null) {
            announce(farewell);
        }
    }

    static ByteBuffer encode(String line) {
        return ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    boolean isTaken(String name) {
        return members.stream().anyMatch(member -> member.name().equalsIgnoreCase(name));
    }

    String who() {
        return members.stream().map(ChatMember::name).sorted().collect(Collectors.joining(", "));
    }

    int memberCount() {
        return members.size();
    }

    /** How many bytes wait for all members together. */
    long queuedBytes() {
        return members.stream().mapToLong(ChatMember::queuedBytes).sum();
    }

    int slowDropped() {
        return slowDropped;
    }

    Dispatcher loop() {
        return loop;
    }

    ChatLimits limits() {
        return limits;
    }
}
