package dev.pollux.internal.completion.lent;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The checking mode: which lendings are out, and where each was taken. */
final class LentChecks {
    private final Set<Lending> out = ConcurrentHashMap.newKeySet();
    private final Consumer<Throwable> reports;

    LentChecks(Consumer<Throwable> reports) {
        this.reports = reports;
    }

    /** One thread for the process, made when somebody checks. */
    static final class Collector {
        static final Cleaner CLEANER = Cleaner.create();
    }

    /** What is known of a lending. It does not refer to the buffer, which the collector is to find. */
    static final class Lending {
        private final String buffer;
        private final Throwable taken;
        private Cleaner.Cleanable found;

        Lending(String buffer, Throwable taken) {
            this.buffer = buffer;
            this.taken = taken;
        }
    }

    Lending lent(LentBufferWork buffer, LentOwner owner) {
        Lending lending = new Lending(buffer.toString(), new Throwable("lent here, by " + owner, owner.origin()));
        out.add(lending);
        lending.found = Collector.CLEANER.register(buffer, () -> lost(lending, " and nobody has it any more"));
        return lending;
    }

    void givenBack(Lending lending) {
        out.remove(lending);
        lending.found.clean(); // which finds it given back
    }

    private void lost(Lending lending, String why) {
        if (out.remove(lending)) {
            reports.accept(new IllegalStateException(lending.buffer + " was not given back," + why, lending.taken));
        }
    }

    /** Tells of all that are out, once. */
    void tellAll() {
        for (Lending each : out) {
            lost(each, " and its port is closed");
        }
    }
}
