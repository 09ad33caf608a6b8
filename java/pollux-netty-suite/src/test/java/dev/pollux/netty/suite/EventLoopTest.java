package dev.pollux.netty.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.testsuite.transport.AbstractSingleThreadEventLoopTest;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.condition.EnabledIf;

/** Netty's tests of event loops. */
@EnabledIf(value = "dev.pollux.netty.suite.Transport#isHere", disabledReason = "the system does not have it")
class EventLoopTest extends AbstractSingleThreadEventLoopTest {
    @Override
    protected boolean supportsChannelIteration() {
        return false; // no loop of Netty's on an IoHandler does, except its own nio's
    }

    @Override
    protected EventLoopGroup newEventLoopGroup() {
        return new MultiThreadIoEventLoopGroup(Transport.TESTED.handlers());
    }

    @Override
    protected EventLoopGroup newAutoScalingEventLoopGroup() {
        assumeTrue(Transport.TESTED.handlers().isChangingThreadSupported(), "its port has one thread for ever");
        return new MultiThreadIoEventLoopGroup(
                SCALING_MAX_THREADS, (Executor) null, AUTO_SCALING_CHOOSER_FACTORY, Transport.TESTED.handlers());
    }

    @Override
    protected Channel newChannel() {
        try {
            return Transport.TESTED.client().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<? extends ServerChannel> serverChannelClass() {
        return Transport.TESTED.server();
    }
}
