package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A small house, compiled on the spot, that breaks a rule: one that cannot fail would not be noticed otherwise. */
final class Fixture {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|module) ([\\w.]+)");
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");

    private final Path sources;
    private final Path classes;
    private final List<Path> files = new ArrayList<>();

    Fixture(Path folder) {
        sources = folder.resolve("sources");
        classes = folder.resolve("classes");
    }

    /** Has one more source, with one type. */
    Fixture with(String source) throws IOException {
        Matcher inside = PACKAGE.matcher(source);
        Matcher type = TYPE.matcher(source);
        assertTrue(type.find(), source);
        Path file = inside.find()
                ? sources.resolve(inside.group(1).replace('.', '/')).resolve(type.group(1) + ".java")
                : sources.resolve("module-info.java");
        Files.createDirectories(file.getParent());
        files.add(Files.writeString(file, source));
        return this;
    }

    House house() throws IOException {
        String said = compile();
        assertTrue(Files.exists(classes), said);
        return House.read(classes, sources);
    }

    /** {@return what the compiler says} */
    String compile(String... options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> all = new ArrayList<>(List.of(options));
            all.addAll(List.of("-proc:none", "-d", classes.toString()));
            compiler.getTask(said, manager, null, all, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return said.toString();
    }
}
