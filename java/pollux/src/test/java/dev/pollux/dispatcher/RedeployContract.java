package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.linux.OpenDescriptors;
import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server that redeploys its programs keeps of those that are gone: nothing, also while the thread lives that ran them. */
abstract class RedeployContract {
    private static final int LOADERS = 5;
    private static final int THREAD_LOCALS = 1000;

    /** What jffi itself registers with a Cleaner keeps jffi's loader: with jnr, it has to be the server's. */
    private static final ClassLoader JNR =
            new URLClassLoader(classPath(RedeployContract::isJnr), ClassLoader.getPlatformClassLoader());

    private final Backend backend;

    RedeployContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeEach
    void require() {
        Backends.require(backend);
    }

    @Test
    void whatIsDroppedIsCollectedWhileItsThreadLives() throws Exception {
        awaitCollected(deploy()); // what the JDK makes for itself at the first time stays
        forgetStaleValues();
        Set<String> descriptors = openDescriptors();
        long directBytes = directBytes();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < LOADERS; i++) {
            loaders.add(deploy());
        }
        for (WeakReference<ClassLoader> loader : loaders) {
            awaitCollected(loader);
        }
        assertEquals(Set.of(), openedSince(descriptors), "open descriptors");
        forgetStaleValues();
        Await.until("the direct memory is free", () -> directBytes() <= directBytes, System::gc);
    }

    /** Runs the program in a class loader of its own, on this thread, and drops it. */
    private WeakReference<ClassLoader> deploy() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(classPath(each -> !isJnr(each)), JNR)) {
            @SuppressWarnings("unchecked")
            Consumer<String> program = (Consumer<String>) Class.forName(RedeployedServer.class.getName(), true, loader)
                    .getConstructor()
                    .newInstance();
            assertTrue(program.getClass() != RedeployedServer.class);
            program.accept(backend.name());
            return new WeakReference<>(loader);
        }
    }

    private static boolean isJnr(Path place) {
        String name = place.getFileName().toString();
        return name.startsWith("jffi-") || name.startsWith("jnr-") || name.startsWith("asm-");
    }

    private static URL[] classPath(Predicate<Path> wanted) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(wanted)
                .map(RedeployContract::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitCollected(WeakReference<ClassLoader> loader) {
        Await.until("a class loader is collected", () -> loader.refersTo(null), System::gc);
    }

    /** A thread drops the values of variables that are gone when its table of them has to grow, not before. */
    private static void forgetStaleValues() {
        List<ThreadLocal<String>> all = new ArrayList<>();
        for (int i = 0; i < THREAD_LOCALS; i++) {
            ThreadLocal<String> each = new ThreadLocal<>();
            each.set("");
            all.add(each);
        }
        all.forEach(ThreadLocal::remove);
        Reference.reachabilityFence(all);
    }

    private Set<String> openDescriptors() throws IOException {
        return backend == Backend.EPOLL ? OpenDescriptors.all() : Set.of(); // nio's are the JDK's affair
    }

    private Set<String> openedSince(Set<String> before) throws IOException {
        return backend == Backend.EPOLL ? OpenDescriptors.addedTo(before) : Set.of();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
