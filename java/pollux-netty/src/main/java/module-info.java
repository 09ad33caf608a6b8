/**
 * A Netty 4.2 transport on Pollux: {@code dev.pollux.netty}.
 */
module dev.pollux.netty {
    requires transitive dev.pollux;
    requires transitive io.netty.transport;
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport.unix.common;

    exports dev.pollux.netty;
}
