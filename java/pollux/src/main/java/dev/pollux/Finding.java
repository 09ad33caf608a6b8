package dev.pollux;

/**
 * What became of a binding or a backend.
 *
 * <p>May be called from any thread. {@link Diagnostics} has an example.
 *
 * @param name its name: {@code ffm}, {@code epoll} …
 * @param available true if it can be used in this process
 * @param chosen true if Pollux takes it by itself
 * @param reason why it can or can't be used
 * @param remedy what would mend it, or an empty string
 */
public record Finding(String name, boolean available, boolean chosen, String reason, String remedy) {}
