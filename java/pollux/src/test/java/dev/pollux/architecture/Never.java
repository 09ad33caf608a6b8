package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * That some packages never know others, neither by their classes nor by their sources.
 *
 * @param from the packages that it forbids something
 * @param to what these do not know
 */
record Never(Rooms from, Rooms to) {
    /** {@return who breaks the rule, and by which type: nobody, if empty} */
    List<String> offences(House house) {
        Set<String> offences = new TreeSet<>();
        for (JavaClass user : house.classes()) {
            if (from.have().test(user.getPackageName())) {
                user.getDirectDependenciesFromSelf().stream()
                        .map(each -> each.getTargetClass().getBaseComponentType())
                        .filter(used -> to.have().test(used.getPackageName()))
                        .forEach(used -> offences.add(user.getName() + " uses " + used.getName()));
            }
        }
        for (Source source : house.sources()) {
            if (from.have().test(source.packageName())) {
                source.names().stream()
                        .filter(name -> to.have().test(name.packageName()))
                        .forEach(name -> offences.add(source.path() + " names " + name));
            }
        }
        return List.copyOf(offences);
    }

    /** Fails with all that breaks the rule in the library. */
    void holds() throws IOException {
        House library = House.library();
        assertTrue(library.packages().stream().anyMatch(from.have()), "nothing is in " + from.name());
        assertTrue(library.packages().stream().anyMatch(to.have()), "nothing is in " + to.name());
        assertEquals("", String.join("\n", offences(library)), from.name() + " knows " + to.name());
    }
}
