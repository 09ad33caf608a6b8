package dev.pollux.history;

import dev.pollux.completion.PostOperation;
import java.io.IOException;

/** The model of a post, which always completes. */
final class PostModel extends OperationModel {
    private final PostOperation post;
    private long data;

    PostModel(CompletionWorld world, PostOperation its) {
        super(world, its);
        post = its;
    }

    void prepare(long newData) {
        data = newData;
        post.data(newData);
    }

    @Override
    boolean isDueByItself() {
        return true;
    }

    @Override
    void completed(long result) {
        if (result != data || post.data() != data) {
            throw new AssertionError(this + ": " + result + " was posted as " + data);
        }
    }

    @Override
    boolean mayFail(IOException failure) {
        return false;
    }
}
