package dev.pollux.wine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a run's JVM has to load: folders of classes as the modules' builds left them, and the third party's libraries. */
record ClassPath(Set<Path> entries) {
    static ClassPath of(Run run) throws IOException {
        Set<Path> entries = new LinkedHashSet<>();
        List<String> modules =
                Stream.concat(run.tested().stream(), run.others().stream()).toList();
        modules.forEach(module -> entries.add(testClasses(module)));
        modules.forEach(module -> entries.add(Folders.module(module).resolve("target/classes")));
        for (String module : run.tested()) {
            entries.addAll(libraries(Folders.module(module)));
        }
        entries.addAll(libraries(Folders.WINE));
        return new ClassPath(entries);
    }

    static Path testClasses(String module) {
        return Folders.module(module).resolve("target/test-classes");
    }

    /** The third party's: each module's build lists them. */
    private static List<Path> libraries(Path module) throws IOException {
        Path file = module.resolve("target/test-libraries");
        if (!Files.exists(file)) {
            throw new BrokenException(module.getFileName() + " is not built: no " + file);
        }
        String list = Files.readString(file).strip();
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** {@return it for a JVM under Wine} */
    String onWine() {
        return entries.stream().map(Wine::windowsPath).collect(Collectors.joining(";"));
    }

    /** {@return it for a JVM of this machine} */
    String here() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
