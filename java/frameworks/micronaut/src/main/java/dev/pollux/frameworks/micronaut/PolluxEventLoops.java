package dev.pollux.frameworks.micronaut;

import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.micronaut.http.netty.channel.EventLoopGroupConfiguration;
import io.micronaut.http.netty.channel.EventLoopGroupFactory;
import io.micronaut.http.netty.channel.NettyChannelType;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Micronaut's event loops and channels on Pollux. {@code application.properties} takes them, by their name: once for the loops that
 * accept, once for all others.
 */
@Singleton
@Named("pollux")
public final class PolluxEventLoops implements EventLoopGroupFactory {
    @Override
    public boolean isNative() {
        return true;
    }

    @Override
    public IoHandlerFactory createIoHandlerFactory(EventLoopGroupConfiguration configuration) {
        return PolluxIoHandler.newFactory();
    }

    /** Micronaut 4 asks for this one. It is to be removed there: then nobody does. */
    @Override
    @SuppressWarnings("removal")
    public IoHandlerFactory createIoHandlerFactory() {
        return PolluxIoHandler.newFactory();
    }

    @Override
    public Class<? extends Channel> channelClass(NettyChannelType type) {
        return switch (type) {
            case SERVER_SOCKET -> PolluxServerSocketChannel.class;
            case CLIENT_SOCKET -> PolluxSocketChannel.class;
            case DOMAIN_SERVER_SOCKET -> PolluxServerDomainSocketChannel.class;
            case DOMAIN_SOCKET -> PolluxDomainSocketChannel.class;
            case DATAGRAM_SOCKET -> PolluxDatagramChannel.class;
        };
    }

    @Override
    public Class<? extends Channel> channelClass(NettyChannelType type, EventLoopGroupConfiguration configuration) {
        return channelClass(type);
    }

    @Override
    public Channel channelInstance(NettyChannelType type, EventLoopGroupConfiguration configuration) {
        return switch (type) {
            case SERVER_SOCKET -> new PolluxServerSocketChannel();
            case CLIENT_SOCKET -> new PolluxSocketChannel();
            case DOMAIN_SERVER_SOCKET -> new PolluxServerDomainSocketChannel();
            case DOMAIN_SOCKET -> new PolluxDomainSocketChannel();
            case DATAGRAM_SOCKET -> new PolluxDatagramChannel();
        };
    }
}
