package dev.pollux.readiness;

import java.nio.channels.SelectableChannel;

/**
 * Is a channel of the JDK that is registered with a {@link ReadinessPort}. {@link Registration#source()} returns it. Its reads,
 * writes and options are the channel's own.
 *
 * <p>The program may close the channel itself. That ends the registration, too. All methods may be called from any thread. {@link
 * ReadinessPort#register(SelectableChannel, Interest, TriggerMode, ReadinessCallback)} has an example.
 */
public interface ChannelSource extends Pollable {
    /** {@return the channel} */
    SelectableChannel channel();
}
