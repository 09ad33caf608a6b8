package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import dev.pollux.sources.Repository;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** That every public type that a program can see says what it is for. */
@Once
class JavadocTest {
    private static final Pattern EXPORTS = Pattern.compile("^    exports ([\\w.]+)", Pattern.MULTILINE);

    @Test
    void everyPublicTypeOfAnExportedPackageHasJavadoc() throws IOException {
        List<Source> exported = new ArrayList<>();
        for (String module : Repository.modules()) {
            List<Source> sources = Source.beneath(Repository.at(module + "/src/main/java"));
            List<String> exports = sources.stream()
                    .filter(each -> each.path().equals("module-info.java"))
                    .flatMap(each -> EXPORTS.matcher(each.text()).results())
                    .map(each -> each.group(1))
                    .toList();
            sources.stream()
                    .filter(each -> exports.contains(each.packageName()))
                    .forEach(exported::add);
        }
        assertTrue(exported.size() > 100, exported.size() + " sources");
        assertEquals("", String.join("\n", silent(exported)));
    }

    @Test
    void aTypeWithoutJavadocIsSeen() throws IOException {
        assertEquals(
                List.of("Silent.java: Silent", "Said.java: Said.Nested", "Said.java: Said.Kind.Deep"),
                silent(List.of(
                        new Source("Silent.java", "// not this\npublic class Silent {}\nclass Hidden {}"),
                        new Source("Said.java", """
                                /** Said. */
                                public class Said {
                                    public record Nested(int value) {}
                                    static class Hidden { public class Unseen {} }
                                    /** Said, too. */
                                    public interface Kind { enum Deep {} }
                                    void method() { class Local {} }
                                }
                                """))));
    }

    private static List<String> silent(List<Source> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "this runtime has no compiler");
        List<JavaFileObject> files =
                sources.stream().<JavaFileObject>map(Text::new).toList();
        // No class is asked for, and what a newer Java has does not matter: this reads, and compiles nothing.
        JavacTask task = (JavacTask) compiler.getTask(null, null, none -> {}, null, null, files);
        DocTrees docs = DocTrees.instance(task);
        List<String> silent = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            new PublicTypes(docs, silent).scan(unit, "");
        }
        return silent;
    }

    /** Walks the types that are to be seen from outside. The second argument is the name so far. */
    private static final class PublicTypes extends TreePathScanner<Void, String> {
        private final DocTrees docs;
        private final List<String> silent;

        PublicTypes(DocTrees docs, List<String> silent) {
            this.docs = docs;
            this.silent = silent;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean isPublic =
                    type.getModifiers().getFlags().contains(Modifier.PUBLIC) || parent.getKind() == Tree.Kind.INTERFACE;
            if (!isPublic) {
                return null;
            }
            String name = outer + type.getSimpleName();
            if (docs.getDocComment(getCurrentPath()) == null) {
                silent.add(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + name);
            }
            return super.visitClass(type, name + ".");
        }

        @Override
        public Void visitMethod(MethodTree method, String outer) {
            return null; // what is declared in it is its own
        }
    }

    /** A source that the compiler reads. */
    private static final class Text extends SimpleJavaFileObject {
        private final Source source;

        Text(Source source) {
            super(URI.create("string:///" + source.path()), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public String getName() {
            return source.path();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }
}
