package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no package needs another that needs it: each can be read without those above it. */
@Once
class CirclesTest {
    @TempDir
    Path folder;

    @Test
    void thePackagesHaveNoCircle() throws IOException {
        assertTrue(House.library().packages().size() > 15);
        assertEquals("", String.join("\n", circles(House.library())));
    }

    /** Three packages need each other, one by a constant. A fourth needs them, and none of them needs it. */
    @Test
    void aCircleIsSeen() throws IOException {
        House house = new Fixture(folder)
                .with("package dev.pollux; public class A { dev.pollux.internal.loop.B b; }")
                .with("package dev.pollux.internal.loop; public class B { int c = dev.pollux.internal.loop.turn.C.C; }")
                .with("package dev.pollux.internal.loop.turn; public class C extends dev.pollux.A {"
                        + " public static final int C = 1; }")
                .with("package dev.pollux.system; public class D { dev.pollux.A a; }")
                .house();
        String fromA = "dev.pollux.A uses dev.pollux.internal.loop.B";
        String fromB = "dev/pollux/internal/loop/B.java names dev.pollux.internal.loop.turn.C";
        String fromC = "dev.pollux.internal.loop.turn.C uses dev.pollux.A";
        assertEquals(
                List.of(
                        String.join(", ", fromA, fromB, fromC),
                        String.join(", ", fromB, fromC, fromA),
                        String.join(", ", fromC, fromA, fromB)),
                circles(house));
    }

    /** {@return for each package that is in a circle, the shortest one, with a reason for each of its arrows} */
    private static List<String> circles(House house) {
        List<String> circles = new ArrayList<>();
        for (String each : new TreeSet<>(house.packages())) {
            Map<String, Arrow> reached = new HashMap<>();
            ArrayDeque<String> next = new ArrayDeque<>(List.of(each));
            while (!next.isEmpty() && !reached.containsKey(each)) {
                String here = next.remove();
                for (Arrow arrow : house.arrows()) {
                    if (arrow.from().equals(here) && reached.putIfAbsent(arrow.to(), arrow) == null) {
                        next.add(arrow.to());
                    }
                }
            }
            if (reached.containsKey(each)) {
                circles.add(circle(each, reached));
            }
        }
        return circles;
    }

    private static String circle(String begin, Map<String, Arrow> reached) {
        List<String> back = new ArrayList<>();
        String here = begin;
        do {
            Arrow arrow = reached.get(here);
            back.add(0, arrow.toString());
            here = arrow.from();
        } while (!here.equals(begin));
        return String.join(", ", back);
    }
}
