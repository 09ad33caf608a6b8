#!/usr/bin/env bash
# Each framework's server on pollux-netty: started by its main class as its users would, asked by curl, loaded by wrk (gRPC: by its own
# client), and stopped by SIGTERM. Each must answer without an error, on Pollux's channels and on no others, and lose no buffer under
# Netty's paranoid detector. Prints a table; its status is 0 if all of that holds.
#
#   mvn package -Pnetty -DskipTests && java/frameworks/load.sh [seconds, 10] [connections, 64]
#
# JAVA_HOME is the JDK. Needs curl, wrk and the JDK's jcmd.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-10}
connections=${2:-64}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd
logs=target/load
server=
mkdir -p "$logs"
trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null || true' EXIT

fail() {
  echo "$framework: $*" >&2
  echo "what the server said is in java/frameworks/$log" >&2
  exit 1
}

class_path() {
  local path=$1/target/classes:reactor-netty/target/classes module
  for module in netty/target/test-classes netty/target/classes ffm/target/classes jni/target/classes; do
    path+=:../pollux-$module
  done
  [ -e "$1/target/test-libraries" ] || { echo "$1 is not built: mvn package -Pnetty -DskipTests" >&2; exit 1; }
  echo "$path:../pollux/target/classes:$(cat "$1/target/test-libraries")"
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)) && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# asks NAME: a greeting comes back. gRPC's is a message of HTTP/2, with its length before it.
asks() {
  case $framework in
    grpc)
      printf "\\0\\0\\0\\0\\$(printf %03o "${#1}")%s" "$1" |
        curl -sS --fail --max-time 20 --http2-prior-knowledge -H 'content-type: application/grpc' -H 'te: trailers' \
          --data-binary @- "http://127.0.0.1:$port/hello.Greeter/Hello" | tail -c +6
      ;;
    *) curl -sS --fail --max-time 20 "http://127.0.0.1:$port/$1" ;;
  esac
}

await_start() {
  local tries
  for tries in $(seq 300); do
    if asks first >/dev/null 2>&1; then return; fi
    kill -0 "$server" 2>/dev/null || fail "the server has ended"
    sleep 0.1
  done
  fail "no answer after $tries tries"
}

load() {
  case $framework in
    grpc) "$java" $flags -cp "$path" dev.pollux.frameworks.grpc.HelloClient "$port" "$connections" "$seconds" ;;
    *) wrk -t 1 -c "$connections" -d "${seconds}s" --timeout 20s "http://127.0.0.1:$port/wrk" ;;
  esac
}

# instances CLASS: how many of the class there are in the server. The class is an expression of awk's.
instances() {
  awk -v "class=^$1\$" '$4 ~ class { sum += $2 } END { print sum + 0 }' <<<"$histogram"
}

try() {
  framework=$1
  main=$2
  shift 2
  log=$logs/$framework.log
  path=$(class_path "$framework")
  port=$(free_port)
  "$java" $flags -Dio.netty.leakDetection.level=paranoid \
    -Dio.netty.customResourceLeakDetector=dev.pollux.netty.watch.LeaksTold -cp "$path" "$main" "$@$port" >"$log" 2>&1 &
  server=$!
  await_start
  [ "$(asks curl)" = "Hello, curl!" ] || fail "curl got $(asks curl)"

  load >"$logs/$framework-load.log" 2>&1 &
  local loader=$!
  local listeners=0 sockets=0 others=0
  while [ "$sockets" -lt "$connections" ] && kill -0 "$loader" 2>/dev/null; do
    sleep 1
    histogram=$("$jcmd" "$server" GC.class_histogram)
    listeners=$(instances 'dev[.]pollux[.]netty[.]PolluxServerSocketChannel')
    sockets=$(instances 'dev[.]pollux[.]netty[.]PolluxSocketChannel')
    others=$(instances 'io[.]netty[.]channel[.](nio|socket[.]nio|epoll|uring|kqueue)[.][A-Za-z]*Channel')
  done
  wait "$loader" || fail "the load ended with an error: $(cat "$logs/$framework-load.log")"
  ! grep -qE 'Socket errors|Non-2xx' "$logs/$framework-load.log" || fail "$(cat "$logs/$framework-load.log")"
  local answers
  answers=$(sed -nE 's/^ *([0-9]+) (requests in|calls, 0 errors).*/\1/p' "$logs/$framework-load.log")
  [ "${answers:-0}" -gt 0 ] || fail "no answer to the load"

  [ "$listeners" -ge 1 ] || fail "no PolluxServerSocketChannel"
  [ "$sockets" -ge "$connections" ] || fail "$sockets PolluxSocketChannels, $connections connections"
  [ "$others" = 0 ] || fail "$others channels that are not Pollux's"

  "$jcmd" "$server" GC.run >/dev/null # the detector tells what the collector has found, when the next buffer is taken
  local i
  for i in 1 2 3; do
    [ "$(asks last)" = "Hello, last!" ] || fail "curl got $(asks last)"
  done
  kill -TERM "$server"
  local status=0
  wait "$server" || status=$?
  server=
  [ "$status" = 143 ] || fail "SIGTERM ended it with status $status"
  ! grep -q Exception "$log" || fail "$(grep -m 1 Exception "$log")"
  local watched lost
  watched=$(sed -nE 's/^buffers watched: ([0-9]+), lost: .*/\1/p' "$log")
  lost=$(sed -nE 's/^buffers watched: .*, lost: ([0-9]+)$/\1/p' "$log")
  [ "${watched:-0}" -gt 0 ] || fail "the leak detector was not at work"
  [ "$lost" = 0 ] || fail "$lost buffers were lost"
  printf "$row" "$framework" "$answers" $((answers / seconds)) 0 "$listeners + $sockets" "$others" "$watched" "$lost" SIGTERM
}

flags=
"$java" -version 2>&1 | grep -qE '"(2[2-9]|[3-9][0-9])' && flags=--enable-native-access=ALL-UNNAMED
row='%-15s | %9s | %8s | %6s | %12s | %6s | %9s | %4s | %s\n'
"$java" -version 2>&1 | head -1
echo "$connections connections, $seconds s each"
printf "$row" framework answers 'a second' errors "Pollux's" others buffers lost 'ended by'
try vertx dev.pollux.frameworks.vertx.HelloServer ''
try grpc dev.pollux.frameworks.grpc.HelloServer ''
try reactor-netty dev.pollux.frameworks.reactor.HelloServer ''
try spring-webflux dev.pollux.frameworks.spring.HelloServer --server.port=
try micronaut dev.pollux.frameworks.micronaut.HelloServer -micronaut.server.port=
