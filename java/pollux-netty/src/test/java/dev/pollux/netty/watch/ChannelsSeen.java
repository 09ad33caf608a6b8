package dev.pollux.netty.watch;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose channels there are beneath a framework that shows none. Netty calls it for each channel that a bootstrap makes, if {@code
 * -Dio.netty.bootstrap.extensions=serviceload} is said.
 */
public final class ChannelsSeen extends ChannelInitializerExtension {
    private static final Set<Class<?>> CLASSES = ConcurrentHashMap.newKeySet();

    /** {@return the classes of the channels since {@link #forget}} */
    public static Set<Class<?>> classes() {
        return Set.copyOf(CLASSES);
    }

    public static void forget() {
        CLASSES.clear();
    }

    @Override
    public void postInitializeClientChannel(Channel channel) {
        CLASSES.add(channel.getClass());
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel channel) {
        CLASSES.add(channel.getClass());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        CLASSES.add(channel.getClass());
    }
}
