#!/bin/bash
# lab.sh: a dual-stack internet of three hosts in network namespaces, with faults chosen one by one.
#
#   cli --eth0-- wire0 --\                   cli: the program under test, on two access networks
#                         rtr --lan-- srv    rtr: router, NAT64     srv: peers and the DNS server
#   cli --eth1-- wire1 --/                   wireN: wire.c, a cable in user space (no netem needed)
#
#   cli  eth0 198.51.100.2 2001:db8:1::2     eth1 203.0.113.2 2001:db8:2::2    (rtr is .1 and ::1)
#   srv  192.0.2.2, .10-.14 and 2001:db8:9::2, ::10-::14
#   DNS  192.0.2.53 and 2001:db8:9::53, zone lab.test (see dns.py)
#
# usage: lab.sh up | down | reset | status | dnslog
#        lab.sh check                              can this machine make a lab? Says why not.
#        lab.sh exec cli|rtr|srv COMMAND...
#        lab.sh bg cli|rtr|srv LOGFILE COMMAND...  starts it, waits until its log says "ready"
#        lab.sh cond NAME [VALUE]...               puts a fault on; `reset` takes all of them off
#        lab.sh wire N LINE                        a line for wire N (see wire.c)
#        lab.sh rec NAME TYPE VALUE...             sets a record of the zone (JSON values or words)
#        lab.sh rule JSON                          adds a rule to the DNS server (see dns.py)
#        lab.sh resolv LINE...                     replaces cli's resolv.conf
#
# conditions, which may be combined:
#   v6-blackhole v4-blackhole       packets to the servers vanish       v6-blackhole-addr A: one address
#   v6-reset v4-reset               TCP is reset, UDP gets an ICMP error          v6-reset-addr A
#   v6-unreach v4-unreach           ICMP: no route, host unreachable
#   v6-delay MS v4-delay MS         round trip added to one family (DNS is not delayed)
#   delay MS  jitter MS             round trip added to both            dns-too: DNS is delayed as well
#   loss PCT  reorder PCT  dup PCT  corrupt PCT  ce PCT  rate KBIT [QUEUEBYTES]        on wire 0
#   dns-a-delay MS  dns-aaaa-delay MS  dns-https-delay MS  dns-delay MS               answers are late
#   dns-TYPE-drop  dns-TYPE-servfail  dns-TYPE-nodata               TYPE is a, aaaa, https or all
#   dns-tc                          every UDP answer is truncated       dns-down: no answer at all
#   dns-first-dead                  a name server that never answers stands first in resolv.conf
#   v6only                          cli has no IPv4; DNS64, and NAT64 on 2001:db8:64::/96
#   v4only                          cli has no IPv6
#   link-down N  link-up N          interface N of cli is administratively down or up
#   carrier-off N  carrier-on N     the cable is pulled or plugged
#   cut N  uncut N                  the cable is in, the frames vanish
#   readdr N                        cli's addresses on interface N change to .7 and ::7
#   mtu BYTES                       MTU between rtr and srv (too-big messages are sent)
#   mtu-blackhole BYTES             larger packets vanish without a word
#   udp-block                       all UDP but DNS is dropped          tcp-block PORT
#   nat-rebind                      rtr masquerades cli and forgets its mappings
#
# LAB=name chooses one of several labs that run side by side; LABDIR its folder.
set -u
LAB=${LAB:-fairlead}
HERE=$(cd "$(dirname "$0")" && pwd)
DIR=${LABDIR:-${TMPDIR:-/tmp}/fairlead-lab-$LAB}
PYTHON=/usr/bin/python3
C=$LAB-cli R=$LAB-rtr S=$LAB-srv

say() { echo "lab: $*" >&2; }
die() { say "$*"; exit 1; }
at() { local host=$1; shift; ip netns exec "$LAB-$host" "$@"; }
exists() { ip netns list 2>/dev/null | grep -qw "$1"; }

# until_true SECONDS COMMAND...: waits for an event that has no better sign than a look
until_true() {
  local left=$(($1 * 50)); shift
  until "$@"; do
    [ $((left--)) -gt 0 ] || return 1
    sleep 0.02
  done
}

check() {
  [ "$(uname -s)" = Linux ] || die "network namespaces need Linux"
  [ "$(id -u)" = 0 ] || die "network namespaces need root"
  local tool missing=
  for tool in ip nft tcpdump tayga gcc openssl curl ncat; do
    command -v $tool > /dev/null || missing="$missing $tool"
  done
  [ -x $PYTHON ] || missing="$missing $PYTHON"
  [ -z "$missing" ] || die "missing tools:$missing (lab/README.md names the packages)"
  [ -c /dev/net/tun ] || die "the kernel has no /dev/net/tun"
  ip netns add "$LAB-check" 2> /dev/null || die "this kernel or container allows no network namespaces"
  local able=yes
  ip netns exec "$LAB-check" nft add table inet probe 2> /dev/null || able=no
  ip netns del "$LAB-check"
  [ $able = yes ] || die "the kernel has no nftables"
}

# --- up and down

up() {
  local host k a
  for host in $C $R $S; do
    exists "$host" && die "$host is there already (lab.sh down first)"
  done
  mkdir -p "$DIR"
  gcc -O2 -Wall -o "$DIR/wire" "$HERE/wire.c" || exit 1
  for host in cli rtr srv; do
    ip netns add "$LAB-$host"
    ip -n "$LAB-$host" link set lo up
    at $host sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 \
      net.ipv4.conf.all.rp_filter=0 net.ipv6.conf.default.accept_ra=0 \
      net.ipv4.ping_group_range='0 2147483647'
    mkdir -p "/etc/netns/$LAB-$host"
  done
  for k in 0 1; do
    rm -f "$DIR/wire$k.ctl"
    start "wire$k" "$DIR/wire" $C eth$k $R wan$k "$DIR/wire$k.ctl"
    for a in 4 6; do
      at cli sysctl -qw net.ipv$a.conf.all.ignore_routes_with_linkdown=1 \
        net.ipv$a.conf.eth$k.ignore_routes_with_linkdown=1
    done
  done
  router
  server
  client
  cp "$HERE/zone.json" "$DIR/zone.json"
  : > "$DIR/dns.jsonl"
  start dns ip netns exec $S $PYTHON "$HERE/dns.py" "$DIR/zone.json" "$DIR/dns.jsonl" \
    192.0.2.53 2001:db8:9::53
  clear_rules
}

# start NAME COMMAND...: in the background, until its log says "ready"; `down` ends it
start() {
  local name=$1; shift
  "$@" > "$DIR/$name.log" 2>&1 < /dev/null &
  echo $! > "$DIR/$name.pid"
  until_true 10 grep -qsx ready "$DIR/$name.log" || die "$name did not start: $(cat "$DIR/$name.log")"
}

router() {
  local i
  ip -n $R link add lan type veth peer name eth0 netns $S
  ip -n $R addr add 198.51.100.1/24 dev wan0
  ip -n $R addr add 2001:db8:1::1/64 dev wan0 nodad
  ip -n $R addr add 203.0.113.1/24 dev wan1
  ip -n $R addr add 2001:db8:2::1/64 dev wan1 nodad
  ip -n $R addr add 192.0.2.1/24 dev lan
  ip -n $R addr add 2001:db8:9::1/64 dev lan nodad
  for i in wan0 wan1 lan; do ip -n $R link set $i up; done
  at rtr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
}

server() {
  local a
  for a in 2 10 11 12 13 14 53; do
    ip -n $S addr add 192.0.2.$a/24 dev eth0
    ip -n $S addr add 2001:db8:9::$a/64 dev eth0 nodad
  done
  ip -n $S link set eth0 up
  ip -n $S route add default via 192.0.2.1
  ip -n $S route add default via 2001:db8:9::1
}

# client: cli's addresses, routes and resolver, as at the start
client() {
  local k host
  for k in 0 1; do
    ip -n $C addr flush dev eth$k scope global 2> /dev/null
    ip -n $C link set eth$k up
  done
  ip -n $C addr add 198.51.100.2/24 dev eth0
  ip -n $C addr add 2001:db8:1::2/64 dev eth0 nodad
  ip -n $C addr add 203.0.113.2/24 dev eth1
  ip -n $C addr add 2001:db8:2::2/64 dev eth1 nodad
  until_true 5 carriers || say "an interface of cli has no carrier"
  routes
  resolv 'nameserver 192.0.2.53'
  for host in $C $R $S; do
    [ "$host" = $C ] || echo 'nameserver 192.0.2.53' > "/etc/netns/$host/resolv.conf"
    printf '127.0.0.1 localhost\n::1 localhost\n' > "/etc/netns/$host/hosts"
    echo 'hosts: files dns' > "/etc/netns/$host/nsswitch.conf"
  done
}
carriers() { [ "$(ip -n $C -o link show up | grep -c 'eth[01].*LOWER_UP')" = 2 ]; }
carrier() { ip -n $C -o link show "eth$1" up | grep -q LOWER_UP; }

# routes: an interface that is down takes none, which is no failure
routes() {
  ip -n $C route replace default via 198.51.100.1 dev eth0 metric 100
  ip -n $C -6 route replace default via 2001:db8:1::1 dev eth0 metric 100
  ip -n $C route replace default via 203.0.113.1 dev eth1 metric 200
  ip -n $C -6 route replace default via 2001:db8:2::1 dev eth1 metric 200
  return 0
} 2> /dev/null

resolv() { printf '%s\n' "$@" > /etc/netns/$C/resolv.conf; }

down() {
  local host file
  for file in "$DIR"/*.pid; do
    [ -f "$file" ] && kill "$(cat "$file")" 2> /dev/null
  done
  for host in $C $R $S; do
    exists "$host" || continue
    ip netns pids "$host" | xargs -r kill 2> /dev/null
    until_true 3 empty "$host" || ip netns pids "$host" | xargs -r kill -9 2> /dev/null
    ip netns del "$host"
    rm -rf "/etc/netns/$host"
  done
  rm -rf "$DIR"
}
empty() { [ -z "$(ip netns pids "$1")" ]; }

reset() {
  local k
  clear_rules
  zone clear
  for k in 0 1; do
    wire $k reset
    wire $k 'carrier a 1'
  done
  ip -n $R link set lan mtu 1500
  ip -n $S link set eth0 mtu 1500
  client
  for k in cli srv; do at $k ip tcp_metrics flush > /dev/null 2>&1; done
  at cli ip route flush cache 2> /dev/null
  at cli ip -6 route flush cache 2> /dev/null
  : > "$DIR/dns.jsonl"
}

# --- faults

# wire N LINE: obeyed when this returns, for the wire takes its lines in order and `stats` makes a file
wire() {
  local answer=$DIR/wire$1.stats
  rm -f "$answer"
  printf '%s\nstats %s\n' "$2" "$answer" > "$DIR/wire$1.ctl"
  until_true 5 test -e "$answer" || die "wire $1 does not answer"
}
wires() { wire 0 "$1"; wire 1 "$1"; }

# zone OPERATION ARGUMENT...: the DNS server reads the file again before its next answer
zone() { $PYTHON "$HERE/zone.py" "$DIR/zone.json" "$@"; }

clear_rules() {
  at rtr nft -f - <<'N'
table inet lab
delete table inet lab
table inet lab {
  chain forwarded {
    type filter hook forward priority 0; policy accept;
    th dport 53 accept
    th sport 53 accept
  }
}
table ip labnat
delete table ip labnat
N
}
rule() { at rtr nft add rule inet lab forwarded "$@"; }
first_rule() { at rtr nft insert rule inet lab forwarded "$@"; }

cond() {
  local name=$1 v=${2:-}
  local v6=2001:db8:9::/64 v4=192.0.2.0/24
  case $name in
    v6-blackhole) rule ip6 daddr $v6 meta l4proto '{ tcp, udp }' drop ;;
    v4-blackhole) rule ip daddr $v4 drop ;;
    v6-blackhole-addr) rule ip6 daddr "$v" drop ;;
    v4-blackhole-addr) rule ip daddr "$v" drop ;;
    v6-reset)
      rule ip6 daddr $v6 meta l4proto tcp reject with tcp reset
      rule ip6 daddr $v6 meta l4proto udp reject ;;
    v4-reset)
      rule ip daddr $v4 meta l4proto tcp reject with tcp reset
      rule ip daddr $v4 meta l4proto udp reject ;;
    v6-reset-addr) rule ip6 daddr "$v" meta l4proto tcp reject with tcp reset ;;
    v4-reset-addr) rule ip daddr "$v" meta l4proto tcp reject with tcp reset ;;
    v6-unreach) rule ip6 daddr $v6 reject with icmpv6 type no-route ;;
    v4-unreach) rule ip daddr $v4 reject with icmp type host-unreachable ;;
    v6-delay) wires "set delay6 $v" ;;
    v4-delay) wires "set delay4 $v" ;;
    delay | jitter) wires "set $name $v" ;;
    dns-too) wires 'set delaydns 1' ;;
    loss | reorder | dup | corrupt | ce) wire 0 "set $name $v" ;;
    rate)
      wire 0 "set rate $v"
      [ -z "${3:-}" ] || wire 0 "set queue $3" ;;
    dns-tc) zone rule '{"type": "*", "tc": true}' ;;
    dns-down) zone rule '{"type": "*", "drop": true}' ;;
    dns-delay) zone rule "{\"type\": \"*\", \"delay\": $v}" ;;
    dns-first-dead)
      first_rule ip daddr 192.0.2.54 drop
      resolv 'nameserver 192.0.2.54' 'nameserver 192.0.2.53' ;;
    dns-*-delay) zone rule "{\"type\": \"$(dns_type)\", \"delay\": $v}" ;;
    dns-*-drop) zone rule "{\"type\": \"$(dns_type)\", \"drop\": true}" ;;
    dns-*-servfail) zone rule "{\"type\": \"$(dns_type)\", \"rcode\": \"SERVFAIL\"}" ;;
    dns-*-nodata) zone rule "{\"type\": \"$(dns_type)\", \"nodata\": true}" ;;
    v6only)
      for k in 0 1; do ip -n $C -4 addr flush dev eth$k; done
      resolv 'nameserver 2001:db8:9::53'
      zone dns64 2001:db8:64::
      nat64 ;;
    v4only) for k in 0 1; do ip -n $C -6 addr flush dev eth$k scope global; done ;;
    link-down) ip -n $C link set "eth$v" down ;;
    link-up)
      ip -n $C link set "eth$v" up
      ip -n $C addr add "2001:db8:$((v + 1))::2/64" dev "eth$v" nodad 2> /dev/null
      until_true 5 carrier "$v"
      routes ;;
    carrier-off) wire "$v" 'carrier a 0' ;;
    carrier-on)
      wire "$v" 'carrier a 1'
      until_true 5 carrier "$v"
      routes ;;
    cut) wire "$v" 'set cut 1' ;;
    uncut) wire "$v" 'set cut 0' ;;
    readdr)
      ip -n $C addr flush dev "eth$v" scope global
      if [ "$v" = 0 ]; then
        ip -n $C addr add 198.51.100.7/24 dev eth0
      else
        ip -n $C addr add 203.0.113.7/24 dev eth1
      fi
      ip -n $C addr add "2001:db8:$((v + 1))::7/64" dev "eth$v" nodad
      routes ;;
    mtu)
      ip -n $R link set lan mtu "$v"
      ip -n $S link set eth0 mtu "$v" ;;
    mtu-blackhole) wires "set maxlen $v" ;;
    udp-block) rule meta l4proto udp drop ;;
    tcp-block) rule tcp dport "$v" drop ;;
    nat-rebind)
      at rtr nft -f - <<'N'
table ip labnat
delete table ip labnat
table ip labnat {
  chain post { type nat hook postrouting priority 100; oifname "lan" masquerade random,fully-random
  }
}
N
      at rtr conntrack -F > /dev/null 2>&1 ;;
    *) say "no condition $name"; exit 2 ;;
  esac
}

# dns_type: the TYPE in the condition's name (dns-aaaa-drop), as the zone's rules write it
dns_type() {
  local type=${name#dns-}
  type=${type%-*}
  if [ "$type" = all ]; then echo '*'; else echo "${type^^}"; fi
}

nat64() {
  [ -f "$DIR/tayga.pid" ] && return
  mkdir -p "$DIR/tayga"
  cat > "$DIR/tayga.conf" <<T
tun-device nat64
ipv4-addr 100.64.0.1
ipv6-addr 2001:db8:1:ffff::64
prefix 2001:db8:64::/96
dynamic-pool 100.64.0.0/24
data-dir $DIR/tayga
T
  at rtr tayga -c "$DIR/tayga.conf" --mktun > "$DIR/tayga.log" 2>&1
  ip -n $R link set nat64 up
  ip -n $R route add 100.64.0.0/24 dev nat64
  ip -n $R route add 2001:db8:64::/96 dev nat64
  at rtr tayga -d -c "$DIR/tayga.conf" >> "$DIR/tayga.log" 2>&1 < /dev/null &
  echo $! > "$DIR/tayga.pid"
  until_true 5 carrying_nat64 || die "NAT64 did not start: $(cat "$DIR/tayga.log")"
}
carrying_nat64() { ip -n $R -o link show nat64 | grep -q LOWER_UP; }

# --- the command

case ${1:-} in
  reset | status | dnslog | exec | bg | cond | wire | rec | rule | resolv)
    [ -f "$DIR/zone.json" ] || die "there is no lab named $LAB (lab.sh up makes it)" ;;
esac
case ${1:-} in
  check) check ;;
  up) up ;;
  down) down ;;
  reset) reset ;;
  exec) shift; at "$@" ;;
  bg)
    host=$2 log=$3
    shift 3
    ip netns exec "$LAB-$host" "$@" > "$log" 2>&1 < /dev/null &
    echo $!
    until_true 10 grep -qsx ready "$log" || die "not ready: $* ($(tail -n 3 "$log"))" ;;
  cond) shift; cond "$@" ;;
  wire) wire "$2" "$3" ;;
  rec) shift; zone record "$@" ;;
  rule) zone rule "$2" ;;
  resolv) shift; resolv "$@" ;;
  dnslog) cat "$DIR/dns.jsonl" ;;
  status)
    for host in $C $R $S; do
      echo "== $host"
      ip -br -n "$host" addr
    done
    at rtr nft list table inet lab
    cat "$DIR/zone.json" ;;
  *) sed -n '2,/^set/p' "$0" | sed -n 's/^# \{0,1\}//p'; exit 2 ;;
esac
