package dev.pollux.management;

import dev.pollux.Dispatcher;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** A bean in the platform's MBean server. It alone knows the classes of the module {@code java.management}. */
final class Registered {
    private static final String PLAIN = "[\\w.@/ -]+"; // what an object name can have as it is, with no doubt

    private final MBeanServer server;
    private final ObjectName name;
    private boolean isOver; // guarded by this object

    private Registered(MBeanServer server, ObjectName name) {
        this.server = server;
        this.name = name;
    }

    static Registered of(Dispatcher dispatcher) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            for (int id = 1; ; id++) {
                ObjectName name = name(dispatcher.name(), id);
                if (server.isRegistered(name)) { // to try costs a thousand times as much
                    continue;
                }
                try {
                    // A server remembers what it has refused by its name: each time another.
                    DispatcherMXBean bean = new DispatcherAttributes(dispatcher);
                    server.registerMBean(new StandardMBean(bean, DispatcherMXBean.class, true), name);
                    return new Registered(server, name);
                } catch (InstanceAlreadyExistsException e) {
                    // Another's, by now: the next number.
                }
            }
        } catch (JMException e) {
            throw new IllegalStateException("the MBean server refuses " + dispatcher + ": " + e.getMessage(), e);
        }
    }

    private static ObjectName name(String dispatcherName, int id) throws MalformedObjectNameException {
        String value = dispatcherName.matches(PLAIN) ? dispatcherName : ObjectName.quote(dispatcherName);
        return new ObjectName("dev.pollux:type=Dispatcher,name=" + value + ",id=" + id);
    }

    String name() {
        return name.toString();
    }

    synchronized void end() {
        if (isOver) {
            return; // by now the name may be another's
        }
        isOver = true;
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Somebody else has taken it out.
        } catch (JMException e) {
            throw new IllegalStateException("the MBean server keeps " + name + ": " + e.getMessage(), e);
        }
    }
}
