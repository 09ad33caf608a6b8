package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.pollux.linux.DescriptorShortage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What doctor tells of a machine, against the machine itself, and on machines that lack something. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DoctorTest {
    private static List<String> doctorHere() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new String[] {"doctor"}, new PrintWriter(out, true), new PrintWriter(err, true));
        assertEquals(0, code, err.toString());
        assertEquals("", err.toString());
        return out.toString().lines().toList();
    }

    /** Its output in a JVM of its own; {@code prefix} is a command that starts another one. */
    private static List<String> doctor(List<String> prefix, String... flags) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pollux.examples.Main", "doctor"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }

    private static String fact(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith("  " + name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line of " + name + " in " + String.join("\n", lines)))
                .substring(2 + name.length())
                .strip();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1).strip();
    }

    private static String sysctl(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/sys", name)).get(0).strip(); // which one read gives, or none
    }

    private static String allowNativeAccess() {
        return Runtime.version().feature() >= 22 ? "--enable-native-access=ALL-UNNAMED" : "-ea";
    }

    @Test
    void limitsAreTheMachines() throws Exception {
        List<String> lines = doctorHere();
        UnixOperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        String soft = system.getMaxFileDescriptorCount() + " soft, ";
        assertTrue(fact(lines, "descriptors").startsWith(soft), () -> fact(lines, "descriptors"));
        assertEquals(sysctl("net/core/somaxconn"), fact(lines, "backlog").split(" ")[0]);
        assertEquals(sysctl("fs/epoll/max_user_watches"), fact(lines, "epoll").split(" ")[0]);
        String[] pages = sysctl("net/ipv4/tcp_mem").split("\\s+");
        String memory = fact(lines, "TCP's memory");
        assertTrue(memory.contains(pages[1] + " pages") && memory.contains("full at " + pages[2]), memory);
        assertTrue(
                fact(lines, "client ports")
                        .startsWith(sysctl("net/ipv4/ip_local_port_range").replaceAll("\\s+", " to ")),
                () -> fact(lines, "client ports"));
        for (String[] buffer : new String[][] {{"receive buffer", "rmem"}, {"send buffer", "wmem"}}) {
            long bytes = Long.parseLong(sysctl("net/core/" + buffer[1] + "_max"));
            String told = fact(lines, buffer[0]).replaceAll(" by SO_.*", "");
            String[] words = told.split(" ");
            long unit = words[1].equals("MiB") ? 1 << 20 : words[1].equals("KiB") ? 1 << 10 : 1;
            assertEquals(bytes, Long.parseLong(words[0]) * unit, told);
        }
    }

    @Test
    void theKernelIsTried() {
        List<String> lines = doctorHere();
        assumeTrue(lines.stream().anyMatch(line -> line.matches("  epoll +taken .*")), "needs a binding");
        for (String feature : List.of("epoll_pwait2", "EPOLLEXCLUSIVE")) {
            assertTrue(fact(lines, feature).matches("(works|not used|refused).*"), () -> fact(lines, feature));
        }
        assertTrue(fact(lines, "busy poll").contains("EPIOCGPARAMS"), () -> fact(lines, "busy poll"));
        assertTrue(fact(lines, "busy sockets").contains("SO_PREFER_BUSY_POLL"), () -> fact(lines, "busy sockets"));
        assertTrue(
                fact(lines, "io_uring").matches("(works|refused).*; .*io_uring_disabled.*"),
                () -> fact(lines, "io_uring"));
    }

    /** One property takes both, and each kind of port has its own table. */
    @Test
    void bothKindsOfPortAreTold() throws Exception {
        List<String> lines = doctor(List.of(), "-Ddev.pollux.backend=nio", allowNativeAccess());
        int readiness =
                lines.indexOf("Backends: what a readiness port runs on; -Ddev.pollux.backend=NAME takes another");
        int completion =
                lines.indexOf("Backends: what a completion port runs on; -Ddev.pollux.backend=NAME takes another");
        assertEquals(readiness + 4, completion, () -> String.join("\n", lines));
        assertTrue(lines.get(readiness + 1).startsWith("  epoll "), () -> lines.get(readiness + 1));
        assertTrue(lines.get(readiness + 2).matches("  nio +taken .*"), () -> lines.get(readiness + 2));
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("  iocp +refused +it is Windows's, and this is Linux")),
                () -> String.join("\n", lines));
        String verdict = lines.get(lines.indexOf("Verdict") + 1);
        assertTrue(verdict.startsWith("  A ReadinessPort runs on nio, a CompletionPort on "), verdict);
    }

    /** A JVM raises the soft limit to the hard one. */
    @Test
    void fewDescriptorsAreTheAdvice() throws Exception {
        assumeTrue(DescriptorShortage.isSettable(), "needs prlimit(1)");
        List<String> lines = doctor(List.of("prlimit", "--nofile=256:512"), allowNativeAccess());
        assertTrue(fact(lines, "descriptors").startsWith("512 soft, 512 hard"), () -> fact(lines, "descriptors"));
        assertTrue(last(lines).contains("descriptors") && last(lines).contains("512"), () -> last(lines));
        List<String> left = doctor(List.of("prlimit", "--nofile=256:512"), allowNativeAccess(), "-XX:-MaxFDLimit");
        assertTrue(fact(left, "descriptors").startsWith("256 soft, 512 hard"), () -> fact(left, "descriptors"));
    }

    @Test
    void withoutABindingItSaysHowToGetOne() throws Exception {
        List<String> lines = doctor(List.of(), "-Ddev.pollux.binding=none");
        assertEquals("not tried: no binding can be used", fact(lines, "epoll_pwait2"));
        assertTrue(last(lines).contains("-Ddev.pollux.binding"), () -> last(lines));
    }

    @Test
    void theSelectorByForceIsTold() throws Exception {
        List<String> lines = doctor(List.of(), "-Ddev.pollux.backend=nio", allowNativeAccess());
        assumeTrue(lines.stream().anyMatch(line -> line.matches("  epoll +available .*")), "needs a binding");
        assertTrue(last(lines).contains("-Ddev.pollux.backend=nio"), () -> last(lines));
    }

    @Test
    void aMachineWithoutIpv6() throws Exception {
        List<String> lines = doctor(List.of(), "-Djava.net.preferIPv4Stack=true");
        assertTrue(fact(lines, "IPv6").startsWith("off"), () -> fact(lines, "IPv6"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "this JDK does not warn of native access")
    void nativeAccessThatIsNotAllowedIsTheAdvice() throws Exception {
        List<String> lines = doctor(List.of());
        assumeTrue(lines.stream().anyMatch(line -> line.matches("  epoll +taken .*")), "needs a binding");
        assertTrue(last(lines).startsWith("Add --enable-native-access=ALL-UNNAMED "), () -> last(lines));
    }

    @Test
    void adviceOfLimits(@TempDir Path proc) throws IOException {
        assertEquals(Advice.NOTHING, Advice.ofLimits(new LimitFacts(proc)), "what can't be read is no fault");
        assertEquals("unknown", new LimitFacts(proc).all().get("descriptors"));
        Path limits = Files.createDirectory(proc.resolve("self")).resolve("limits");
        Path backlog = Files.createDirectories(proc.resolve("sys/net/core")).resolve("somaxconn");
        Files.writeString(
                limits, "Limit  Soft Limit\nMax open files            unlimited            unlimited     files \n");
        Files.writeString(backlog, "4096\n");
        assertEquals(Advice.NOTHING, Advice.ofLimits(new LimitFacts(proc)));
        Files.writeString(backlog, "128\n");
        String short128 = Advice.ofLimits(new LimitFacts(proc));
        assertTrue(short128.contains("net.core.somaxconn") && short128.contains("128"), short128);
        Files.writeString(limits, "Max open files            4095            1048576     files \n");
        String few = Advice.ofLimits(new LimitFacts(proc));
        assertTrue(few.contains("descriptors") && few.contains("4095"), few);
    }
}
