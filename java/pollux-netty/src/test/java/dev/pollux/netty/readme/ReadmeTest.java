package dev.pollux.netty.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.sources.Repository;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That what the README tells a user of Netty to write compiles and runs. */
class ReadmeTest {
    private static final Pattern DIFF = Pattern.compile("^```diff\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern REGION =
            Pattern.compile("^ *// README\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void theLinesAreThoseOfTheProgram() {
        String program = Repository.read(
                Repository.at("java/pollux-netty/src/test/java/dev/pollux/netty/readme/NettyEcho.java"));
        String after = first(DIFF, Repository.read(Repository.at("README.md")))
                .lines()
                .filter(line -> !line.startsWith("-"))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
        assertEquals(first(REGION, program).stripTrailing().stripIndent(), after.strip());
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.WINDOWS})
    void theProgramEchoes() throws Exception {
        try (NettyEcho server = new NettyEcho(0);
                Socket client = new Socket(
                        "localhost", ((InetSocketAddress) server.listener().localAddress()).getPort())) {
            client.getOutputStream().write(7);
            assertEquals(7, client.getInputStream().read());
        }
    }
}
