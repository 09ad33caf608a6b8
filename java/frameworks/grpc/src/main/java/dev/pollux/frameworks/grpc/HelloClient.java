package dev.pollux.frameworks.grpc;

import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxSocketChannel;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Loads a server of gRPC, with a call under way on each of its connections. Its arguments are the port, the number of connections and
 * the seconds. It prints the number of calls, and ends with a failure if one of them had no answer or a wrong one.
 */
public final class HelloClient {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final CountDownLatch underWay;
    private final long endNanos;

    private HelloClient(int connections, int seconds) {
        underWay = new CountDownLatch(connections);
        endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** One call after the other, until the time is over or one fails. */
    private final class Caller implements StreamObserver<String> {
        private final ManagedChannel channel;
        private final String name;
        private String answer;

        private Caller(ManagedChannel channel, int number) {
            this.channel = channel;
            this.name = "caller " + number;
        }

        void call() {
            answer = null;
            ClientCalls.asyncUnaryCall(
                    channel.newCall(Greeter.HELLO, CallOptions.DEFAULT.withWaitForReady()), name, this);
        }

        @Override
        public void onNext(String value) {
            answer = value;
        }

        @Override
        public void onError(Throwable failure) {
            failed(failure.toString());
        }

        @Override
        public void onCompleted() {
            if (!("Hello, " + name + "!").equals(answer)) {
                failed("the answer was " + answer);
                return;
            }
            calls.incrementAndGet();
            if (System.nanoTime() - endNanos < 0) {
                call();
            } else {
                underWay.countDown();
            }
        }

        private void failed(String what) {
            System.err.println(name + ": " + what);
            errors.incrementAndGet();
            underWay.countDown();
        }
    }

    private boolean run(int port, int connections) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, PolluxIoHandler.newFactory());
        List<ManagedChannel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port)
                    .channelType(PolluxSocketChannel.class)
                    .eventLoopGroup(loops)
                    .usePlaintext()
                    .build();
            channels.add(channel);
            new Caller(channel, i).call();
        }
        underWay.await();
        for (ManagedChannel channel : channels) {
            channel.shutdown().awaitTermination(20, TimeUnit.SECONDS);
        }
        loops.shutdownGracefully(0, 20, TimeUnit.SECONDS).sync();
        System.out.println(calls + " calls, " + errors + " errors");
        return errors.get() == 0;
    }

    /** Runs for the seconds that it is told. */
    public static void main(String[] args) throws InterruptedException {
        int connections = Integer.parseInt(args[1]);
        HelloClient client = new HelloClient(connections, Integer.parseInt(args[2]));
        if (!client.run(Integer.parseInt(args[0]), connections)) {
            System.exit(1);
        }
    }
}
