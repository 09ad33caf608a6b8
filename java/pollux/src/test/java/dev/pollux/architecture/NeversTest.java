package dev.pollux.architecture;

import static dev.pollux.architecture.Rooms.BACKENDS;
import static dev.pollux.architecture.Rooms.BINDING;
import static dev.pollux.architecture.Rooms.CHOICE;
import static dev.pollux.architecture.Rooms.COMPLETION;
import static dev.pollux.architecture.Rooms.HOUSE;
import static dev.pollux.architecture.Rooms.LEAFS;
import static dev.pollux.architecture.Rooms.LINUX;
import static dev.pollux.architecture.Rooms.LINUX_BACKENDS;
import static dev.pollux.architecture.Rooms.READINESS;
import static dev.pollux.architecture.Rooms.SYSTEM;
import static dev.pollux.architecture.Rooms.WINDOWS;
import static dev.pollux.architecture.Rooms.WINDOWS_BACKENDS;
import static dev.pollux.architecture.Rooms.rooms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What never happens between the packages of the library. Each is seen in a small house that breaks it, first. */
@Once
class NeversTest {
    @TempDir
    Path folder;

    @Test
    void linuxDoesNotKnowWindows() throws IOException {
        holds(new Never(LINUX, WINDOWS), "dev.pollux.linux", "dev.pollux.windows");
    }

    @Test
    void windowsDoesNotKnowLinux() throws IOException {
        holds(new Never(WINDOWS, LINUX), "dev.pollux.windows", "dev.pollux.linux");
    }

    @Test
    void aDirectFloorKnowsNothingAboveIt() throws IOException {
        Rooms floors = LINUX.and(WINDOWS);
        Rooms above = HOUSE.except(floors).except(BINDING).except(SYSTEM).except(LEAFS);
        holds(new Never(floors, above), "dev.pollux.linux", "dev.pollux.readiness");
    }

    @Test
    void whatTheFloorsShareKnowsNoneOfThem() throws IOException {
        Rooms shared = SYSTEM.and(BINDING).and(LEAFS);
        holds(new Never(shared, HOUSE.except(shared)), "dev.pollux.system", "dev.pollux.linux");
    }

    @Test
    void theWiringKnowsNothing() throws IOException {
        Rooms wiring = rooms("internal.wiring");
        holds(new Never(wiring, HOUSE.except(wiring)), "dev.pollux.internal.wiring", "dev.pollux");
    }

    @Test
    void readinessDoesNotKnowCompletion() throws IOException {
        holds(new Never(READINESS, COMPLETION), "dev.pollux.internal.readiness", "dev.pollux.completion");
    }

    @Test
    void onlyTheChoiceOfABackendKnowsBackends() throws IOException {
        Never never = new Never(HOUSE.except(CHOICE).except(BACKENDS), BACKENDS);
        holds(never, "dev.pollux.internal.loop", "dev.pollux.internal.nio");
    }

    @Test
    void aBackendDoesNotKnowAnother() throws IOException {
        seen(between("dev.pollux.internal.afd"), "dev.pollux.internal.afd", "dev.pollux.internal.epoll");
        TreeSet<String> backends = new TreeSet<>(House.library().packages());
        backends.removeIf(BACKENDS.have().negate());
        assertTrue(backends.size() > 1, backends::toString);
        for (String backend : backends) {
            between(backend).holds();
        }
    }

    private static Never between(String backend) {
        Rooms itself = new Rooms(backend, backend::equals);
        return new Never(itself, BACKENDS.except(itself));
    }

    @Test
    void onlyABackendOfWindowsAndTheChoiceKnowWindows() throws IOException {
        Rooms portable = HOUSE.except(WINDOWS).except(WINDOWS_BACKENDS).except(CHOICE);
        holds(new Never(portable, WINDOWS), "dev.pollux.completion", "dev.pollux.windows");
    }

    @Test
    void onlyABackendOfLinuxAndTheChoiceKnowLinux() throws IOException {
        Rooms portable = HOUSE.except(LINUX).except(LINUX_BACKENDS).except(CHOICE);
        holds(new Never(portable, LINUX), "dev.pollux.internal.readiness", "dev.pollux.linux");
    }

    private void holds(Never never, String from, String to) throws IOException {
        seen(never, from, to);
        never.holds();
    }

    /** Sees the rule fail where a package uses a class of another, and where it takes a constant alone. */
    private void seen(Never never, String from, String to) throws IOException {
        House house = new Fixture(folder)
                .with("package " + to + "; public class Stranger { public static final int CONSTANT = 1; }")
                .with("package " + from + "; class ByField { Innocent own; " + to + ".Stranger stranger; }")
                .with("package " + from + "; import " + to
                        + ".Stranger; class ByConstant { int c = Stranger.CONSTANT; }")
                .with("package " + from + "; class Innocent { String knows = \"nobody\"; }")
                .house();
        assertEquals(
                List.of(
                        from + ".ByField uses " + to + ".Stranger",
                        from.replace('.', '/') + "/ByConstant.java names " + to + ".Stranger",
                        from.replace('.', '/') + "/ByField.java names " + to + ".Stranger"),
                never.offences(house));
    }
}
