package dev.pollux.netty.internal.socket;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The struct group_source_req of either system, which lies alike in memory. Only the number of IPv6's family differs.
 *
 * @param inet6 that number: AF_INET6
 */
record GroupSource(int inet6) {
    static final GroupSource LINUX = new GroupSource(10);
    static final GroupSource WINDOWS = new GroupSource(23);

    private static final int AF_INET = 2;
    private static final int STORAGE = 128; // struct sockaddr_storage
    private static final int GROUP = 8; // its offset, after the interface's number

    /** {@return one source of a group, on an interface} */
    ByteBuffer request(InetAddress group, NetworkInterface network, InetAddress source) {
        ByteBuffer request = ByteBuffer.allocate(GROUP + 2 * STORAGE).order(ByteOrder.nativeOrder());
        request.putInt(0, network.getIndex());
        put(request, GROUP, group);
        put(request, GROUP + STORAGE, source);
        return request;
    }

    private void put(ByteBuffer memory, int at, InetAddress address) {
        boolean isInet4 = address instanceof Inet4Address;
        memory.putShort(at, (short) (isInet4 ? AF_INET : inet6));
        memory.put(at + (isInet4 ? 4 : 8), address.getAddress());
    }
}
