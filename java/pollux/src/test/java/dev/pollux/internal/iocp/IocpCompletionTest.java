package dev.pollux.internal.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.completion.CompletionContract;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WindowsTest;
import org.junit.jupiter.api.Test;

/** The contract on Windows's completion port. */
@WindowsTest
class IocpCompletionTest extends CompletionContract {
    @Override
    protected CompletionPortBuilder builder() {
        return CompletionPort.builder();
    }

    @Test
    void itHasNoBusyPolling() {
        CompletionPortBuilder builder = builder().busyPollNanos(50_000);
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, builder::open);
        assertTrue(refusal.getMessage().contains("WaitStrategy.adaptive"), refusal::getMessage);
    }

    /** The backend hands on what a submission returns. */
    @Test
    void theSeamSaysWhatOverlappedSays() {
        assertEquals(Overlapped.PENDING, CompletionBackend.PENDING);
        assertEquals(Overlapped.DONE, CompletionBackend.DONE);
    }
}
