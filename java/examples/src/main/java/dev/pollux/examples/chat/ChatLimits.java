package dev.pollux.examples.chat;

import java.util.concurrent.TimeUnit;

/**
 * What one member may cost.
 *
 * @param lineBytes the longest line, because a longer one ends the connection
 * @param highWaterBytes a member who has more than this to read is slow, and is not read from either
 * @param queueBytes one who would have more than this is dropped at once
 * @param slowNanos one who stays slow for so long is dropped
 * @param idleNanos one who sends nothing for so long is dropped
 */
public record ChatLimits(int lineBytes, int highWaterBytes, int queueBytes, long slowNanos, long idleNanos) {
    /** What the chat command keeps to. */
    public static final ChatLimits DEFAULT =
            new ChatLimits(1024, 64 * 1024, 1024 * 1024, TimeUnit.SECONDS.toNanos(10), TimeUnit.MINUTES.toNanos(10));
}
