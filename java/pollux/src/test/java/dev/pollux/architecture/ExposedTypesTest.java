package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what a program can call shows it no type which it cannot name. The compiler looks for these, and its warnings are errors. */
@Once
class ExposedTypesTest {
    private static final Pattern COMPILER = Pattern.compile("(?s)<compilerArgs.*?</compilerArgs>");
    private static final Pattern ARGUMENT = Pattern.compile("<arg>(-[^<]*)</arg>");
    private static final Pattern SUPPRESSED = Pattern.compile("@SuppressWarnings\\([^)]*\"exports\"[^)]*\\)(.*)");

    @Test
    void theCompilerLooksForThem(@TempDir Path folder) throws IOException {
        String[] arguments = COMPILER.matcher(Repository.read(Repository.at("pom.xml")))
                .results()
                .flatMap(each -> ARGUMENT.matcher(each.group()).results())
                .map(each -> each.group(1))
                .toArray(String[]::new);
        assertTrue(List.of(arguments).contains("-Werror"), () -> String.join(" ", arguments));
        String said = new Fixture(folder)
                .with("/** A house. */ module dev.pollux { exports dev.pollux; }")
                .with("package dev.pollux.internal; /** Inside. */ public class Hidden {}")
                .with("package dev.pollux; /** Outside. */ public interface Face { dev.pollux.internal.Hidden it(); }")
                .compile(arguments);
        assertTrue(said.contains("Face.java") && said.contains("[exports]"), () -> "said: " + said);
    }

    @Test
    void whereItMayNotLookThereIsAReason() throws IOException {
        List<String> silent = Repository.sources().stream()
                .flatMap(each -> suppressed(Repository.name(each), Repository.read(each)))
                .toList();
        assertEquals(List.of(), silent);
        assertEquals(
                List.of("Silent.java: @SuppressWarnings(\"exports\")"),
                Stream.of("", " // its superclass has nothing public")
                        .flatMap(reason -> suppressed("Silent.java", "@SuppressWarnings(\"exports\")" + reason))
                        .toList());
    }

    private static Stream<String> suppressed(String name, String text) {
        return SUPPRESSED
                .matcher(text)
                .results()
                .filter(each -> !each.group(1).startsWith(" // "))
                .map(MatchResult::group)
                .map(each -> name + ": " + each);
    }
}
