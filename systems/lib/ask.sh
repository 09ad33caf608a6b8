#!/bin/busybox sh
# Starts the example servers on a backend, and asks them as any client would: busybox's nc and wget. It runs where the servers run,
# which may be a virtual machine that has busybox alone.
#
#   ask.sh FIRST_PORT BINDING BACKEND JAVA ...     JAVA ... is the command of the examples, such as java -jar pollux-examples.jar
#
# A line for each program: `NAME on BACKEND by BINDING: passed`, or failed, with what came.
ports=$1 binding=$2 backend=$3
shift 3
b=${BUSYBOX:-/bin/busybox}
echo_port=$ports http_port=$((ports + 1)) chat_port=$((ports + 2)) proxy_port=$((ports + 3)) front_port=$((ports + 4))
work=$(mktemp -d)
servers=''

serve() {
  name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  servers="$servers $!"
}
end() { kill $servers 2>/dev/null; wait 2>/dev/null; rm -rf "$work"; }
trap end EXIT

# Until a port takes connections: an emulated processor needs half a minute for a JVM.
wait_for() {
  tries=0
  until $b nc -w 1 127.0.0.1 "$1" </dev/null >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ $tries -lt 240 ] || return 1
    sleep 1
  done
}

failed=0
told() {
  if [ "$2" = "$3" ]; then
    echo "$1 on $backend by ${binding:-none}: passed"
  else
    failed=$((failed + 1))
    echo "$1 on $backend by ${binding:-none}: FAILED, got: $(echo "$2" | head -c 200)"
    cat "$work/$1.log" 2>/dev/null | tail -5
  fi
}

by=${binding:+--binding=$binding}
mkdir "$work/www"
head -c 300000 /dev/urandom >"$work/www/some"
on="$by --backend=$backend"
serve echo "$@" echo --port $echo_port $on
serve http "$@" http --port $http_port --root "$work/www" $on
serve chat "$@" chat --port $chat_port $on
serve proxy "$@" proxy --port $proxy_port --to 127.0.0.1:$echo_port $on
listening="$echo_port $http_port $chat_port $proxy_port"
case $backend in epoll | afd | nio) # the HTTP proxy is a readiness program
  serve front "$@" proxy --http --port $front_port --to 127.0.0.1:$http_port $on
  listening="$listening $front_port"
  ;;
esac
for port in $listening; do wait_for "$port" || echo "nobody listens on $port"; done

sum() { md5sum | cut -d' ' -f1; }
sent=$(sum <"$work/www/some")
told echo "$($b nc 127.0.0.1 $echo_port <"$work/www/some" | sum)" "$sent"
told proxy "$($b nc 127.0.0.1 $proxy_port <"$work/www/some" | sum)" "$sent"
told http "$($b wget -q -O - http://127.0.0.1:$http_port/some | sum) $($b wget -O - http://127.0.0.1:$http_port/none 2>&1 | grep -c ' 404 ')" "$sent 1"
[ "$listening" = "${listening% $front_port}" ] || told front "$($b wget -q -O - http://127.0.0.1:$front_port/some | sum) $($b wget -O - http://127.0.0.1:$front_port/none 2>&1 | grep -c ' 404 ')" "$sent 1"

# Two in the room: what one says, the other reads. The first stays until the second has spoken and gone.
mkfifo "$work/first"
$b nc 127.0.0.1 $chat_port <"$work/first" >"$work/heard" 2>/dev/null &
exec 3>"$work/first"
echo "I am first" >&3
tries=0
until [ -s "$work/heard" ] || [ $tries -ge 60 ]; do sleep 1 && tries=$((tries + 1)); done
echo "hello from outside" | $b nc 127.0.0.1 $chat_port >/dev/null
tries=0
until grep -q "hello from outside" "$work/heard" || [ $tries -ge 60 ]; do sleep 1 && tries=$((tries + 1)); done
exec 3>&-
told chat "$(grep -c 'hello from outside' "$work/heard")" 1
[ $failed = 0 ]
