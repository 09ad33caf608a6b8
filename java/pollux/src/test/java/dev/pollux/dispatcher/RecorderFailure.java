package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.internal.recording.Recorded;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;

/**
 * A loop that serves while Flight Recorder fails at each of its events, in a JVM of its own: its boot class path has classes of
 * the events' names that throw.
 */
final class RecorderFailure {
    private RecorderFailure() {}

    /**
     * Tells what has become of the loop.
     *
     * @param arguments the backend
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        List<Throwable> reports = new ArrayList<>();
        try (Recording recording = new Recording();
                ReadinessDispatcher loop = ReadinessDispatcher.builder()
                        .backend(Backend.valueOf(arguments[0]))
                        .errorHandler((source, failure) -> reports.add(failure))
                        .open()) {
            recording.enable("test.Any");
            recording.start();
            loop.execute(() -> Recorded.hold(loop));
            loop.runOnce(0);
            System.out.println("a task: " + (told(reports, "SlowCallbackEvent") && told(reports, "SlowTurnEvent")));
            Await.until("a wait that was seen", () -> told(reports, "LongWaitEvent"), () -> loop.runOnce(50_000_000));
            System.out.println("a wait");
            System.out.println("a connection: " + echo(loop));
        }
        System.out.println("closed");
    }

    /** {@return true if this event's failure was told; how often, and which else, is the loop's affair} */
    private static boolean told(List<Throwable> reports, String event) {
        return reports.stream().anyMatch(each -> each.toString().equals("java.lang.InternalError: " + event));
    }

    private static int echo(ReadinessDispatcher loop) throws Exception {
        StreamListener listener = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> {
            loop.register(socket, Interest.READ, (registration, readiness) -> {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                if (socket.read(buffer) > 0) {
                    socket.write(buffer.flip());
                }
            });
        });
        try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
            peer.write(ByteBuffer.wrap(new byte[] {42}));
            peer.configureBlocking(false);
            ByteBuffer answer = ByteBuffer.allocate(1);
            Await.until("the echo", () -> peer.read(answer) != 0, () -> loop.runOnce(1_000_000));
            return answer.get(0);
        }
    }
}
