package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Gets an archive by the ordinary client of its registry, and so by the user's own settings for that. */
final class Fetch {
    private static final int SECONDS = 600;

    private Fetch() {}

    /** {@return the archive, fetched into a folder} */
    static Archive into(Path folder, String from) throws IOException, InterruptedException, LeftOutException {
        String client = from.substring(0, from.indexOf(' '));
        String what = from.substring(from.indexOf(' ') + 1);
        List<String> command = client.equals("pip") ? pip(what, folder) : maven(what, folder);
        System.out.println("Fetching " + what + " by " + client + ", once");
        try {
            Command.run(SECONDS, command);
        } catch (IOException failure) {
            String last = failure.getMessage().lines().reduce("", (earlier, line) -> line.isBlank() ? earlier : line);
            throw new LeftOutException("can't fetch " + what + " (" + last.strip() + ")");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new Archive(files.findFirst().orElseThrow(() -> new BrokenException(client + " fetched nothing")));
        }
    }

    private static List<String> pip(String what, Path folder) throws LeftOutException {
        Path pip = Command.find("pip", "pip3").orElseThrow(() -> new LeftOutException("no pip on the PATH"));
        return List.of(
                pip.toString(),
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary=:all:",
                "--platform=win_amd64",
                "--dest=" + folder,
                what);
    }

    private static List<String> maven(String what, Path folder) throws LeftOutException {
        Path maven = Command.find(System.getProperty("maven.home") + "/bin/mvn", "mvn")
                .orElseThrow(() -> new LeftOutException("no mvn on the PATH"));
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-q", "-B", "-f", "" + Folders.WINE));
        command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
        if (Boolean.getBoolean("maven.offline")) {
            command.add("-o");
        }
        Path settings = Path.of(System.getProperty("maven.settings"));
        if (Files.exists(settings)) {
            command.addAll(List.of("-s", settings.toString()));
        }
        command.addAll(List.of("dependency:copy", "-Dartifact=" + what, "-DoutputDirectory=" + folder));
        return command;
    }
}
