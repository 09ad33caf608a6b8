package dev.pollux.examples.chat;

import dev.pollux.Backend;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.RunningLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A chat server: what one member says, all others read. One room, and so one loop. */
public final class ChatServer {
    private final LoopGroup loops;
    private final ChatRoom room;

    private ChatServer(LoopGroup loops, ChatRoom room) {
        this.loops = loops;
        this.room = room;
    }

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param backend null for the best
     * @param limits what a member may cost
     * @return the running server
     * @throws IOException if the address is not available
     */
    public static ChatServer start(InetSocketAddress address, Backend backend, ChatLimits limits) throws IOException {
        ChatRoom[] room = new ChatRoom[1];
        LoopGroup loops = LoopGroup.start(address, 1, backend, loop -> {
            room[0] = new ChatRoom(loop, limits);
            return room[0]::enter;
        });
        return new ChatServer(loops, room[0]);
    }

    /** {@return its loop} */
    public RunningLoops loops() {
        return loops;
    }

    /** {@return how many members there are} */
    public int memberCount() {
        return ask(ChatRoom::memberCount);
    }

    /** {@return how many bytes wait for all members together} */
    public long queuedBytes() {
        return ask(ChatRoom::queuedBytes);
    }

    /** {@return how many members were dropped because they did not read} */
    public int slowDropped() {
        return ask(ChatRoom::slowDropped);
    }

    private <T> T ask(Function<ChatRoom, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        room.loop().execute(() -> answer.complete(question.apply(room)));
        return answer.join();
    }
}
