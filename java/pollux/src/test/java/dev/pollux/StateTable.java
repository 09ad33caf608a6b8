package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * What each public call on an object does in each state that the object can be in. The table is a text file: a row a call, a
 * column a state, a cell what comes of it. It makes the tests, and it misses no method: one that has no row fails them.
 *
 * <p>A row is named by the method as its declaration has it, {@code read(ByteBuffer)}. What follows the parenthesis tells of the
 * arguments. A row with one cell has it in every state. An answer is its value, or the kind of the object, or the exception's
 * name without its end; {@code IO} is any IOException that has no type of its own. A cell with two answers is of a row that
 * {@link #differs}: epoll's, and nio's. With three, the first is iocp's. A fourth is nio's on Windows. After a semicolon stands what another thread is told. A cell with a dash is not asked.
 */
public final class StateTable<T> {
    /** Calls the method of a row. */
    @FunctionalInterface
    public interface Call<T> {
        Object on(T object) throws Exception;
    }

    /** As {@link Call}, of a method that returns nothing. */
    @FunctionalInterface
    public interface VoidCall<T> {
        void on(T object) throws Exception;
    }

    /** Makes an object in a state; the scene closes all that it needed. */
    @FunctionalInterface
    public interface State<T> {
        T in(StateScene scene) throws Exception;
    }

    private final Class<T> type;
    private final List<String> columns;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();
    private final Map<String, Call<T>> calls = new LinkedHashMap<>();
    private final Map<String, State<T>> states = new LinkedHashMap<>();
    private final Set<String> differing = new TreeSet<>();
    private final Map<String, String> ofWine = new HashMap<>();

    /** @param name the table's file, in {@code states} */
    public StateTable(Class<T> type, String name) {
        this.type = type;
        List<String> lines = lines(name);
        List<String> head = cells(lines.get(0));
        columns = head.subList(1, head.size());
        add(lines, columns);
    }

    /**
     * Adds the rows of a file that this table shares with another.
     *
     * @param its for each column of this table, the file's column that has its answers
     */
    public StateTable<T> share(String name, Map<String, String> its) {
        assertEquals(Set.copyOf(columns), its.keySet(), "columns that have answers");
        add(lines(name), columns.stream().map(its::get).toList());
        return this;
    }

    /** @param answering the column of these lines, for each of the table's columns */
    private void add(List<String> lines, List<String> answering) {
        List<String> head = cells(lines.get(0));
        for (String line : lines.subList(1, lines.size())) {
            List<String> row = cells(line);
            assertTrue(row.size() == 2 || row.size() == head.size(), () -> "cells of: " + line);
            List<String> answers = answering.stream()
                    .map(column -> row.get(row.size() == 2 ? 1 : head.indexOf(column)))
                    .toList();
            assertEquals(null, rows.put(row.get(0), answers), () -> "rows of " + row.get(0));
        }
    }

    private static List<String> lines(String name) {
        return text(name).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(String name) {
        try (InputStream in = StateTable.class.getResourceAsStream("states/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }

    public StateTable<T> call(String row, Call<T> call) {
        assertEquals(null, calls.put(row, call), () -> "calls of " + row);
        return this;
    }

    public StateTable<T> run(String row, VoidCall<T> call) {
        return call(row, object -> {
            call.on(object);
            return "ok";
        });
    }

    /** Of these calls, which are rows or methods, nio has another answer, because its sockets can't do what is asked. */
    public StateTable<T> differs(String... calls) {
        differing.addAll(List.of(calls));
        return this;
    }

    /** What may be the answer under Wine besides that on Windows. */
    public StateTable<T> onWine(String column, String row, String answer) {
        ofWine.put(row + " | " + column, answer);
        return this;
    }

    public StateTable<T> state(String column, State<T> state) {
        assertEquals(null, states.put(column, state), () -> "states of " + column);
        return this;
    }

    /** The tests: a cell twice, on the thread that polls and on another; and that no row, state or method is missing. */
    public Stream<DynamicNode> tests(Backend backend) {
        List<DynamicNode> nodes = new ArrayList<>();
        nodes.add(dynamicTest("the table is whole", this::checkWhole));
        for (String row : rows.keySet()) {
            List<DynamicNode> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                String expected = rows.get(row).get(i);
                if (states.containsKey(column) && calls.containsKey(row) && !expected.equals("-")) {
                    cells.add(dynamicTest(column, () -> check(backend, row, column, expected, false)));
                    cells.add(dynamicTest(
                            column + ", another thread", () -> check(backend, row, column, expected, true)));
                }
            }
            nodes.add(dynamicContainer(row, cells));
        }
        return nodes.stream();
    }

    private void checkWhole() {
        assertEquals(rows.keySet(), calls.keySet(), "rows and calls");
        assertEquals(columns, List.copyOf(states.keySet()), "columns and states");
        Set<String> with =
                rows.keySet().stream().map(StateTable::method).collect(Collectors.toCollection(TreeSet::new));
        with.remove("toString()"); // which every object has
        assertEquals(publicMethods(), with, "the public methods, and those in the table");
    }

    private static String method(String row) {
        return row.substring(0, row.indexOf(')') + 1);
    }

    private Set<String> publicMethods() {
        return Arrays.stream(type.getMethods())
                .filter(method -> !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getDeclaringClass() != Object.class
                        && !method.getName().equals("toString"))
                .map(StateTable::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private void check(Backend backend, String row, String column, String expected, boolean elsewhere)
            throws Exception {
        String[] callers = expected.split(";");
        String[] answers = callers[elsewhere ? callers.length - 1 : 0].split("/");
        boolean differs = differing.contains(row) || differing.contains(method(row));
        assertTrue(answers.length == 1 || differs, "two answers where the backends are not said to differ");
        String answer = answers[
                Backends.isOnChannels(backend)
                        ? ofNio(answers.length)
                        : backend == Backend.EPOLL ? answers.length / 3 : 0];
        Call<T> call = calls.get(row);
        String[] got = new String[1];
        try (StateScene scene = new StateScene(backend == Backend.IOCP ? Backend.NIO : backend)) {
            T object = states.get(column).in(scene);
            if (elsewhere) {
                Background.run(() -> got[0] = outcome(() -> call.on(object))).close();
            } else {
                got[0] = outcome(() -> call.on(object));
            }
        }
        if (answer.equals("IO") && got[0].equals("Socket")) {
            return;
        }
        if (NotOnWine.Here.is() && got[0].equals(ofWine.get(row + " | " + column))) {
            return;
        }
        assertEquals(answer, got[0], () -> type.getSimpleName() + "." + row + ", " + column + ", " + backend);
    }

    private static int ofNio(int answers) {
        return answers == 4 && !System.getProperty("os.name").startsWith("Windows") ? 2 : answers - 1;
    }

    /** An answer in a word. */
    public static String outcome(java.util.concurrent.Callable<?> call) {
        Object result;
        try {
            result = call.call();
        } catch (Throwable e) {
            return thrown(e);
        }
        if (result instanceof SocketAddress) {
            return "address";
        }
        return String.valueOf(result);
    }

    /** The nearest type of the JDK's. */
    private static String thrown(Throwable e) {
        Class<?> its = e.getClass();
        while (!its.getName().startsWith("java.")) {
            its = its.getSuperclass();
        }
        return switch (its.getSimpleName()) {
            case "ClosedChannelException" -> "Closed";
            case "UnsupportedOperationException" -> "Unsupported";
            case "IndexOutOfBoundsException" -> "OutOfBounds";
            default -> its.getSimpleName().replaceAll("Exception$", "");
        };
    }
}
