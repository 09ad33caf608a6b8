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
import java.util.stream.Stream;

/**
 * What the rules are about.
 *
 * @param packages all that there are
 * @param arrows which package needs which other, and by what. A constant that is taken, and a link in a comment, are in the
 *     sources alone. What is used and not spelled out is in the class files alone. So both are read
 */
record House(Set<String> packages, List<Arrow> arrows) {
    private static House library;

    /** {@return the library, read once} */
    static synchronized House library() throws IOException {
        if (library == null) {
            library = read(Repository.at("java/pollux/target/classes"), Repository.at("java/pollux/src/main/java"));
        }
        return library;
    }

    static House read(Path classes, Path sources) throws IOException {
        JavaClasses compiled = new ClassFileImporter().importPath(classes);
        Stream<Arrow> used = compiled.stream().flatMap(House::used);
        Stream<Arrow> named = Source.beneath(sources).stream().flatMap(House::named);
        return new House(
                compiled.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()),
                Stream.concat(used, named)
                        .filter(each -> Rooms.HOUSE.have().test(each.to()))
                        .filter(each -> !each.from().equals(each.to()))
                        .distinct()
                        .toList());
    }

    private static Stream<Arrow> used(JavaClass user) {
        return user.getDirectDependenciesFromSelf().stream()
                .map(each -> each.getTargetClass().getBaseComponentType())
                .map(used -> new Arrow(
                        user.getPackageName(), user.getName(), "uses", used.getPackageName(), used.getName()));
    }

    private static Stream<Arrow> named(Source user) {
        return user.names().stream()
                .map(name -> new Arrow(user.packageName(), user.path(), "names", name.packageName(), name.toString()));
    }
}
