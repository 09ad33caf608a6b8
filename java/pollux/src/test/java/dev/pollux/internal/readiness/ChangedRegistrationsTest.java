package dev.pollux.internal.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Background;
import dev.pollux.NeedsNoBinding;
import dev.pollux.internal.epoll.EpollDescriptorSource;
import dev.pollux.internal.epoll.EpollRegistration;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.TriggerMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class ChangedRegistrationsTest {
    private final ChangedRegistrations changes = new ChangedRegistrations();

    private static AbstractRegistration registration() {
        return new EpollRegistration(null, new EpollDescriptorSource(0), Interest.READ, TriggerMode.LEVEL, null);
    }

    private List<AbstractRegistration> removeAll() {
        List<AbstractRegistration> all = new ArrayList<>();
        for (AbstractRegistration each = changes.first(); each != null; each = changes.first()) {
            all.add(each);
            changes.removeFirst();
        }
        return all;
    }

    @Test
    void whatWasAddedIsTakenOnce() {
        AbstractRegistration one = registration();
        AbstractRegistration other = registration();
        changes.add(one);
        changes.add(other);
        assertNull(changes.first(), "nothing before it is taken");
        changes.take();
        assertFalse(changes.isEmpty());
        assertEquals(Set.of(one, other), Set.copyOf(removeAll()));
        assertTrue(changes.isEmpty());
        assertFalse(one.changed || other.changed);
        assertNull(one.changedBefore);
        assertNull(other.changedBefore);
        changes.take();
        assertNull(changes.first());
    }

    @Test
    void whatIsAddedMeanwhileIsForTheNextTime() {
        AbstractRegistration one = registration();
        AbstractRegistration other = registration();
        changes.add(one);
        changes.take();
        changes.add(other);
        changes.removeFirst();
        changes.add(one);
        assertNull(changes.first());
        changes.take();
        assertEquals(Set.of(one, other), Set.copyOf(removeAll()));
    }

    @Test
    void whatWasLeftComesFirst() {
        AbstractRegistration left = registration();
        AbstractRegistration later = registration();
        changes.add(left);
        changes.take(); // and an error ends that
        changes.add(later);
        changes.take();
        assertEquals(List.of(left), removeAll());
        assertFalse(changes.isEmpty(), "or the next wait would sleep");
        changes.take();
        assertEquals(List.of(later), removeAll());
    }

    /** Each thread counts what it adds: the same registrations as the others, each under its source's lock. */
    @Test
    void threadsAddAndNoneIsLost() throws Exception {
        List<AbstractRegistration> registrations =
                IntStream.range(0, 8).mapToObj(i -> registration()).toList();
        Map<AbstractRegistration, Integer> added = new ConcurrentHashMap<>();
        Map<AbstractRegistration, Integer> removed = new HashMap<>();
        try (Background one = Background.run(() -> addOften(registrations, added));
                Background two = Background.run(() -> addOften(registrations, added));
                Background three = Background.run(() -> addOften(registrations, added))) {
            while (one.thread().isAlive()
                    || two.thread().isAlive()
                    || three.thread().isAlive()
                    || !changes.isEmpty()) {
                changes.take();
                for (AbstractRegistration each = changes.first(); each != null; each = changes.first()) {
                    removed.merge(each, 1, Integer::sum);
                    synchronized (each.source().lock) {
                        changes.removeFirst();
                    }
                }
            }
        }
        assertEquals(added, removed);
    }

    private void addOften(List<AbstractRegistration> registrations, Map<AbstractRegistration, Integer> added) {
        for (int i = 0; i < 100_000; i++) {
            AbstractRegistration each = registrations.get(i % registrations.size());
            synchronized (each.source().lock) {
                if (!each.changed) {
                    added.merge(each, 1, Integer::sum);
                    changes.add(each);
                }
            }
        }
    }
}
