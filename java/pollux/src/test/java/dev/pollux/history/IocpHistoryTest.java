package dev.pollux.history;

import dev.pollux.WineCondition;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.windows.WindowsTest;

/** Histories on Windows's completion port. */
@WindowsTest
class IocpHistoryTest extends CompletionHistoryContract {
    IocpHistoryTest() {
        super(new CompletionFeatures(true, true, !Boolean.getBoolean(WineCondition.PROPERTY)));
    }

    @Override
    protected CompletionPortBuilder builder() {
        return CompletionPort.builder();
    }
}
