package dev.pollux.benchmarks.micro;

import dev.pollux.Dispatcher;
import dev.pollux.management.DispatcherManagement;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads all of a dispatcher's attributes ten times a second, as an agent may: what does the loop feel of it? */
final class ReadThroughJmx implements Runnable {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Dispatcher loop;
    private final ObjectName name;

    private ReadThroughJmx(Dispatcher loop, ObjectName name) {
        this.loop = loop;
        this.name = name;
    }

    /** Begins to read, until the dispatcher is closed. */
    static void begin(Dispatcher loop) {
        try {
            ObjectName name = new ObjectName(DispatcherManagement.register(loop).objectName());
            Thread reader = new Thread(new ReadThroughJmx(loop, name), "jmx-reader");
            reader.setDaemon(true);
            reader.start();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void run() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        while (!loop.isClosed()) {
            try {
                for (MBeanAttributeInfo each : server.getMBeanInfo(name).getAttributes()) {
                    server.getAttribute(name, each.getName());
                }
            } catch (JMException e) {
                if (!loop.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }
}
