package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.results.Better;
import java.util.Map;

/**
 * One case of a group: what is measured, and how for each contestant.
 *
 * @param group the group
 * @param name the scene's name in the report
 * @param figure what the contestants are measured by, {@code time an event}
 * @param bytes what the bytes are called that it allocates: {@code bytes an event}, which should be none, or {@code heap a
 *     connection}, which can't
 * @param contestants how each is measured, in the order in which they take their turns
 */
record Scene(String group, String name, Figure figure, String bytes, Map<String, Measure> contestants) {

    /** What a figure is called, and which way is better. */
    record Figure(String metric, String unit, Better better) {}
}
