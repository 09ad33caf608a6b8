package dev.pollux.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel knows of a TCP connection ({@code struct tcp_info}, tcp(7), linux/tcp.h), reusable: read by {@link
 * LinuxStreamSocket#tcpInfo}. A field that an older kernel does not have is 0: {@link #lengthBytes} tells what it gave.
 *
 * <p>Only one thread at a time may use it.
 *
 * <pre>{@code
 * TcpInfo info = new TcpInfo();
 * socket.tcpInfo(info);
 * log(info.rttMicros() + " us, " + info.totalRetransmittedSegments() + " sent again");
 * }</pre>
 */
public final class TcpInfo {
    static final int LEVEL = 6;
    static final int NUMBER = 11;
    static final int SIZE = 192;

    private final ByteBuffer memory = ByteBuffer.allocate(SIZE).order(ByteOrder.nativeOrder());

    private int length;

    /** With all fields 0. */
    public TcpInfo() {}

    void set(ByteBuffer source, int at, int given) {
        length = Math.min(given, SIZE) & -Integer.BYTES; // half a field is none
        memory.put(0, source, at, length);
        for (int i = length; i < SIZE; i++) {
            memory.put(i, (byte) 0);
        }
    }

    /**
     * {@return how much of the struct the kernel gave, in bytes: 0 before the first read, at most 192} A field that some kernels
     * do not have says from which length on it is there. On the thread that reads it, as all of this class.
     */
    public int lengthBytes() {
        return length;
    }

    /** {@return the connection's state: 1 established, 2 SYN sent, 7 closed, 8 the peer has closed, 10 listening …} */
    public int state() {
        return memory.get(0) & 0xFF;
    }

    /** {@return consecutive retransmissions of unacknowledged data} */
    public int retransmits() {
        return memory.get(2) & 0xFF;
    }

    /** {@return zero-window or keep-alive probes under way} */
    public int probes() {
        return memory.get(3) & 0xFF;
    }

    /** {@return the retransmission timeout, in microseconds} */
    public int retransmitTimeoutMicros() {
        return memory.getInt(8);
    }

    /** {@return the maximum segment size for sending, in bytes} */
    public int sendMaxSegmentBytes() {
        return memory.getInt(16);
    }

    /** {@return segments sent and not acknowledged} */
    public int unackedSegments() {
        return memory.getInt(24);
    }

    /** {@return segments taken for lost} */
    public int lostSegments() {
        return memory.getInt(32);
    }

    /** {@return milliseconds since data was sent last} */
    public int lastDataSentMillis() {
        return memory.getInt(44);
    }

    /** {@return milliseconds since data was received last} */
    public int lastDataReceivedMillis() {
        return memory.getInt(52);
    }

    /** {@return the path's maximum transfer unit, in bytes} */
    public int pathMtuBytes() {
        return memory.getInt(60);
    }

    /** {@return the smoothed round-trip time, in microseconds} */
    public int rttMicros() {
        return memory.getInt(68);
    }

    /** {@return the round-trip time's mean deviation, in microseconds} */
    public int rttVarianceMicros() {
        return memory.getInt(72);
    }

    /** {@return the congestion window, in segments} */
    public int congestionWindowSegments() {
        return memory.getInt(80);
    }

    /** {@return segments retransmitted since the connection began} */
    public int totalRetransmittedSegments() {
        return memory.getInt(100);
    }

    /** {@return the pacing rate, in bytes a second. It is all ones if there is none, or 0 if {@link #lengthBytes} is below 112} */
    public long pacingRateBytesPerSecond() {
        return memory.getLong(104);
    }

    /** {@return bytes that the peer has acknowledged, or 0 if {@link #lengthBytes} is below 128} */
    public long bytesAcked() {
        return memory.getLong(120);
    }

    /** {@return bytes received, or 0 if {@link #lengthBytes} is below 136} */
    public long bytesReceived() {
        return memory.getLong(128);
    }

    /** {@return bytes in the socket that were not sent yet, or 0 if {@link #lengthBytes} is below 148} */
    public int notSentBytes() {
        return memory.getInt(144);
    }

    /** {@return the least round-trip time seen, in microseconds, or 0 if {@link #lengthBytes} is below 152} */
    public int minRttMicros() {
        return memory.getInt(148);
    }

    /** {@return the latest delivery rate, in bytes a second, or 0 if {@link #lengthBytes} is below 168} */
    public long deliveryRateBytesPerSecond() {
        return memory.getLong(160);
    }

    @Override
    public String toString() {
        return "TcpInfo[state " + state() + ", rtt " + rttMicros() + " us, cwnd " + congestionWindowSegments()
                + ", unacked " + unackedSegments() + ", retransmitted " + totalRetransmittedSegments() + "]";
    }
}
