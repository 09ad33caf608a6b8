package dev.pollux.wine;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A Windows runtime, as runtimes.properties names it. Its files stay in the cache as they were unpacked. What runs is a
 * folder of links to them in target, which has the proxy library as well.
 */
record WindowsJava(int feature, Path home) {
    static WindowsJava get(int feature, Path proxy) throws IOException, InterruptedException, LeftOutException {
        return new WindowsJava(feature, linked(feature, cached(feature), proxy));
    }

    private static Path cached(int feature) throws IOException, InterruptedException, LeftOutException {
        Properties runtimes = new Properties();
        try (Reader in = Files.newBufferedReader(Folders.WINE.resolve("runtimes.properties"))) {
            runtimes.load(in);
        }
        String sha256 = runtimes.getProperty(feature + ".sha256");
        if (sha256 == null) {
            throw new BrokenException("runtimes.properties names no runtime " + feature);
        }
        Path cached = Folders.CACHE.resolve(sha256);
        if (Files.isDirectory(cached)) {
            return cached;
        }
        Files.createDirectories(Folders.CACHE);
        Path fresh = Files.createTempDirectory(Folders.CACHE, "unpacking");
        try {
            Archive archive = Fetch.into(
                    Files.createDirectory(fresh.resolve("archive")), runtimes.getProperty(feature + ".from"));
            archive.requireSha256(sha256);
            Path home = Files.createDirectory(fresh.resolve("home"));
            archive.unpack(runtimes.getProperty(feature + ".folder"), home);
            publish(home, cached);
            return cached;
        } finally {
            Folders.delete(fresh);
        }
    }

    /** In one step, so that a folder in the cache is whole. Another build may have been first. */
    private static void publish(Path home, Path cached) throws IOException {
        try {
            Files.move(home, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException first) {
            return;
        }
    }

    private static Path linked(int feature, Path cached, Path proxy) throws IOException {
        Path home = Folders.empty(Folders.TARGET.resolve("java-" + feature));
        link(cached, home);
        Files.delete(home.resolve("bin"));
        Path bin = Files.createDirectory(home.resolve("bin"));
        link(cached.resolve("bin"), bin);
        Files.createSymbolicLink(bin.resolve(proxy.getFileName()), proxy);
        return home;
    }

    private static void link(Path from, Path to) throws IOException {
        List<Path> entries;
        try (Stream<Path> files = Files.list(from)) {
            entries = files.toList();
        }
        for (Path entry : entries) {
            Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        }
    }

    Path executable() {
        return home.resolve("bin/java.exe");
    }
}
