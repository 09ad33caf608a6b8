package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import io.netty.channel.Channel;
import io.netty.channel.ReflectiveChannelFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That a native image is told of each channel which a bootstrap makes by its class. */
class NativeImageTest {
    private static final String METADATA = "/META-INF/native-image/dev.pollux/pollux-netty/reflect-config.json";
    private static final Pattern TOLD = Pattern.compile(
            "\\{\"name\": \"([\\w.]+)\", \"methods\": \\[\\{\"name\": \"<init>\", \"parameterTypes\": \\[]}]}");

    private static TreeSet<String> told() throws IOException {
        try (InputStream metadata = Pollux.class.getResourceAsStream(METADATA)) {
            return TOLD.matcher(new String(metadata.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(each -> each.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Class<? extends Channel> channel(String name) throws ClassNotFoundException {
        return Class.forName(name, false, Pollux.class.getClassLoader()).asSubclass(Channel.class);
    }

    @Test
    void everyChannelThatAProgramCanNameIsTold() throws Exception {
        TreeSet<String> channels = new TreeSet<>();
        for (Path source : Repository.files("java/pollux-netty/src/main/java/dev/pollux/netty", "Channel.java")) {
            String name = Repository.name(source)
                    .replaceAll(".*/java/(dev/.*)\\.java$", "$1")
                    .replace('/', '.');
            Class<?> type = Class.forName(name, false, Pollux.class.getClassLoader());
            if (Channel.class.isAssignableFrom(type)
                    && Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())) {
                channels.add(name);
            }
        }
        assertTrue(channels.size() > 4, () -> "found " + channels);
        assertEquals(channels, told());
    }

    /** As Netty does it for {@code bootstrap.channel(...)}. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void eachIsMadeByItsClass() throws Exception {
        for (String name : told()) {
            Channel made = new ReflectiveChannelFactory<>(channel(name)).newChannel();
            assertEquals(name, made.getClass().getName());
            made.unsafe().closeForcibly();
        }
    }
}
