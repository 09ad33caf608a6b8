#!/usr/bin/env bash
# A Netty server, which moves to Pollux by two changed lines and their imports, and one on a Unix socket: pollux-netty brings what they need
project netty
maven compile dependency:build-classpath -Dmdep.outputFile=class-path
path=target/classes:$(cat class-path)
echo "class path: $(tr : '\n' <class-path | sed 's|.*/||' | paste -sd' ')"
"$jdk/bin/java" -cp "$path" dev.consumer.NettyEcho | tee said
grep -q 'NioServerSocketChannel echoed hello' said

cp NettyEcho.java before
sed -i 's/io.netty.channel.nio.NioIoHandler/dev.pollux.netty.PolluxIoHandler/
  s/io.netty.channel.socket.nio.NioServerSocketChannel/dev.pollux.netty.PolluxServerSocketChannel/
  s/NioIoHandler\.newFactory/PolluxIoHandler.newFactory/
  s/(NioServerSocketChannel\.class/(PolluxServerSocketChannel.class/' NettyEcho.java
diff before NettyEcho.java || true
maven compile
on_pollux() { # JAVA FLAG ...
  "$@" -cp "$path" dev.consumer.NettyEcho | tee said
  grep -q 'dev.pollux.netty.PolluxServerSocketChannel echoed hello' said
}
on_pollux "$jdk/bin/java"
"$jdk/bin/java" -cp "$path" dev.consumer.NettyUnix
echo "on the module path:"
as_module dev.pollux.netty dev.consumer.NettyEcho NettyEcho.java
needs_newer "ffm"
on_pollux "$newer/bin/java" "$native" -Ddev.pollux.binding=ffm
