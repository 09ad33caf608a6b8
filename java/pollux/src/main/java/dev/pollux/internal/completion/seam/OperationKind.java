package dev.pollux.internal.completion.seam;

/** The kinds of operations: what a backend names its calls by. */
public enum OperationKind {
    ACCEPT("AcceptOperation"),
    CONNECT("ConnectOperation"),
    FILE_READ("FileReadOperation"),
    FILE_SYNC("FileSyncOperation"),
    FILE_TRUNCATE("FileTruncateOperation"),
    FILE_WRITE("FileWriteOperation"),
    POST("PostOperation"),
    READ("ReadOperation"),
    RECEIVE("ReceiveOperation"),
    SEND_FILE("SendFileOperation"),
    SEND("SendOperation"),
    SHUTDOWN_OUTPUT("ShutdownOutputOperation"),
    WRITE("WriteOperation");

    private final String face;

    OperationKind(String face) {
        this.face = face;
    }

    /** {@return the name of the interface that a program knows it by} */
    @Override
    public String toString() {
        return face;
    }
}
