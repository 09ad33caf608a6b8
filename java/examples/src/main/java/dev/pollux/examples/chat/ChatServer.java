package dev.pollux.examples.chat;

import dev.pollux.examples.server.CompletionLoops;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A chat server: what one member says, all others read. One room, and so one loop. */
public final class ChatServer {
    private static final int INPUT_BYTES = 16 * 1024;

    private final RunningLoops loops;
    private final ChatRoom room;

    private ChatServer(RunningLoops loops, ChatRoom room) {
        this.loops = loops;
        this.room = room;
    }

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param target what it is to run on
     * @param limits what a member may cost
     * @return the running server
     * @throws IOException if the address is not available
     */
    public static ChatServer start(InetSocketAddress address, Target target, ChatLimits limits) throws IOException {
        ChatRoom[] room = new ChatRoom[1];
        RunningLoops loops = target.mode() == Mode.COMPLETION
                ? CompletionLoops.start(address, 1, target.backend(), loop -> {
                    ChatRoom opened = room[0] = new ChatRoom(loop, limits);
                    return socket -> opened.enter(new CompletionLine(socket, limits));
                })
                : LoopGroup.start(address, 1, target.backend(), loop -> {
                    ChatRoom opened = room[0] = new ChatRoom(loop, limits);
                    ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
                    return socket -> opened.enter(new ReadinessLine(loop, socket, input, limits));
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
