package dev.pollux.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.benchmarks.Contestants;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenesTest {
    private static final Set<String> GROUPS = Set.of(
            "dispatch",
            "idle",
            "wakeup",
            "hand-over",
            "churn",
            "interest",
            "timers",
            "socket",
            "accept",
            "call",
            "memory",
            "completions");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyGroupHasScenesAndNoTwoAreOfOneName(boolean quick) throws IOException {
        Set<String> groups = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Scene scene : Scenes.all(quick)) {
            groups.add(scene.group());
            assertTrue(names.add(scene.group() + ", " + scene.name()), scene.name());
            assertFalse(scene.contestants().isEmpty(), scene.name());
        }
        assertEquals(GROUPS, groups);
    }

    @Test
    void whoDoesNotTakePartIsNotMeasured() throws IOException {
        for (Scene scene : Scenes.all(false)) {
            if (scene.group().equals("timers")) {
                assertEquals(
                        !scene.name().startsWith("put off"),
                        scene.contestants().containsKey(Contestants.AGRONA),
                        scene.name());
            }
        }
    }

    @Test
    void cComesFirstWhereItTakesPart() throws IOException {
        for (Scene scene : Scenes.all(false)) {
            List<String> contestants = List.copyOf(scene.contestants().keySet());
            assertTrue(contestants.indexOf(Contestants.C) <= 0, scene.name());
        }
    }
}
