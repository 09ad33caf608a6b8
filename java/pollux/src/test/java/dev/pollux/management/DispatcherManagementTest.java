package dev.pollux.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Dispatcher;
import dev.pollux.DispatcherCounters;
import dev.pollux.NeedsNoBinding;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.internal.loop.InsideLoop;
import dev.pollux.linux.ChildJvm;
import dev.pollux.readiness.ReadinessDispatcher;
import java.beans.Introspector;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What JMX shows of dispatchers, and for how long. */
@NeedsNoBinding
@SuppressWarnings("try") // threads and loops that are only waited for
class DispatcherManagementTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertEquals(Set.of(), shown());
    }

    private static Set<ObjectName> shown() throws Exception {
        return SERVER.queryNames(new ObjectName("dev.pollux:*"), null);
    }

    private ReadinessDispatcher open(String name) throws Exception {
        ReadinessDispatcher loop = ReadinessDispatcher.builder().name(name).open();
        opened.add(loop);
        return loop;
    }

    private static DispatcherMXBean proxy(DispatcherManagement shown) throws Exception {
        return JMX.newMXBeanProxy(SERVER, new ObjectName(shown.objectName()), DispatcherMXBean.class);
    }

    @Test
    void eachCounterIsAnAttributeOfItsName() throws Exception {
        DispatcherManagement shown = DispatcherManagement.register(open("loop"));
        Set<String> attributes = Stream.of(
                        SERVER.getMBeanInfo(new ObjectName(shown.objectName())).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .map(Introspector::decapitalize)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> counters = Stream.of(DispatcherCounters.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.equals("isTimed") ? "timed" : name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(attributes.containsAll(counters), () -> counters + " in " + attributes);
        attributes.removeAll(counters);
        assertEquals(Set.of("name", "backend", "description", "sourceCount"), attributes);
    }

    /** Each attribute is asked for, and has the value of its own counter: they are told apart by their values. */
    @Test
    void eachAttributeHasItsOwnCountersValue() throws Exception {
        ReadinessDispatcher loop = open("loop");
        InsideLoop.countDifferently(loop);
        DispatcherManagement shown = DispatcherManagement.register(loop);
        DispatcherCounters counters = loop.counters();
        for (RecordComponent each : DispatcherCounters.class.getRecordComponents()) {
            String name = each.getName().equals("isTimed")
                    ? "Timed"
                    : Character.toUpperCase(each.getName().charAt(0))
                            + each.getName().substring(1);
            assertEquals(
                    each.getAccessor().invoke(counters),
                    SERVER.getAttribute(new ObjectName(shown.objectName()), name),
                    name);
        }
    }

    @Test
    void whatItRunsOn() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherMXBean bean = proxy(DispatcherManagement.register(loop));
        assertEquals("loop", bean.getName());
        assertEquals(loop.backend().toString(), bean.getBackend());
        assertEquals(loop.describe(), bean.getDescription());
        assertEquals(0, bean.getSourceCount());
        loop.execute(() -> {});
        loop.runOnce(0);
        assertEquals(1, bean.getTasks());
        assertFalse(bean.isTimed());
    }

    @Test
    void itEndsWithTheDispatcher() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherManagement shown = DispatcherManagement.register(loop);
        assertEquals(Set.of(new ObjectName(shown.objectName())), shown());
        loop.close();
        assertEquals(Set.of(), shown());
        shown.close();
    }

    @Test
    void itEndsByHand() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherManagement shown = DispatcherManagement.register(loop);
        shown.close();
        assertEquals(Set.of(), shown());
        DispatcherManagement other = DispatcherManagement.register(loop);
        assertEquals(shown.objectName(), other.objectName());
        shown.close(); // the name is the other's by now
        assertEquals(Set.of(new ObjectName(other.objectName())), shown());
    }

    @Test
    void aDeadLoopIsNoLongerShown() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherManagement.register(loop);
        InsideLoop.breakPort(loop);
        assertThrows(NullPointerException.class, () -> {
            loop.runOnce(0);
            loop.runOnce(0);
        });
        assertEquals(Set.of(), shown());
    }

    @Test
    void dispatchersOfOneNameGetNumbers() throws Exception {
        DispatcherManagement first = DispatcherManagement.register(open("loop"));
        ReadinessDispatcher second = open("loop");
        DispatcherManagement shown = DispatcherManagement.register(second);
        assertEquals("dev.pollux:type=Dispatcher,name=loop,id=1", first.objectName());
        assertEquals("dev.pollux:type=Dispatcher,name=loop,id=2", shown.objectName());
        first.close();
        DispatcherManagement again = DispatcherManagement.register(second);
        assertEquals(first.objectName(), again.objectName(), "the smallest that is free");
        assertEquals(2, shown().size());
    }

    /** The server is the process's, and so are the numbers. */
    @Test
    void dispatchersOfTwoClassLoadersGetNumbers() throws Exception {
        DispatcherManagement ours = DispatcherManagement.register(open("loop"));
        List<URL> classes = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classes.add(Path.of(each).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(classes.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> theirs = loader.loadClass(OtherLoader.class.getName());
            Method open = theirs.getDeclaredMethod("open", String.class);
            open.setAccessible(true);
            try (AutoCloseable loop = (AutoCloseable) open.invoke(null, "loop")) {
                ObjectName name = new ObjectName("dev.pollux:type=Dispatcher,name=loop,id=2");
                assertEquals(Set.of(new ObjectName(ours.objectName()), name), shown());
                assertEquals("loop", SERVER.getAttribute(name, "Name"));
                assertEquals(0L, SERVER.getAttribute(name, "Events"));
            }
            assertEquals(Set.of(new ObjectName(ours.objectName())), shown());
        }
    }

    /** As another class loader has it. */
    static final class OtherLoader {
        private OtherLoader() {}

        static AutoCloseable open(String name) throws IOException {
            ReadinessDispatcher loop = ReadinessDispatcher.builder()
                    .backend(Backend.NIO)
                    .name(name)
                    .open();
            DispatcherManagement.register(loop);
            return loop;
        }
    }

    /** Neither jdk.jfr nor java.management: a loop turns, and only who asks for JMX is refused. */
    @Test
    void aRuntimeWithoutTheModules() throws Exception {
        List<String> all = ChildJvm.run(List.of(), List.of("--limit-modules", "java.base"), BareRuntime.class)
                .lines()
                .toList();
        List<String> output = all.subList(all.size() - 3, all.size()); // before it, why there is no binding
        assertEquals("turned 3 times", output.get(0));
        assertTrue(
                output.get(1).startsWith("UnsupportedOperationException: JMX needs the module java.management"),
                output::toString);
        assertEquals("closed", output.get(2));
    }

    /** The program of the test above. */
    static final class BareRuntime {
        private BareRuntime() {}

        public static void main(String[] arguments) throws IOException {
            try (ReadinessDispatcher loop = ReadinessDispatcher.open();
                    CompletionDispatcher other = CompletionDispatcher.open()) {
                int turns = 0;
                for (int i = 0; i < 3; i++) {
                    loop.execute(() -> {});
                    other.execute(() -> {});
                    turns += loop.runOnce(0) & other.runOnce(0);
                }
                System.out.println("turned " + turns + " times");
                DispatcherManagement.register(loop);
            } catch (UnsupportedOperationException e) {
                System.out.println("UnsupportedOperationException: " + e.getMessage());
            }
            System.out.println("closed");
        }
    }

    /** What an object name gives a meaning of its own. */
    @Test
    void anyNameIsShown() throws Exception {
        for (String name : List.of(
                "",
                " ",
                "*",
                "\"",
                "\\",
                "a\r\n\0",
                "a,b=c:d*?\"\n\\",
                "ä 文",
                "\uD800",
                "a b",
                "name,id=1",
                "\"quoted\"",
                "x".repeat(10_000),
                "\"*\n".repeat(10_000))) {
            DispatcherManagement shown = DispatcherManagement.register(open(name));
            assertEquals(name, proxy(shown).getName());
            String value = new ObjectName(shown.objectName()).getKeyProperty("name");
            assertEquals(name, value.startsWith("\"") ? ObjectName.unquote(value) : value);
        }
    }

    /** An agent reads while dispatchers open and close: it gets values, or that there is no such bean. */
    @Test
    void closedWhileItIsRead() throws Exception {
        ReadinessDispatcher first = open("first");
        AtomicReference<ObjectName> name = new AtomicReference<>(
                new ObjectName(DispatcherManagement.register(first).objectName()));
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean running = new AtomicBoolean(true);
        try (Background agent = Background.run(() -> {
            while (running.get()) {
                try {
                    for (MBeanAttributeInfo each :
                            SERVER.getMBeanInfo(name.get()).getAttributes()) {
                        SERVER.getAttribute(
                                name.get(), each.getName()); // what a getter throws would be another failure
                    }
                    read.incrementAndGet();
                } catch (InstanceNotFoundException e) {
                    // It is closed.
                }
            }
        })) {
            Await.until("all was read", () -> read.get() > 0 || !agent.thread().isAlive());
            for (int i = 0; i < 200; i++) {
                ReadinessDispatcher loop = open("loop");
                name.set(new ObjectName(DispatcherManagement.register(loop).objectName()));
                loop.execute(() -> {});
                loop.runOnce(0);
                loop.close();
            }
            running.set(false);
        }
    }

    /** What an agent still asks, that has the bean. */
    @Test
    void aClosedDispatcherAnswers() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherMXBean bean = new DispatcherAttributes(loop);
        loop.close();
        for (Method each : DispatcherMXBean.class.getMethods()) {
            assertNotNull(each.invoke(bean), each::toString);
        }
    }

    @Test
    void somebodyElseHasTakenItOut() throws Exception {
        ReadinessDispatcher loop = open("loop");
        DispatcherManagement shown = DispatcherManagement.register(loop);
        SERVER.unregisterMBean(new ObjectName(shown.objectName()));
        shown.close();
        loop.close();
        assertEquals(Set.of(), shown());
    }

    /** From then on the server knows nothing of it, whatever the program keeps. */
    @Test
    void aClosedDispatcherIsNotKept() throws Exception {
        ReadinessDispatcher loop = ReadinessDispatcher.open();
        WeakReference<Dispatcher> reference = new WeakReference<>(loop);
        DispatcherManagement shown = DispatcherManagement.register(loop);
        loop.close();
        loop = null;
        Await.until("the dispatcher is gone", () -> reference.refersTo(null), System::gc);
        assertEquals("DispatcherManagement[dev.pollux:type=Dispatcher,name=dispatcher,id=1]", shown.toString());
    }

    /** Whoever asks a thousand times leaves nothing behind. */
    @Test
    void whatTellsOfTheEndIsOne() throws Exception {
        ReadinessDispatcher loop = open("loop");
        assertSame(loop.closed(), loop.closed());
    }

    @Test
    void aCompletionDispatcher() throws Exception {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            DispatcherMXBean bean = proxy(DispatcherManagement.register(loop));
            assertEquals(loop.backend().toString(), bean.getBackend());
            assertEquals(0, bean.getLentBuffers());
        }
    }

    @Test
    void whatIsRefused() throws Exception {
        assertThrows(NullPointerException.class, () -> DispatcherManagement.register(null));
        ReadinessDispatcher loop = open("loop");
        loop.close();
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> DispatcherManagement.register(loop));
        assertEquals(loop + ": a closed dispatcher has nothing to show", refusal.getMessage());
    }

    /** Whoever closes first: nothing is left of it. */
    @Test
    void closedWhileItIsRegistered() throws Exception {
        for (int i = 0; i < 200; i++) {
            Dispatcher loop = open("loop");
            CountDownLatch begin = new CountDownLatch(1);
            try (Background other = Background.run(() -> {
                begin.await();
                loop.close();
            })) {
                begin.countDown();
                DispatcherManagement.register(loop);
            } catch (IllegalStateException e) {
                assertTrue(e.getMessage().contains("closed"), e::getMessage);
            }
            assertEquals(Set.of(), shown());
        }
    }
}
