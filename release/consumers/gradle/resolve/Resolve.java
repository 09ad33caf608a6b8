import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradle.api.Project;
import org.gradle.testfixtures.ProjectBuilder;

/** Applies a folder's build.gradle, and writes what Gradle resolves: a file for each configuration, and a line for each artifact. */
final class Resolve {
    private Resolve() {}

    public static void main(String[] arguments) {
        int status = 1;
        try {
            resolve(arguments);
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status); // Gradle's threads would go on
    }

    private static void resolve(String[] arguments) throws Exception {
        Project project = ProjectBuilder.builder()
                .withProjectDir(new File(arguments[0]).getCanonicalFile())
                .withGradleUserHomeDir(new File(arguments[1]).getAbsoluteFile())
                .build();
        System.out.println("Gradle " + project.getGradle().getGradleVersion());
        project.apply(Map.of("from", project.file("build.gradle")));
        Path into = Files.createDirectories(Path.of(arguments[2]));
        for (String configuration : List.of("compileClasspath", "runtimeClasspath")) {
            List<String> files = project.getConfigurations().getByName(configuration).getFiles().stream()
                    .map(File::getPath)
                    .toList();
            Files.write(into.resolve(configuration), files);
            System.out.println(configuration + ": " + files.stream().map(file -> new File(file).getName()).toList());
        }
    }
}
