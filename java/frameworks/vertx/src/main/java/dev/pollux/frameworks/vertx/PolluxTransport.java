package dev.pollux.frameworks.vertx;

import dev.pollux.netty.Pollux;
import io.vertx.core.transport.Transport;

/**
 * Names Pollux to Vert.x: {@code Vertx.builder().withTransport(new PolluxTransport())}. What a loop and its channels are made of
 * stands in {@link PolluxChannels}.
 */
public final class PolluxTransport implements Transport {
    private final PolluxChannels channels = new PolluxChannels();

    @Override
    public String name() {
        return "pollux";
    }

    @Override
    public boolean available() {
        return Pollux.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return Pollux.unavailabilityCause();
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return channels;
    }
}
