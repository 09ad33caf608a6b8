package dev.pollux.history;

import dev.pollux.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Makes random histories, runs them, and makes one that fails as short as it gets. The histories and their shrinking are
 * jqwik's. The test itself is one of Jupiter's, like all others here, so that it is skipped, nested and run as they are.
 *
 * @param <K> the kinds of steps
 */
final class Histories<K extends Enum<K>> {
    /** The first history's seed. Each of the others has the next number. */
    static final String SEED = "dev.pollux.test.history.seed";

    /** How many steps a test does. */
    static final String STEPS = "dev.pollux.test.history.steps";

    private static final int LONGEST = 120;
    private static final int KIND_LENGTH = 50;
    private static final long SHRINKING_NANOS =
            TimeUnit.SECONDS.toNanos(Long.getLong("dev.pollux.test.history.shrinkSeconds", 20));

    /** How long the shorter ones wait in vain for what the long one has waited for in vain. */
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static volatile long limitNanos = Await.LIMIT_NANOS;

    private final Arbitrary<List<Step<K>>> histories;

    /** Runs one history from its beginning to its end. */
    @FunctionalInterface
    interface Run<K extends Enum<K>> {
        void run(List<Step<K>> history) throws Exception;
    }

    /** Runs two histories at the same time. */
    @FunctionalInterface
    interface PairRun<K extends Enum<K>> {
        void run(List<Step<K>> first, List<Step<K>> second) throws Exception;
    }

    Histories(K[] kinds, ToIntFunction<K> weight) {
        List<Tuple.Tuple2<Integer, K>> weighted = new ArrayList<>();
        for (K each : kinds) {
            weighted.add(Tuple.of(weight.applyAsInt(each), each));
        }
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 999).withoutEdgeCases();
        Arbitrary<Boolean> later = Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
        histories = Combinators.combine(Arbitraries.frequency(weighted), number, number, later)
                .as(Step<K>::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(LONGEST);
    }

    /** Waits as {@link Await} does. */
    static void until(String what, Await.Condition condition, Await.Action action) {
        Await.until(what, limitNanos, condition, action);
    }

    /** Runs histories until that many steps are done, or as many as the property {@value #STEPS} says. */
    void check(String what, long defaultSteps, Run<K> run) {
        long steps = Long.getLong(STEPS, defaultSteps);
        long firstSeed = Long.getLong(SEED, 1);
        JqwikSession.run(() -> check(what, steps, firstSeed, run));
    }

    private void check(String what, long steps, long firstSeed, Run<K> run) {
        RandomGenerator<List<Step<K>>> generator = histories.generator(1_000, false);
        long done = 0;
        for (long seed = firstSeed; done < steps; seed++) {
            Shrinkable<List<Step<K>>> history = generator.next(new Random(seed));
            Throwable failure = failure(history.value(), run);
            if (failure != null) {
                throw shrunk(what + ", -D" + SEED + "=" + seed, history, failure, run);
            }
            done += history.value().size();
        }
        System.out.println(what + ": " + done + " steps, seeds from " + firstSeed + " on");
    }

    /** Runs histories two by two, each pair at the same time. What fails so is not shortened: it fails only now and then. */
    void checkPairs(String what, long defaultSteps, PairRun<K> run) {
        long steps = Long.getLong(STEPS, defaultSteps);
        long firstSeed = Long.getLong(SEED, 1);
        JqwikSession.run(() -> {
            RandomGenerator<List<Step<K>>> generator = histories.generator(1_000, false);
            long done = 0;
            for (long seed = firstSeed; done < steps; seed++) {
                Random random = new Random(seed);
                List<Step<K>> first = generator.next(random).value();
                List<Step<K>> second = generator.next(random).value();
                try {
                    run.run(first, second);
                } catch (Throwable e) {
                    throw new AssertionError(what + ", -D" + SEED + "=" + seed + ": " + e, e);
                }
                done += first.size() + second.size();
            }
            System.out.println(what + ": " + done + " steps, seeds from " + firstSeed + " on");
        });
    }

    private static <K extends Enum<K>> Throwable failure(List<Step<K>> history, Run<K> run) {
        try {
            run.run(history);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /** {@return what a failure of the same cause says, too} */
    private static String kind(Throwable failure) {
        String text = failure.toString();
        return text.substring(0, Math.min(text.length(), KIND_LENGTH));
    }

    /** Goes on with the first of the shorter ones that fails, until there is none. */
    private static <K extends Enum<K>> AssertionError shrunk(
            String what, Shrinkable<List<Step<K>>> first, Throwable firstFailure, Run<K> run) {
        Shrinkable<List<Step<K>>> shortest = first;
        Throwable failure = firstFailure;
        limitNanos = SHORT_NANOS;
        long startNanos = System.nanoTime();
        boolean shrinks = true;
        while (shrinks) {
            shrinks = false;
            try (Stream<Shrinkable<List<Step<K>>>> shorter = shortest.shrink()) {
                for (Shrinkable<List<Step<K>>> each : (Iterable<Shrinkable<List<Step<K>>>>) shorter::iterator) {
                    if (System.nanoTime() - startNanos > SHRINKING_NANOS) {
                        break;
                    }
                    Throwable its = failure(each.value(), run);
                    if (its != null && kind(its).equals(kind(firstFailure))) {
                        shortest = each;
                        failure = its;
                        shrinks = true;
                        break;
                    }
                }
            }
        }
        limitNanos = Await.LIMIT_NANOS;
        String text = shortest.value().stream().map(Object::toString).collect(Collectors.joining(",\n    "));
        return new AssertionError(
                what + ": " + failure + "\nof " + first.value().size() + " steps, these are left that fail:\n    "
                        + text,
                failure);
    }
}
