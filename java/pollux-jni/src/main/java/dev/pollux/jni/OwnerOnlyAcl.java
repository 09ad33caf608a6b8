package dev.pollux.jni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;

/** The access list of a file that its owner alone may open, in place of the one that the directory would give it. */
final class OwnerOnlyAcl {
    private OwnerOnlyAcl() {}

    /** A file that this process makes tells who owns what it makes. A user's name would not tell which of two domains' it is. */
    static FileAttribute<List<AclEntry>> in(Path directory) throws IOException {
        Path sample = Files.createTempFile(directory, Extraction.PREFIX, ".tmp");
        try {
            return of(Files.getOwner(sample));
        } finally {
            Files.deleteIfExists(sample);
        }
    }

    private static FileAttribute<List<AclEntry>> of(UserPrincipal owner) {
        List<AclEntry> all = List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(owner)
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build());
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return all;
            }
        };
    }
}
