package dev.pollux.readiness;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.StateTable;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a registration in every state. */
@AnswersOfLinux
abstract class RegistrationStateContract {
    private final Backend backend;

    RegistrationStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<Registration> t = new StateTable<>(Registration.class, "Registration");
        t.call("source()", r -> r.source() != null);
        t.call("port()", r -> r.port().backend() == backend);
        t.call("interest()", Registration::interest);
        t.call("triggerMode()", Registration::triggerMode);
        t.call("isOpen()", Registration::isOpen);
        t.call("isPaused()", Registration::isPaused);
        t.run("modify(Interest)", r -> r.modify(Interest.READ_WRITE));
        t.run("modify(Interest) NONE", r -> r.modify(Interest.NONE));
        t.run("modify(Interest) PRIORITY", r -> r.modify(Interest.PRIORITY));
        t.run("modify(Interest) null", r -> r.modify(null));
        t.run("rearm()", Registration::rearm);
        t.run("pause()", Registration::pause);
        t.run("resume()", Registration::resume);
        t.call("moveTo(ReadinessPort)", r -> {
            try (ReadinessPort target = ReadinessPort.open(backend)) {
                return r.moveTo(target).isOpen();
            }
        });
        t.call("moveTo(ReadinessPort) closed", r -> r.moveTo(closedPort()));
        t.call("moveTo(ReadinessPort) foreign", r -> r.moveTo(Foreign.of(ReadinessPort.class)));
        t.call("moveTo(ReadinessPort) null", r -> r.moveTo(null));
        t.call("attachment()", Registration::attachment);
        t.run("attach(Object)", r -> r.attach(1));
        t.run("attach(Object) null", r -> r.attach(null));
        t.call(
                "toString()",
                r -> r.toString().startsWith("Registration[")
                        && r.isOpen() != r.toString().endsWith(", closed]"));
        t.run("close()", r -> {
            r.close();
            r.close();
        });
        t.state("open", scene -> scene.register(Interest.READ, TriggerMode.LEVEL));
        t.state("paused", scene -> {
            Registration r = scene.register(Interest.READ, TriggerMode.LEVEL);
            r.pause();
            return r;
        });
        t.state("armed once", scene -> scene.register(Interest.WRITE, TriggerMode.ONESHOT));
        t.state("spent", scene -> {
            Registration r = scene.register(Interest.WRITE, TriggerMode.ONESHOT);
            Await.until("it is told", () -> scene.told > 0, () -> scene.port.poll(1_000_000));
            return r;
        });
        t.state("moved", scene -> {
            Registration r = scene.register(Interest.READ, TriggerMode.LEVEL);
            r.moveTo(scene.opened(ReadinessPort.open(backend)));
            return r;
        });
        t.state("closed", scene -> {
            Registration r = scene.register(Interest.READ, TriggerMode.LEVEL);
            r.close();
            return r;
        });
        t.state("source closed", scene -> {
            Registration r = scene.register(Interest.READ, TriggerMode.LEVEL);
            r.source().close();
            return r;
        });
        t.state("port closed", scene -> {
            Registration r = scene.register(Interest.READ, TriggerMode.LEVEL);
            scene.port.close();
            return r;
        });
        return t.differs("modify(Interest) PRIORITY").tests(backend);
    }

    private ReadinessPort closedPort() throws IOException {
        ReadinessPort port = ReadinessPort.open(backend);
        port.close();
        return port;
    }
}
