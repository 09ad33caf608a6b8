package dev.pollux.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rules are about: what was compiled, and what it was compiled from. A constant that is taken from another class, and a
 * link in a comment, are in the sources alone.
 *
 * @param classes the class files
 * @param sources the sources of the same
 */
record House(JavaClasses classes, List<Source> sources) {
    private static House library;

    /** {@return the library, read once} */
    static synchronized House library() throws IOException {
        if (library == null) {
            library = read(Repository.at("java/pollux/target/classes"), Repository.at("java/pollux/src/main/java"));
        }
        return library;
    }

    static House read(Path classes, Path sources) throws IOException {
        return new House(new ClassFileImporter().importPath(classes), Source.beneath(sources));
    }

    Set<String> packages() {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    }
}
