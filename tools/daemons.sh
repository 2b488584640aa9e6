#!/bin/sh
# Installs the daemons that test/health probes: the real servers behind the presets, from Debian's packages.
# None of them is started as a service; the tests start them on loopback with configurations of their own.
# Usage (as root): tools/daemons.sh
set -eu

packages='bind9 unbound chrony coturn kamailio freeradius snmpd caddy socat busybox-static memcached tftpd-hpa libcoap3-bin wireguard-go'

if [ "$(id -u)" -ne 0 ]; then
  echo 'tools/daemons.sh: installs Debian packages and so must run as root; try: sudo tools/daemons.sh' >&2
  exit 1
fi

# Debian starts a daemon when it is installed, unless this hook forbids it.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
install() {
  apt-get -qq install -y --no-install-recommends "$@" > /dev/null
}
failed=''
# shellcheck disable=SC2086 # one word a package
if ! install $packages; then
  # one that cannot be had must not keep the others away
  for package in $packages; do
    install "$package" || failed="$failed $package"
  done
fi
if [ -n "$failed" ]; then
  echo "tools/daemons.sh: not installed:$failed; the tests that need them are skipped, and fail with STRICT=1" >&2
  exit 1
fi
