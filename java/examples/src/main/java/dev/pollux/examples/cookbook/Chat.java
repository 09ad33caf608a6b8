package dev.pollux.examples.cookbook;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one member says, all others get, line by line. Nobody waits for a member that does not read. */
public final class Chat {
    private static final int MAX_LINE_BYTES = 1024;
    private static final int QUEUE_BYTES = 256 * 1024; // what a member may be behind

    private final ReadinessDispatcher loop;
    private final Set<Member> members = new LinkedHashSet<>(); // used on the loop's thread only
    private final ByteBuffer input = ByteBuffer.allocateDirect(16 * 1024); // shared: it is empty between two events

    private Chat(ReadinessDispatcher loop) {
        this.loop = loop;
    }

    private void join(StreamSocket socket) throws IOException {
        Member member = new Member(socket);
        Registration registration = loop.register(socket, Interest.READ, member);
        member.queue = WriteQueue.builder(registration)
                .limit(QUEUE_BYTES)
                .listener(member)
                .open();
        members.add(member);
    }

    private final class Member implements ReadinessCallback, WriteQueue.Listener {
        private final StreamSocket socket;
        private final ByteBuffer line = ByteBuffer.allocate(MAX_LINE_BYTES);
        private WriteQueue queue;

        private Member(StreamSocket socket) {
            this.socket = socket;
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) {
            try {
                if (socket.read(input.clear()) < 0) {
                    leave();
                    return;
                }
            } catch (IOException e) { // a reset
                leave();
                return;
            }
            input.flip();
            while (input.hasRemaining()) {
                byte next = input.get();
                line.put(next);
                if (next == '\n') {
                    tellOthers();
                } else if (!line.hasRemaining()) { // longer than a line may be
                    leave();
                    return;
                }
            }
        }

        private void tellOthers() {
            line.flip();
            for (Member other : Set.copyOf(members)) { // a copy, because leave() changes the set
                if (other != this && !other.queue.offer(line.duplicate())) {
                    other.leave(); // it is too far behind
                }
            }
            line.clear();
        }

        @Override
        public void onFailure(WriteQueue failed, IOException failure) {
            leave();
        }

        private void leave() {
            members.remove(this);
            socket.close();
        }
    }

    /** Argument: the port. */
    public static void main(String[] args) throws IOException {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            Chat chat = new Chat(loop);
            var listener = loop.listen(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), chat::join);
            System.out.println(
                    "listening on port " + listener.localInetAddress().getPort());
            loop.run();
        }
    }
}
