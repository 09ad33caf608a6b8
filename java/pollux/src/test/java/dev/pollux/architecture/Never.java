package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

/**
 * That some packages never know others, neither by their classes nor by their sources.
 *
 * @param from the packages that it forbids something
 * @param to what these do not know
 */
record Never(Rooms from, Rooms to) {
    /** {@return who breaks the rule, and by which type: nobody, if empty} */
    List<String> offences(House house) {
        return house.arrows().stream()
                .filter(each -> from.have().test(each.from()) && to.have().test(each.to()))
                .map(Arrow::toString)
                .sorted()
                .toList();
    }

    /** Fails with all that breaks the rule in the library. */
    void holds() throws IOException {
        House library = House.library();
        assertTrue(library.packages().stream().anyMatch(from.have()), "nothing is in " + from.name());
        assertTrue(library.packages().stream().anyMatch(to.have()), "nothing is in " + to.name());
        assertEquals("", String.join("\n", offences(library)), from.name() + " knows " + to.name());
    }
}
