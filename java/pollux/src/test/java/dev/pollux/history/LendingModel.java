package dev.pollux.history;

import dev.pollux.completion.CompletionStream;
import dev.pollux.completion.LentBuffer;

/** The model of a stream that lends what comes. */
abstract class LendingModel<S extends CompletionStream<S, R>, R extends LentBuffer> extends StreamModel<S, R> {
    int lent; // and not given back
    int window = 1;

    LendingModel(CompletionWorld world, S its) {
        super(world, its);
    }

    /** {@return how many of the port's buffers it may have while it lends none} */
    abstract int reserve();

    @Override
    final boolean mayTell() {
        return lent < window && world.lent.mayLend(this);
    }

    @Override
    void told(R buffer) {
        int back = world.lent.isUntoldOf(this) ? 1 : 0; // perhaps
        require(++lent <= window + back, "has lent " + lent + " buffers");
        require(buffer.receivedLength() == buffer.data().remaining(), "has lent another length");
        world.lent.add(this, buffer);
    }

    @Override
    final void thrown(R buffer) {
        world.lent.thrown(buffer);
    }

    @Override
    public String toString() {
        return super.toString() + ", " + lent + " of " + window + " lent";
    }
}
