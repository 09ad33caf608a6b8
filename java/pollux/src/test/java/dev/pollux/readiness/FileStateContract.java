package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.FileSource;
import dev.pollux.StateTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every call on a file in every state. */
@AnswersOfLinux
abstract class FileStateContract {
    private final Backend backend;

    FileStateContract(Backend backend) {
        this.backend = backend;
    }

    @TestFactory
    Stream<DynamicNode> eachCallInEachState() {
        Backends.require(backend);
        StateTable<FileSource> t = new StateTable<>(FileSource.class, "FileSource");
        t.call("size()", FileSource::size);
        t.call("toString()", file -> file.toString().startsWith("FileSource["));
        t.run("close()", file -> {
            file.close();
            file.close();
        });
        t.state("open", scene -> scene.opened(scene.port.openFile(file())));
        t.state("closed", scene -> {
            FileSource file = scene.port.openFile(file());
            file.close();
            return file;
        });
        t.state("of a closed port", scene -> {
            FileSource file = scene.opened(scene.port.openFile(file()));
            scene.port.close();
            return file;
        });
        return t.tests(backend);
    }

    private static Path file() throws Exception {
        Path path = Files.createTempFile("pollux", ".txt");
        path.toFile().deleteOnExit();
        Files.write(path, new byte[10]);
        return path;
    }
}
