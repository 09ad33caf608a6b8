package dev.pollux.wine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip file, under whatever name. */
record Archive(Path file) {
    void requireSha256(String expected) throws IOException {
        String actual = sha256();
        if (!actual.equals(expected)) {
            throw new BrokenException(
                    "wrong checksum: the SHA-256 of " + file.getFileName() + " is " + actual + ", not " + expected);
        }
    }

    private String sha256() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Unpacks one folder of it. */
    void unpack(String folder, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory() || !entry.getName().startsWith(folder + "/")) {
                    continue;
                }
                Path target = to.resolve(entry.getName().substring(folder.length() + 1))
                        .normalize();
                if (!target.startsWith(to)) {
                    throw new BrokenException(file.getFileName() + " would unpack to " + target);
                }
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }
}
