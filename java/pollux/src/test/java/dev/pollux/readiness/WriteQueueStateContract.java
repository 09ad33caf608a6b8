package dev.pollux.readiness;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.StateScene;
import dev.pollux.StateTable;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a write queue in every state of it and its socket. */
@AnswersOfLinux
abstract class WriteQueueStateContract {
    private final Backend backend;

    WriteQueueStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<WriteQueue> t = new StateTable<>(WriteQueue.class, "WriteQueue");
        t.run("write(ByteBuffer)", q -> q.write(ByteBuffer.allocate(8)));
        t.run("write(ByteBuffer) empty", q -> q.write(ByteBuffer.allocate(0)));
        t.run("write(ByteBuffer) too long", q -> q.write(ByteBuffer.allocate(2 * LIMIT)));
        t.run("write(ByteBuffer) null", q -> q.write(null));
        t.call("offer(ByteBuffer)", q -> q.offer(ByteBuffer.allocate(8)));
        t.call("offer(ByteBuffer) null", q -> q.offer(null));
        t.run("write(ByteBuffer, Release)", q -> q.write(ByteBuffer.allocateDirect(2048), buffer -> {}));
        t.run("write(ByteBuffer, Release) short", q -> q.write(ByteBuffer.allocateDirect(8), buffer -> {}));
        t.run("write(ByteBuffer, Release) for nobody", q -> q.write(ByteBuffer.allocateDirect(8), null));
        t.call("offer(ByteBuffer, Release)", q -> q.offer(ByteBuffer.allocateDirect(2048), buffer -> {}));
        t.call("offer(ByteBuffer, Release) null", q -> q.offer(null, buffer -> {}));
        t.run("flush()", WriteQueue::flush);
        t.run("finish()", q -> {
            q.finish();
            q.finish();
        });
        t.call("pendingBytes()", q -> q.pendingBytes() > 0);
        t.call("limitBytes()", q -> q.limitBytes() == LIMIT);
        t.call("isAboveHighWater()", WriteQueue::isAboveHighWater);
        t.call("registration()", q -> q.registration() != null);
        t.call("toString()", q -> q.toString().startsWith("WriteQueue["));
        t.state("connecting", scene -> queue(scene, scene.connecting()));
        t.state("open", scene -> queue(scene, scene.connected()));
        t.state("full", scene -> full(queue(scene, scene.connected())));
        t.state("finishing", scene -> {
            WriteQueue q = full(queue(scene, scene.connected()));
            q.finish();
            return q;
        });
        t.state("finished", scene -> {
            WriteQueue q = queue(scene, scene.connected());
            q.finish();
            Await.until("it is finished", () -> q.toString().contains("finished"), () -> scene.port.poll(0));
            return q;
        });
        t.state("failed", scene -> {
            WriteQueue q = queue(scene, scene.resetAndTold());
            q.write(ByteBuffer.allocate(8));
            q.flush();
            Await.until("it has failed", () -> q.toString().contains("failed"), () -> scene.port.poll(0));
            return q;
        });
        t.state("closed", scene -> {
            WriteQueue q = queue(scene, scene.connected());
            q.registration().close();
            return q;
        });
        t.state("port closed", scene -> {
            WriteQueue q = queue(scene, scene.connected());
            scene.port.close();
            return q;
        });
        return t.tests(backend);
    }

    private static final int LIMIT = 1 << 20;

    private static WriteQueue queue(StateScene scene, StreamSocket socket) throws Exception {
        scene.port.errorHandler((source, failure) -> {});
        return WriteQueue.builder(scene.port.register(socket, Interest.NONE, TriggerMode.LEVEL, (r, readiness) -> {}))
                .limit(LIMIT)
                .open();
    }

    /** The system takes no more, and neither does the queue. */
    private static WriteQueue full(WriteQueue queue) {
        ByteBuffer much = ByteBuffer.allocate(LIMIT / 8);
        while (queue.offer(much.clear())) {
            queue.flush();
        }
        while (queue.offer(ByteBuffer.allocate(1))) {
            continue;
        }
        return queue;
    }
}
