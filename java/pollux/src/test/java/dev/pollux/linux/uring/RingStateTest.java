package dev.pollux.linux.uring;

import dev.pollux.Backend;
import dev.pollux.StateTable;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a ring in every state, on the thread that opened it and on another. */
@RingTest
class RingStateTest {
    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        StateTable<IoUring> t = new StateTable<>(IoUring.class, "IoUring");
        t.run("setupFlags()", IoUring::setupFlags);
        t.run("features()", IoUring::features);
        t.call("capacity()", IoUring::capacity);
        t.call("room()", IoUring::room);
        t.call("unsubmitted()", IoUring::unsubmitted);
        t.call("next()", ring -> named(ring.next()));
        t.call("next() five times", ring -> {
            for (int i = 0; i < 4; i++) {
                ring.next();
            }
            return named(ring.next());
        });
        t.call("tryNext()", ring -> named(ring.tryNext()));
        t.call("tryNext() five times", ring -> {
            for (int i = 0; i < 4; i++) {
                ring.tryNext();
            }
            return named(ring.tryNext());
        });
        t.call("submit()", IoUring::submit);
        t.call("submit() two", ring -> {
            ring.next();
            ring.next();
            return ring.submit();
        });
        t.call("publish()", IoUring::publish);
        t.run("completions()", IoUring::completions);
        t.call("completions() counted", ring -> ring.completions().count());
        t.call("submitAndWait(int, long)", ring -> ring.submitAndWait(1, 0));
        t.call("submitAndWait(int, long) negative", ring -> ring.submitAndWait(-1, 0));
        t.call("submitAndWait(int, long, int)", ring -> {
            ring.next();
            return ring.submitAndWait(2, TestRing.LONG_NANOS, 1);
        });
        t.call("await(int, long)", ring -> ring.await(1, 1));
        t.call("await(int, int, long)", ring -> ring.await(ring.publish(), 1, 1));
        t.call("needsEnter()", IoUring::needsEnter);
        t.call("hasOverflowed()", IoUring::hasOverflowed);
        t.run("enable()", IoUring::enable);
        t.run("registrations()", IoUring::registrations);
        t.run("registrations() a table", ring -> ring.registrations().files(2));
        t.call("post(int, long)", ring -> ring.post(1, 2));
        t.run("fd()", IoUring::fd);
        t.run("number()", IoUring::number);
        t.call("isOpen()", IoUring::isOpen);
        t.call("isShared()", IoUring::isShared);
        t.call("isShared() after fd()", ring -> ring.fd() >= 0 && ring.isShared());
        t.run("hold()", ring -> {
            ring.hold();
            ring.letGo();
        });
        t.run("letGo()", ring -> {
            ring.hold();
            ring.letGo();
        });
        t.call("isHeldByOne()", ring -> {
            ring.hold();
            boolean byOne = ring.isHeldByOne();
            ring.letGo();
            return byOne;
        });
        t.call("isLent()", IoUring::isLent);
        t.run("close()", ring -> {
            ring.close();
            ring.close();
        });
        t.state(
                "single issuer",
                scene -> scene.opened(new IoUringSetup(4).wish(TestRing.WISHES).open()));
        t.state("shared", scene -> scene.opened(new IoUringSetup(4).open()));
        t.state(
                "disabled",
                scene -> scene.opened(
                        new IoUringSetup(4).require(IoUringSetup.R_DISABLED).open()));
        t.state("closed", scene -> {
            IoUring ring = scene.opened(new IoUringSetup(4).open());
            ring.close();
            return ring;
        });
        return t.tests(Backend.EPOLL);
    }

    private static String named(Object entry) {
        return entry == null ? "null" : "entry";
    }
}
