package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.DescriptorShortage;
import dev.pollux.system.SystemCallException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** No descriptor left in accept: in a JVM of its own. */
@EnabledOnOs(OS.LINUX)
@EachBackend
class EmfileTest {
    private static final String PAUSED = "the listener paused, and served the connection that waited";

    @Parameter
    Backend backend;

    @Test
    void acceptPausesTheListenerInsteadOfSpinningAndRecovers() throws Exception {
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        TransportScene.require(backend);
        assertTrue(ChildJvm.run(List.of(), List.of(), EmfileTest.class, backend.name())
                .contains(PAUSED));
    }

    private static final class Listens extends ChannelInboundHandlerAdapter {
        final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        final BlockingQueue<Boolean> autoReads = new LinkedBlockingQueue<>();

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.fireExceptionCaught(cause); // to ServerBootstrap, which pauses it
            autoReads.add(context.channel().config().isAutoRead());
            failures.add(cause);
        }
    }

    /**
     * The child.
     *
     * @param arguments the backend
     * @throws Exception if the listener does not behave
     */
    public static void main(String[] arguments) throws Exception {
        Listens listens = new Listens();
        try (Loops loops = new Loops(PolluxIoHandler.newFactory(Backend.valueOf(arguments[0])), 1);
                DescriptorShortage shortage = new DescriptorShortage();
                Socket client = new Socket()) {
            Channel listener = Loops.listen(loops.server(EchoHandler::new).handler(listens));
            try (Socket before = new Socket()) { // what it needs is loaded
                before.connect(Loops.addressOf(listener));
                before.getOutputStream().write(1);
                require(before.getInputStream().read() == 1, "no echo at first");
            }
            client.bind(null); // makes its descriptor now
            InternalLoggerFactory.getInstance(EmfileTest.class).warn("What Netty's own warning needs is loaded.");
            autoRead(listener, false);
            autoRead(listener, true);
            autoRead(listener, false); // a ring keeps the limit that there was when the accept was begun
            shortage.exhaust();
            autoRead(listener, true);
            client.connect(Loops.addressOf(listener));
            Throwable failure = listens.failures.poll(20, TimeUnit.SECONDS);
            shortage.raise();
            require(failure != null, "no failure was told");
            require(SystemCallException.of(failure).codeName().equals("EMFILE"), failure.toString());
            require(!listens.autoReads.take(), "the listener went on");
            client.getOutputStream().write(2);
            require(client.getInputStream().read() == 2, "the connection that waited is not served");
            require(listens.failures.isEmpty(), "the failure was told more than once: " + listens.failures);
            Await.until("the listener goes on", () -> listener.config().isAutoRead(), Thread::onSpinWait);
        }
        System.out.println(PAUSED);
    }

    /** Returns when the loop has made a turn with it. */
    private static void autoRead(Channel listener, boolean on) throws InterruptedException {
        listener.eventLoop().submit(() -> listener.config().setAutoRead(on)).sync();
        listener.eventLoop().submit(() -> {}).sync();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
