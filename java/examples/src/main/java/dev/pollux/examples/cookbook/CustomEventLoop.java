package dev.pollux.examples.cookbook;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A program that has a loop of its own, a game's for instance: frames, tasks of other threads, and sockets by one port. */
public final class CustomEventLoop {
    private static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / 60;

    private final ReadinessPort port;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private boolean running = true; // used on the loop's thread only
    private long frames;

    private CustomEventLoop(ReadinessPort port) {
        this.port = port;
    }

    private void run() throws IOException {
        long nextFrame = System.nanoTime() + FRAME_NANOS;
        while (running) {
            long wait = tasks.isEmpty() ? Math.max(0, nextFrame - System.nanoTime()) : 0;
            if (port.await(wait) > 0) { // it waits, and calls nothing
                port.deliver(); // the callbacks, on this thread
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (System.nanoTime() - nextFrame >= 0) {
                frames++;
                nextFrame = System.nanoTime() + FRAME_NANOS;
            }
        }
    }

    /** From any thread: the task first, then the wakeup, so that the loop never sleeps over a task. */
    private void hand(Runnable task) {
        tasks.add(task);
        port.wakeup(); // a system call only if the loop waits
    }

    private void listen(StreamListener listener) throws IOException {
        port.register(listener, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
            for (StreamSocket socket = listener.accept(); socket != null; socket = listener.accept()) {
                StreamSocket accepted = socket;
                port.register(accepted, Interest.READ, TriggerMode.LEVEL, (same, ready) -> answer(accepted));
            }
        });
    }

    /** Any byte is a question: how many frames have there been? What the callback throws goes to the port's error handler. */
    private void answer(StreamSocket socket) throws IOException {
        if (socket.read(buffer.clear()) < 0) {
            socket.close();
            return;
        }
        byte[] text = ("frame " + frames + "\n").getBytes();
        if (socket.write(ByteBuffer.wrap(text)) < text.length) {
            socket.close(); // it takes no answers. A WriteQueue would keep what is left
        }
    }

    /** Argument: the port. It ends with its standard input. */
    public static void main(String[] args) throws IOException {
        try (ReadinessPort port = ReadinessPort.open();
                StreamListener listener = port.openListener()) {
            CustomEventLoop loop = new CustomEventLoop(port);
            listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), StreamListener.MAX_BACKLOG);
            loop.listen(listener);
            Thread input = new Thread(() -> {
                new BufferedReader(new InputStreamReader(System.in))
                        .lines()
                        .forEach(line -> loop.hand(() -> System.out.println("said: " + line)));
                loop.hand(() -> loop.running = false);
            });
            input.setDaemon(true);
            input.start();
            System.out.println(
                    "listening on port " + listener.localInetAddress().getPort());
            loop.run();
        }
    }
}
