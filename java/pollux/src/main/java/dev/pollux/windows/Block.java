package dev.pollux.windows;

/**
 * The layout of an {@link Overlapped}'s native block: the OVERLAPPED first, then everything else that the system may read
 * or write while the operation is pending. All of it stands here, nothing on a stack or in a thread's scratch memory, except
 * what Winsock is done with when the call returns.
 */
final class Block {
    // OVERLAPPED (64 bits): Internal, InternalHigh, Offset and OffsetHigh, hEvent
    static final int INTERNAL = 0;
    static final int INTERNAL_HIGH = 8;
    static final int OFFSET = 16;
    static final int EVENT = 24;
    static final int OVERLAPPED_SIZE = 32;

    // Winsock may write the flags of a receive that has completed at once on its way out of the call, on the submitting
    // thread, when another has dequeued the packet already, released the block and submitted it again. So their memory
    // stays what it is for the block's life, and nothing may be concluded from a write to it. The flags that a program
    // asks for have a place apart: what comes late to the other is 0 or MSG_PARTIAL, which ask for nothing.
    static final int FLAGS = 32; // WSARecv's and WSARecvFrom's, in and out
    static final int ADDRESS_LENGTH = 36; // WSARecvFrom's, in and out
    static final int REQUESTED_FLAGS = 40; // as FLAGS, of a receive that asks for some
    static final int HEADER_SIZE = 48;

    static final int TRANSMIT_BUFFERS = 48; // TRANSMIT_FILE_BUFFERS
    static final int TRANSMIT_BUFFERS_SIZE = 32;

    static final int ADDRESS = 80; // a SOCKADDR_STORAGE; what AcceptEx writes begins at the same place
    static final int ACCEPT_ADDRESS_SIZE = Sockaddr.SIZE + 16; // AcceptEx wants 16 bytes more than the longest address
    static final int ACCEPT_OUTPUT_SIZE = 2 * ACCEPT_ADDRESS_SIZE;

    static final int BUFFERS = 368; // WSABUF[]: ULONG len, padding, CHAR *buf
    static final int BUFFER_SIZE = 16;
    static final int MAX_BUFFERS = 16;

    static final int SIZE = 640;
    static final int ALIGNMENT = 64; // a cache line; OVERLAPPED itself needs 8

    private Block() {}
}
