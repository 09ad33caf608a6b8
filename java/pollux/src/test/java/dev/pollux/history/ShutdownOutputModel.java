package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.completion.ShutdownOutputOperation;
import java.io.IOException;

/** The model of a shutdown of the output. */
final class ShutdownOutputModel extends OperationModel {
    private final EndModel end;

    ShutdownOutputModel(CompletionWorld world, EndModel end, ShutdownOutputOperation its) {
        super(world, its);
        this.end = end;
    }

    void prepare() {
        end.torn |= end.hasPendingWrites();
        end.out.end();
        end.halfShut();
        end.outputShut = true;
    }

    /** It was not submitted, and yet nothing more is known. */
    void forget() {
        end.torn = true;
    }

    @Override
    boolean isChannelClosed() {
        return end.closed;
    }

    @Override
    boolean closesUnseen() {
        return end.closesUnseen;
    }

    @Override
    boolean isDueByItself() {
        return !end.hasPendingWrites();
    }

    @Override
    void completed(long result) {
        assertEquals(0, result);
        end.surelyEnded = true;
    }

    @Override
    boolean mayFail(IOException failure) {
        return end.mayFail(failure);
    }

    @Override
    void undone() {
        end.torn = true;
    }
}
