"""Health gate: answers a load balancer's health check with the truth about a UDP service.

A Network Load Balancer checks UDP targets over TCP or HTTP. This program runs beside the application, in the same
task and so in the same network namespace. Every few seconds it sends the application a datagram and looks at the
answer, or looks the application's socket up in the kernel's tables; what it answers the load balancer with is the
last verdict, never a probe made on request.

  GET /health/<port>   200 `ok` or `degraded`, or 503 and one word: starting, timeout, refused, mismatch, stuck,
                       stale (the gate itself did not get to probe), draining (SIGTERM was received)
  GET /health          the same over all checks
  GET /status          everything as JSON

Environment: GATE_CONFIG (JSON, see GateConfig in src/model.ts), GATE_SECRET_<port> (shared secret of a RADIUS probe),
GATE_MODE=always (kill switch: pass every check, say so in log and metrics), ECS_CONTAINER_METADATA_URI_V4 (set by ECS).

One thread, one loop, standard library only. Run: python3 -I -S -B gate.py
"""

import errno
import json
import os
import re
import selectors
import signal
import socket
import stat
import sys
import time

IDLE_SECONDS = 5  # A client that has not sent its request by then is cut.
MAX_CLIENTS = 512  # Beyond that the oldest client is cut: silent ones never shut out a health check.
BACKLOG = 512
MAX_REQUEST_BYTES = 8192
MAX_PAYLOAD_BYTES = 1400
METRICS_SECONDS = 60
METRIC_VALUES = 100  # CloudWatch takes at most so many values of a metric in one line.
LISTENING = b"07"  # State of an unconnected UDP socket in /proc/net/udp.
NAMESPACE = "UdpService/HealthGate"


class ConfigError(Exception):
    """The environment does not describe a gate; the message names the key, the value, the cause and the remedy."""


# --- Log ---------------------------------------------------------------------------------------------------------


def log(**fields):
    """Writes one JSON line; drops it when nobody reads, because a full log pipe must not stop health checks."""
    try:
        os.write(1, (json.dumps(fields, separators=(",", ":")) + "\n").encode())
    except OSError:
        pass


# --- Configuration -----------------------------------------------------------------------------------------------


def value_of(source, key, where, kind, low=None, high=None):
    """One required value of the configuration, checked for type and range."""
    value = source.get(key)
    expected = {str: "a string", list: "a list", dict: "an object", int: "a whole number", float: "a number"}[kind]
    right_type = isinstance(value, (int, float) if kind is float else kind) and not isinstance(value, bool)
    if not right_type or (low is not None and not low <= value <= high):
        bounds = f" from {low} to {high}" if low is not None else ""
        raise ConfigError(f"{where}{key}: {json.dumps(value)} is not {expected}{bounds}; correct it in GATE_CONFIG")
    return value


def one_of(source, key, where, choices):
    value = source.get(key)
    if value not in choices:
        raise ConfigError(f"{where}{key}: {json.dumps(value)} is unknown; use one of {', '.join(choices)}")
    return value


class Settings:
    """The part of the configuration that all checks share."""

    def __init__(self, config, mode):
        self.service = value_of(config, "service", "", str)
        self.stage = value_of(config, "stage", "", str)
        self.mode = one_of(config, "mode", "", ("http", "tcp"))
        self.interval = value_of(config, "intervalSeconds", "", float, 0.02, 300)
        self.timeout = value_of(config, "timeoutSeconds", "", float, 0.01, 60)
        self.rise = value_of(config, "rise", "", int, 1, 100)
        self.fall = value_of(config, "fall", "", int, 1, 100)
        self.fall_hard = value_of(config, "fallHard", "", int, 1, 100)
        self.degraded = value_of(config, "degradedSeconds", "", float, 0, 3600)
        self.drain = value_of(config, "drainSeconds", "", float, 0, 120)
        self.always = mode == "always"
        if mode not in ("", "always"):
            raise ConfigError(f"GATE_MODE: {mode!r} is unknown; use 'always' to pass every check, or remove it")
        if self.timeout > self.interval:
            raise ConfigError(
                f"timeoutSeconds: {self.timeout} is longer than intervalSeconds ({self.interval}), so probes of a port "
                "would overlap; shorten the timeout"
            )


PLACEHOLDER = re.compile(r"\{([a-z]+)(?::([0-9]+))?\}|([0-9a-f]{2})")
NAME = re.compile(r"\{([a-z]+)\}")


class Probe:
    """A datagram with fresh random bytes in it, and what its answer must look like."""

    def __init__(self, spec, where, secret):
        self.any_port = bool(spec.get("anyPort"))
        self.source_port = spec.get("sourcePort", 0)
        self.loopback = spec.get("target", "own") == "loopback"
        self.pad = spec.get("padTo", 0)
        self.secret = secret
        self.parts = []
        sizes = {}
        send = value_of(spec, "send", where, str).replace(" ", "")
        position = 0
        while position < len(send):
            token = PLACEHOLDER.match(send, position)
            if not token:
                raise ConfigError(
                    f"{where}send: {send[position : position + 12]!r} at character {position} is neither a byte in "
                    "lower-case hex nor a placeholder like {a:4}"
                )
            name, size, byte = token.groups()
            if name and (name in sizes) == (size is not None):
                raise ConfigError(f"{where}send: {token[0]!r}: give a placeholder its size once, at its first use")
            if name and size:
                sizes[name] = int(size)
            self.parts.append(name or bytes.fromhex(byte))
            position = token.end()
        self.sizes = sizes
        length = max(sum(sizes[p] if isinstance(p, str) else 1 for p in self.parts), self.pad)
        if not 1 <= length <= MAX_PAYLOAD_BYTES:
            raise ConfigError(f"{where}send: {length} bytes; a probe has 1 to {MAX_PAYLOAD_BYTES}, so it is never split")
        # The answer must match `expect`; `checks` then name what is wrong with an answer that is otherwise right.
        self.expect = self.pattern(value_of(spec, "expect", where, str), f"{where}expect")
        self.checks = {w: self.pattern(p, f"{where}checks.{w}") for w, p in spec.get("checks", {}).items()}

    def pattern(self, text, where):
        for name in NAME.findall(text):
            if name not in self.sizes:
                raise ConfigError(f"{where}: {{{name}}} is not in the payload; add {{{name}:4}} to send")
        try:
            re.compile(NAME.sub("00", text))
        except re.error as error:
            raise ConfigError(f"{where}: {text!r} is not a regular expression: {error}")
        return text

    def render(self):
        """The payload, and the bytes behind each placeholder."""
        nonces = {name: os.urandom(size) for name, size in self.sizes.items()}
        payload = b"".join(nonces[p] if isinstance(p, str) else p for p in self.parts).ljust(self.pad, b"\0")
        return (sign_radius(payload, self.secret) if self.secret else payload), nonces

    def judge(self, answer, payload, nonces):
        """None for a right answer, else what is wrong with it: `mismatch` or the name of a check."""

        def matches(pattern):
            found = re.search(NAME.sub(lambda name: nonces[name[1]].hex(), pattern), answer.hex())
            re.purge()  # Each pattern holds fresh bytes; cached ones would only take memory.
            return found

        if not matches(self.expect):
            return "mismatch"
        if self.secret and not is_signed_radius(answer, payload, self.secret):
            return "authenticator"
        return next((word for word, pattern in self.checks.items() if not matches(pattern)), None)


def sign_radius(packet, secret):
    """Fills in the Message-Authenticator (RFC 3579 section 3.2), which Status-Server requires (RFC 5997)."""
    import hmac  # Imported here because only RADIUS pays for its memory.

    at = 20
    while at + 18 <= len(packet) and packet[at] != 80:
        at += max(packet[at + 1], 2)
    blank = packet[: at + 2] + bytes(16) + packet[at + 18 :]
    return blank[: at + 2] + hmac.digest(secret, blank, "md5") + blank[at + 18 :]


def is_signed_radius(answer, packet, secret):
    """Whether the Response Authenticator (RFC 2865 section 3) was made from our request with our secret."""
    import hashlib

    expected = hashlib.md5(answer[:4] + packet[4:20] + answer[20:] + secret, usedforsecurity=False).digest()
    return answer[4:20] == expected


# --- The kernel's view -------------------------------------------------------------------------------------------


class Row:
    """An unconnected UDP socket."""

    __slots__ = ("address", "drops", "inode", "queue", "reads", "still")

    def __init__(self, fields):
        address = bytes.fromhex(fields[1].partition(b":")[0].decode())
        # The kernel prints words of four bytes in host order, which is little endian on every Fargate platform.
        address = b"".join(address[i : i + 4][::-1] for i in range(0, len(address), 4))
        mapped = address[:12] == bytes(10) + b"\xff\xff"
        self.address = address[12:] if mapped else address
        self.queue = int(fields[4].partition(b":")[2], 16)
        self.inode = fields[9]
        self.drops = int(fields[12])
        self.reads = True  # Whether its queue was empty or got shorter in this round.
        self.still = 0  # Rounds for which neither was so.


class Kernel:
    """The UDP socket tables and counters of the network namespace, which all containers of a task share."""

    def __init__(self, ports):
        self.ports = {b"%04X" % port: port for port in ports}
        self.rows = None  # Sockets by port; None where there are no tables (not Linux).
        self.received = 0  # Datagrams that anybody has read, without those that this gate caused.
        self.read_at = -1e9
        self.cost = 0.0

    def refresh(self, now, ours):
        """Reads the tables, but spends no more than a twentieth of the time on it: 10,000 sockets take long."""
        if now - self.read_at < max(0.01, 20 * self.cost):
            return
        started = time.monotonic()
        self.read_at = now
        rows = {port: [] for port in self.ports.values()}
        try:
            self.read_table("/proc/net/udp", rows)
            if os.path.exists("/proc/net/udp6"):  # Not where IPv6 is switched off.
                self.read_table("/proc/net/udp6", rows)
            self.received = self.read_counter() - ours
            self.rows = rows
        except OSError:
            self.rows = None
        self.cost = time.monotonic() - started

    def read_table(self, path, rows):
        with open(path, "rb") as table:
            for line in table:
                fields = line.split(None, 13)
                port = self.ports.get(fields[1][-4:])
                if port is not None and fields[3] == LISTENING:
                    rows[port].append(Row(fields))

    def read_counter(self):
        with open("/proc/net/snmp", "rb") as counters:
            names, values = [line.split() for line in counters if line.startswith(b"Udp:")]
        total = int(values[names.index(b"InDatagrams")])
        if os.path.exists("/proc/net/snmp6"):
            with open("/proc/net/snmp6", "rb") as counters:
                total += sum(int(line.split()[1]) for line in counters if line.startswith(b"Udp6InDatagrams"))
        return total


class Sockets:
    """How the sockets of one port fare: looked at several times a round, a round being the time between two probes."""

    def __init__(self, address):
        self.address = socket.inet_pton(family_of(address), address)
        self.known = False  # Whether the kernel tells.
        self.bound = False  # To all addresses or to the task's own.
        self.rows = {}  # By inode.
        self.queue = 0  # Bytes that nobody has read yet.
        self.drops = 0  # Datagrams lost to full queues since the gate started.
        self.shrunk = False  # Some queue got shorter in this round: somebody reads.
        self.received = None
        self.read = 0  # Datagrams that others than us had read in the last round, of any socket of the task.
        self.still = 0  # Rounds for which some queue has been neither empty nor ever shorter than before.

    def look(self, rows):
        self.known = rows is not None
        rows = {row.inode: row for row in rows or () if not any(row.address) or row.address == self.address}
        for inode, row in rows.items():
            before = self.rows.get(inode)
            if before and before is not row:
                self.drops += max(row.drops - before.drops, 0)
                row.still = before.still
                row.reads = before.reads or row.queue < before.queue or not row.queue
                self.shrunk = self.shrunk or row.queue < before.queue
        self.rows = rows
        self.bound = bool(rows)
        self.queue = sum(row.queue for row in rows.values())

    def end_round(self, received):
        self.read = 0 if self.received is None else received - self.received
        self.received = received
        for row in self.rows.values():
            row.still = 0 if row.reads else row.still + 1
            row.reads = not row.queue
        self.still = max((row.still for row in self.rows.values()), default=0)

    def consuming(self):
        return self.shrunk or (self.bound and not self.queue and self.read > 0)


def own_address(environ):
    """The task's address: what ECS says, else the first interface's, else loopback."""
    endpoint = re.match(r"http://([^/:]+)(?::(\d+))?(/.*)", environ.get("ECS_CONTAINER_METADATA_URI_V4", ""))
    if endpoint:
        host, port, path = endpoint.groups()
        try:
            with socket.create_connection((host, int(port or 80)), timeout=2) as connection:
                connection.sendall(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            networks = json.loads(answer.partition(b"\r\n\r\n")[2])["Networks"]
            return networks[0]["IPv4Addresses"][0]
        except (OSError, ValueError, LookupError) as error:
            log(event="warning", message=f"no address from the ECS metadata endpoint: {error!r}; using an interface's")
    try:
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            for _, name in socket.if_nameindex():
                try:
                    reply = fcntl.ioctl(any_socket, 0x8915, name.encode()[:15].ljust(256, b"\0"))  # SIOCGIFADDR
                except OSError:
                    continue  # An interface without an IPv4 address.
                address = socket.inet_ntoa(reply[20:24])
                if not address.startswith(("127.", "169.254.")):
                    return address
    except (ImportError, OSError):
        pass
    return "127.0.0.1"


# --- One check ---------------------------------------------------------------------------------------------------


class Check:
    """One port: what is probed, how it fares, and the verdict."""

    def __init__(self, spec, index, settings, address, environ):
        where = f"checks[{index}]."
        self.settings = settings
        self.name = value_of(spec, "name", where, str)
        self.port = value_of(spec, "port", where, int, 1, 65535)
        self.container_port = value_of(spec, "containerPort", where, int, 1, 65535)
        self.gate_port = value_of(spec, "gatePort", where, int, 1, 65535)
        self.transports = value_of(spec, "transports", where, list)
        if not self.transports or set(self.transports) - {"udp", "tcp"}:
            raise ConfigError(f"{where}transports: {self.transports} must name udp, tcp or both")
        probe = value_of(spec, "probe", where, dict)
        kind = one_of(probe, "kind", where + "probe.", ("socket", "datagram"))
        secret = b""
        if "radius" in probe:
            variable = f"GATE_SECRET_{self.port}"
            secret = environ.get(variable, "").encode()
            if not secret:
                raise ConfigError(f"{variable}: empty; the RADIUS probe of port {self.port} needs the shared secret")
        self.udp = "udp" in self.transports
        self.probe = Probe(probe, where + "probe.", secret) if kind == "datagram" and self.udp else None
        self.target = "127.0.0.1" if self.probe and self.probe.loopback else address
        self.address = address
        self.sockets = Sockets(address)
        self.attempt = None
        self.due = 0.0
        self.last = None
        self.state = "starting"
        self.reason = "starting"
        self.detail = ""
        self.degraded_at = 0.0
        self.good = self.soft = self.hard = self.idle = 0
        self.totals = {"probes": 0, "failures": 0, "changes": 0}
        self.reset_metrics()

    def reset_metrics(self):
        self.probes = self.failures = self.changes = self.queue = 0
        self.was_degraded = self.state == "degraded"
        self.drops_before = self.sockets.drops
        self.latencies = []

    def verdict(self, now):
        """(healthy, word) as the load balancer gets it."""
        if self.settings.always:
            return True, "ok"
        if self.last is not None and now - self.last > 3 * self.settings.interval + self.settings.timeout:
            return False, "stale"
        return self.state in ("up", "degraded"), self.reason

    def conclude(self, outcome, detail, milliseconds, now):
        """Takes the result of one probe into account: outcome is ok, timeout, refused, mismatch or stuck."""
        self.last = now
        self.detail = detail
        self.probes += 1
        self.totals["probes"] += 1
        self.queue = max(self.queue, self.sockets.queue)
        settings = self.settings
        if outcome == "ok":
            if len(self.latencies) < METRIC_VALUES:
                self.latencies.append(round(milliseconds, 2))
            self.soft = self.hard = self.idle = 0
            self.good += 1
            if self.state == "starting" or self.good >= settings.rise:
                self.enter("up", "ok", now)
            return
        self.failures += 1
        self.totals["failures"] += 1
        self.good = 0
        self.soft += 1
        self.hard = self.hard + 1 if outcome == "refused" else 0
        # A busy application reads its socket but has no time for our probe: that is overload, not death.
        self.idle = 0 if outcome == "timeout" and self.sockets.consuming() else self.idle + 1
        if self.state == "starting":
            self.detail = detail or outcome
        elif self.state == "down":
            self.reason = outcome
        elif outcome == "stuck" or self.hard >= settings.fall_hard or self.idle >= settings.fall:
            self.enter("down", outcome, now)
        elif self.state == "degraded" and now - self.degraded_at >= settings.degraded:
            self.enter("down", outcome, now)
        elif self.state == "up" and self.soft >= settings.fall:
            self.degraded_at = now
            self.enter("degraded", "degraded", now)

    def enter(self, state, reason, now):
        if state == self.state:
            return
        log(
            time=round(time.time(), 3),
            event="state",
            **{"from": self.state},
            to=state,
            reason=reason,
            **{k: v for k, v in self.status(now).items() if k not in ("state", "reason", "verdict")},
        )
        self.state, self.reason = state, reason
        self.changes += 1
        self.totals["changes"] += 1
        self.was_degraded = self.was_degraded or state == "degraded"

    def status(self, now):
        return {
            "name": self.name,
            "port": self.port,
            "containerPort": self.container_port,
            "target": self.target,
            "state": self.state,
            "reason": self.reason,
            "verdict": self.verdict(now)[1],
            "detail": self.detail,
            "ageSeconds": None if self.last is None else round(now - self.last, 3),
            "lastMs": self.latencies[-1] if self.latencies else None,
            "bound": self.sockets.bound if self.sockets.known else None,
            "rxQueue": self.sockets.queue,
            "drops": self.sockets.drops,
            **self.totals,
        }

    def metrics(self, now):
        """One line in CloudWatch's embedded metric format, of the time since the last one."""
        drops = self.sockets.drops - self.drops_before
        values = {
            "Probes": (self.probes, "Count"),
            "Failures": (self.failures, "Count"),
            "ProbeMs": (self.latencies, "Milliseconds"),
            "RxQueue": (self.queue, "Bytes"),
            "Drops": (drops, "Count"),
            "StateChanges": (self.changes, "Count"),
            "Degraded": (int(self.was_degraded), "None"),
            "Healthy": (int(self.verdict(now)[0]), "None"),
            "AlwaysOn": (int(self.settings.always), "None"),
        }
        values = {name: (value, unit) for name, (value, unit) in values.items() if value != []}
        names = [{"Name": name, "Unit": unit} for name, (_, unit) in values.items()]
        metric = {"Namespace": NAMESPACE, "Dimensions": [["Service", "Stage", "Port"]], "Metrics": names}
        log(
            _aws={"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]},
            Service=self.settings.service,
            Stage=self.settings.stage,
            Port=self.name,
            **{name: value for name, (value, _) in values.items()},
        )
        self.reset_metrics()


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


class Attempt:
    """One probe of one check: at most a datagram and a connection, started together, done when all have an outcome."""

    def __init__(self, check, gate, now):
        self.check = check
        self.gate = gate
        self.started = now
        self.deadline = now + gate.settings.timeout
        self.next_sample = now
        self.waiting = {}  # Transport to socket.
        self.outcome, self.detail, self.milliseconds = "ok", "", 0.0
        self.wrong = False  # An answer came, but not the right one.
        if check.probe:
            self.begin("udp", self.send)
        if "tcp" in check.transports:
            self.begin("tcp", self.connect)

    def begin(self, transport, start):
        kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
        target = self.check.target if transport == "udp" else self.check.address
        sock = socket.socket(family_of(target), kind)
        sock.setblocking(False)
        self.waiting[transport] = sock
        try:
            start(sock, (target, self.check.container_port))
        except ConnectionRefusedError:
            self.settle(transport, "refused")
        except OSError as error:
            self.settle(transport, "timeout", errno.errorcode.get(error.errno, str(error)))

    def send(self, sock, target):
        probe = self.check.probe
        if probe.source_port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("", probe.source_port))
        if not probe.any_port:
            sock.connect(target)
            if sock.getsockname() == target:
                raise ConnectionRefusedError  # Nobody is bound, and we were given that very port.
        self.payload, self.nonces = probe.render()
        self.gate.ours += 1
        sock.sendto(self.payload, target) if probe.any_port else sock.send(self.payload)
        self.gate.watch(sock, selectors.EVENT_READ, lambda: self.receive(sock))

    def receive(self, sock):
        while "udp" in self.waiting:
            try:
                answer, sender = sock.recvfrom(65535)
            except BlockingIOError:
                return
            except ConnectionRefusedError:
                self.settle("udp", "refused")
                return
            except OSError as error:
                self.settle("udp", "timeout", errno.errorcode.get(error.errno, str(error)))
                return
            self.gate.ours += 1
            if sender[0] != self.check.target:
                continue
            fault = self.check.probe.judge(answer, self.payload, self.nonces)
            if fault == "mismatch":
                self.wrong = True  # Perhaps a late answer to an earlier probe: the right one may follow.
            else:
                self.settle("udp", "mismatch" if fault else "ok", fault or "")

    def connect(self, sock, target):
        code = sock.connect_ex(target)
        if code == errno.ECONNREFUSED:
            raise ConnectionRefusedError
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, os.strerror(code))
        self.gate.watch(sock, selectors.EVENT_WRITE, lambda: self.connected(sock))

    def connected(self, sock):
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code == errno.ECONNREFUSED or (not code and sock.getsockname() == sock.getpeername()):
            self.settle("tcp", "refused")
        else:
            self.settle("tcp", "timeout" if code else "ok", errno.errorcode.get(code, ""))

    def settle(self, transport, outcome, detail=""):
        sock = self.waiting.pop(transport)
        self.gate.unwatch(sock)
        sock.close()
        if transport == "udp" or not self.milliseconds:
            self.milliseconds = (time.monotonic() - self.started) * 1000
        if outcome != "ok" and self.outcome == "ok":
            self.outcome = outcome
            self.detail = " ".join(filter(None, ["tcp" if transport == "tcp" else "", detail]))

    def advance(self, now):
        """Ends the attempt when it is complete or out of time; True when it has ended."""
        if self.waiting and now < self.deadline:
            if now >= self.next_sample:
                # Several looks at the queue while the answer is awaited show whether anybody reads it.
                self.next_sample = now + self.gate.settings.timeout / 6
                self.gate.sample(self.check, now)
            return False
        for transport in list(self.waiting):
            self.settle(transport, "mismatch" if transport == "udp" and self.wrong else "timeout")
        check, sockets = self.check, self.check.sockets
        self.gate.sample(check, now)
        sockets.end_round(self.gate.kernel.received)
        if check.udp and sockets.known:
            self.consult(check, sockets)
        check.conclude(self.outcome, self.detail, self.milliseconds, now)
        sockets.shrunk = False
        return True

    def consult(self, check, sockets):
        """What the socket table knows better than the probe, or instead of it."""
        fall = self.gate.settings.fall
        passive = not check.probe
        if not sockets.bound:
            # A daemon probed over loopback must be bound for the load balancer, too.
            if passive or check.probe.loopback or self.outcome == "timeout":
                self.outcome, self.detail = "refused", f"nothing is bound to {check.address} or to all addresses"
        # Elsewhere in the task others may read datagrams, so a still queue counts double unless nobody reads any.
        elif sockets.still >= 2 * fall or (passive and sockets.still >= fall and sockets.read <= 0):
            if self.outcome in ("ok", "timeout"):
                self.outcome, self.detail = "stuck", f"a queue was not read for {sockets.still} intervals"


# --- The gate ----------------------------------------------------------------------------------------------------


class Client:
    """A connection of a checker."""

    __slots__ = ("request", "since", "sock")

    def __init__(self, sock, since):
        self.sock, self.since, self.request = sock, since, b""


class Gate:
    """The loop: probes when they are due, verdicts when they are asked for."""

    def __init__(self, environ):
        try:
            config = json.loads(environ.get("GATE_CONFIG") or "null")
        except ValueError as error:
            raise ConfigError(f"GATE_CONFIG: not JSON ({error}); it is written by the stack, see src/model.ts")
        if not isinstance(config, dict):
            raise ConfigError("GATE_CONFIG: missing or not an object; it is written by the stack, see src/model.ts")
        self.settings = Settings(config, environ.get("GATE_MODE", ""))
        specs = value_of(config, "checks", "", list)
        if not specs or not all(isinstance(spec, dict) for spec in specs):
            raise ConfigError("checks: must be a list of at least one object; a gate without a check has no verdict")
        address = own_address(environ)
        self.checks = [Check(spec, i, self.settings, address, environ) for i, spec in enumerate(specs)]
        self.kernel = Kernel({check.container_port for check in self.checks})
        self.kernel.refresh(time.monotonic(), 0)
        for check in self.checks:
            if check.udp and self.kernel.rows is None and (not check.probe or check.probe.loopback):
                raise ConfigError(f"port {check.port}: its probe needs /proc/net/udp, which does not exist here")
        self.selector = selectors.DefaultSelector()
        self.clients = {}  # Socket to client, oldest first.
        self.listeners = {}  # Gate port to socket.
        self.ours = 0  # Datagrams we have sent to applications or read ourselves.
        self.drain_until = None
        self.metrics_at = time.monotonic() + METRICS_SECONDS

    def watch(self, sock, event, handler):
        self.selector.register(sock, event, handler)

    def unwatch(self, sock):
        try:
            self.selector.unregister(sock)
        except KeyError:
            pass  # It never got so far.

    def sample(self, check, now):
        self.kernel.refresh(now, self.ours)
        check.sockets.look(self.kernel.rows and self.kernel.rows[check.container_port])

    # Listeners: in `http` mode open until the end; in `tcp` mode open while the check passes.

    def listen(self, port):
        try:
            try:
                sock = socket.create_server(("", port), family=socket.AF_INET6, backlog=BACKLOG, dualstack_ipv6=True)
            except (OSError, ValueError):  # No IPv6 here.
                sock = socket.create_server(("", port), backlog=BACKLOG)
        except OSError as error:
            raise ConfigError(f"gatePort: cannot listen on {port}: {error}; no other port of the task may be {port}")
        sock.setblocking(False)
        self.listeners[port] = sock
        self.watch(sock, selectors.EVENT_READ, lambda: self.accept(sock))

    def unlisten(self, port):
        sock = self.listeners.pop(port)
        self.unwatch(sock)
        sock.close()

    def follow_verdicts(self, now):
        if self.settings.mode == "tcp":
            for check in self.checks:
                passes = self.drain_until is None and check.verdict(now)[0]
                if passes and check.gate_port not in self.listeners:
                    self.listen(check.gate_port)
                elif not passes and check.gate_port in self.listeners:
                    self.unlisten(check.gate_port)

    # Clients

    def accept(self, listener):
        for _ in range(BACKLOG):
            try:
                sock = listener.accept()[0]
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE) and self.clients:
                    self.hang_up(next(iter(self.clients)))
                    continue
                return  # That client is gone again.
            if self.settings.mode == "tcp":
                sock.close()
                continue
            if len(self.clients) >= MAX_CLIENTS:
                self.hang_up(next(iter(self.clients)))
            sock.setblocking(False)
            self.clients[sock] = Client(sock, time.monotonic())
            self.watch(sock, selectors.EVENT_READ, lambda sock=sock: self.serve(self.clients[sock]))

    def hang_up(self, sock):
        del self.clients[sock]
        self.unwatch(sock)
        sock.close()

    def serve(self, client):
        # The whole request is read first: closing with unread bytes would reset the connection under our answer.
        try:
            chunk = client.sock.recv(MAX_REQUEST_BYTES)
            client.request += chunk
            complete = b"\r\n\r\n" in client.request or b"\n\n" in client.request
            if chunk and not complete and len(client.request) < MAX_REQUEST_BYTES:
                return
            if complete:
                client.sock.send(self.respond(client.request))
        except BlockingIOError:
            return
        except OSError:
            pass  # The client is gone.
        self.hang_up(client.sock)

    def respond(self, request):
        method, _, rest = request.partition(b"\r\n")[0].partition(b" ")
        code, kind, body = self.answer(method, rest.partition(b" ")[0].partition(b"?")[0].decode("latin-1"))
        phrase = {200: "OK", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}[code]
        head = (
            f"HTTP/1.1 {code} {phrase}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
            "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + (b"" if method == b"HEAD" else body.encode())

    def answer(self, method, path):
        if method not in (b"GET", b"HEAD"):
            return 405, "text/plain", "GET or HEAD\n"
        now = time.monotonic()
        if path == "/status":
            return 200, "application/json", json.dumps(self.status(now)) + "\n"
        checks = [check for check in self.checks if path in ("/health", f"/health/{check.port}")]
        if not checks:
            return 404, "text/plain", "no such check\n"
        if self.drain_until is not None:
            return 503, "text/plain", "draining\n"
        verdicts = [check.verdict(now) for check in checks]
        failing = [word for healthy, word in verdicts if not healthy]
        word = failing[0] if failing else max((word for _, word in verdicts), key=lambda word: word == "degraded")
        return 503 if failing else 200, "text/plain", word + "\n"

    def status(self, now):
        return {
            "service": self.settings.service,
            "stage": self.settings.stage,
            "draining": self.drain_until is not None,
            "always": self.settings.always,
            "clients": len(self.clients),
            "checks": [check.status(now) for check in self.checks],
        }

    # Time

    def drain(self):
        if self.drain_until is None:
            self.drain_until = time.monotonic() + self.settings.drain
            log(time=round(time.time(), 3), event="state", to="draining", reason="draining", seconds=self.settings.drain)

    def tick(self, now):
        """Everything that is due; returns the time at which something will be due next."""
        for check in self.checks:
            if check.attempt and check.attempt.advance(now):
                check.attempt = None
            if not check.attempt and now >= check.due:
                # Until the first success probes come faster, so that a new task is in service soon.
                pace = min(self.settings.interval, 1) if check.state == "starting" else self.settings.interval
                check.due = max(check.due + pace, now)
                check.attempt = Attempt(check, self, now)
                if check.attempt.advance(now):
                    check.attempt = None
        self.follow_verdicts(now)
        while self.clients:
            oldest = next(iter(self.clients.values()))
            if now - oldest.since < IDLE_SECONDS:
                break
            self.hang_up(oldest.sock)
        if now >= self.metrics_at:
            self.metrics_at = now + METRICS_SECONDS
            for check in self.checks:
                check.metrics(now)
        times = [self.metrics_at]
        for check in self.checks:
            times.append(min(check.attempt.deadline, check.attempt.next_sample) if check.attempt else check.due)
        if self.clients:
            times.append(next(iter(self.clients.values())).since + IDLE_SECONDS)
        if self.drain_until is not None:
            times.append(self.drain_until)
        return min(times)

    def run(self):
        for port in {check.gate_port for check in self.checks}:
            self.listen(port)  # In `tcp` mode only to see at once whether it is free.
        log(time=round(time.time(), 3), event="start", address=self.checks[0].address, **self.status(time.monotonic()))
        if self.settings.always:
            log(event="warning", message="GATE_MODE=always: every check passes, whatever the application does")
        wake, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.drain())
        self.watch(wake, selectors.EVENT_READ, lambda: wake.recv(64))
        while self.drain_until is None or time.monotonic() < self.drain_until:
            due = self.tick(time.monotonic())
            for key, _ in self.selector.select(max(due - time.monotonic(), 0)):
                if key.fileobj.fileno() >= 0:  # Not closed by a handler before it.
                    key.data()


def main():
    if stat.S_ISFIFO(os.fstat(1).st_mode):
        os.set_blocking(1, False)
    try:
        gate = Gate(os.environ)
        gate.run()
    except ConfigError as error:
        sys.stderr.write(f"health gate: {error}\n")
        sys.exit(1)
    for check in gate.checks:
        check.metrics(time.monotonic())


if __name__ == "__main__":
    main()
