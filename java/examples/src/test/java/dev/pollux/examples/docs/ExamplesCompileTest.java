package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Dispatcher;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each example in the documentation of a public type compiles, with what {@link ExampleScaffold} adds to it. */
class ExamplesCompileTest {
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    @Test
    void eachExampleCompiles(@TempDir Path classes) throws IOException, URISyntaxException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "needs a JDK, not a JRE");
        List<Source> sources = new ArrayList<>();
        Map<String, String> places = new TreeMap<>();
        for (ApiType type : ApiType.all().values()) {
            for (String example : type.examples()) {
                String name = "Example" + sources.size();
                places.put("/" + name + ".java", type.file());
                String code = example.replaceAll("(?m)^\\s*\\* ?", "");
                sources.add(new Source(name, ExampleScaffold.around(name, type, code)));
            }
        }
        Path library = Path.of(Dispatcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-Xmaxerrs", "1000", "-d", classes.toString(), "-cp", library.toString());
        boolean compiled =
                compiler.getTask(null, null, found, options, null, sources).call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR) {
                String file = each.getSource() == null
                        ? ""
                        : places.get(each.getSource().getName());
                errors.add(file + ": " + each.getMessage(Locale.ROOT));
            }
        }
        assertEquals(List.of(), errors);
        assertTrue(compiled);
        assertTrue(sources.size() > 60, sources.size() + " examples");
    }
}
