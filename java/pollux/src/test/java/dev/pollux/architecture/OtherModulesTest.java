package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That no other module, be it a module to the compiler or not, reaches into what the library keeps to itself. */
@Once
class OtherModulesTest {
    @Test
    void noOtherModuleReachesIntoTheLibrary() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String module : Repository.modules()) {
            if (!module.equals("java/pollux")) {
                for (Source each : Source.beneath(Repository.at(module + "/src"))) {
                    sources.add(new Source(module + "/src/" + each.path(), each.text()));
                }
            }
        }
        assertTrue(sources.size() > 200, sources.size() + " sources");
        assertEquals("", String.join("\n", reaching(sources)));
    }

    @Test
    void whoReachesIntoItIsSeen() {
        Source user = new Source("User.java", "package user;\nimport dev.pollux.internal.loop.Loop;\n");
        Source named = new Source("Named.java", "package user;\nclass Named { dev.pollux.internal.text.Log log; }\n");
        Source lodger = new Source("Lodger.java", "package dev.pollux.internal.loop;\nclass Lodger {}\n");
        Source innocent = new Source(
                "Innocent.java",
                "package user;\n/** Not {@link dev.pollux.internal.text.Log}. */\nclass Innocent {}\n");
        assertEquals(
                List.of(
                        "User.java names dev.pollux.internal.loop.Loop",
                        "Named.java names dev.pollux.internal.text.Log",
                        "Lodger.java is in dev.pollux.internal.loop"),
                reaching(List.of(user, named, lodger, innocent)));
    }

    private static List<String> reaching(List<Source> sources) {
        List<String> offences = new ArrayList<>();
        for (Source source : sources) {
            if (Rooms.INTERNAL.have().test(source.packageName())) {
                offences.add(source.path() + " is in " + source.packageName());
            }
            source.names().stream()
                    .filter(name -> Rooms.INTERNAL.have().test(name.packageName()))
                    .forEach(name -> offences.add(source.path() + " names " + name));
        }
        return offences;
    }
}
