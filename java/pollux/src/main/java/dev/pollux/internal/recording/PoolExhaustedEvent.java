package dev.pollux.internal.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Recorded when no stream waits for a buffer any more, after at least one has. */
@Name("dev.pollux.PoolExhausted")
@Label("Pool Exhausted")
@Category("Pollux")
@Description("All of a completion port's lent buffers were out, and streams waited until some were given back")
@Threshold("10 ms")
@StackTrace(false)
final class PoolExhaustedEvent extends Event {
    static final EventType TYPE = EventType.getEventType(PoolExhaustedEvent.class);

    @Label("Port")
    String port;

    @Label("Buffers")
    @Description("How many the pool has")
    int buffers;

    @Label("Buffer Size")
    @DataAmount
    int bufferSize;

    @Label("Waits")
    @Description("How often a stream found none meanwhile")
    long waits;
}
