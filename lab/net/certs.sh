#!/bin/bash
# certs.sh DIR: a test authority and the certificates that the suites need, made once.
#
#   ca.pem  ca.p12 (password "changeit", for Java)     otherca.pem, which nobody trusts
#   good  wrongname  untrusted  expired  viainter  client      NAME.pem, NAME.key and NAME-chain.pem
#
# viainter.pem alone is a chain whose intermediate is missing.
set -eu
mkdir -p "$1"
cd "$1"
[ ! -f done ] || exit 0
exec 2> openssl.log
NAMES=DNS:localhost,DNS:www.lab.test,IP:127.0.0.1,IP:::1,IP:192.0.2.10,IP:2001:db8:9::10
KEY="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

authority() {
  openssl req -x509 $KEY -keyout "$1.key" -out "$1.pem" -days 3650 -subj "/CN=Lab $1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}
request() { openssl req $KEY -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"; }

# sign NAME AUTHORITY EXTENSION...
sign() {
  local name=$1 authority=$2
  shift 2
  openssl x509 -req -in "$name.csr" -CA "$authority.pem" -CAkey "$authority.key" -CAcreateserial \
    -days 365 -out "$name.pem" -extfile <(printf '%s\n' "$@")
  cat "$name.pem" "$authority.pem" > "$name-chain.pem"
}
leaf() { # NAME AUTHORITY NAMES [USE]
  request "$1"
  sign "$1" "$2" basicConstraints=CA:FALSE keyUsage=digitalSignature \
    "extendedKeyUsage=${4:-serverAuth}" "subjectAltName=$3"
}

authority ca
authority otherca
leaf good ca "$NAMES"
leaf wrongname ca DNS:other.example
leaf untrusted otherca "$NAMES"
leaf client ca DNS:alice.lab.test clientAuth
request inter
sign inter ca basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign
leaf viainter inter "$NAMES"

# `openssl x509` cannot sign for a day in the past, `openssl ca` can
request expired
mkdir -p db
: > db/index
echo 01 > db/serial
cat > db/config <<C
[ca]
default_ca = lab
[lab]
database = db/index
serial = db/serial
new_certs_dir = db
default_md = sha256
policy = any
x509_extensions = leaf
[any]
commonName = supplied
[leaf]
subjectAltName = $NAMES
extendedKeyUsage = serverAuth
C
openssl ca -config db/config -batch -cert ca.pem -keyfile ca.key -in expired.csr -out expired.pem \
  -startdate 20200101000000Z -enddate 20200201000000Z -notext
cat expired.pem ca.pem > expired-chain.pem

if [ -n "${KEYTOOL:-}" ]; then
  "$KEYTOOL" -importcert -noprompt -alias lab -file ca.pem -keystore ca.p12 -storetype PKCS12 \
    -storepass changeit >&2
fi
touch done
