"""Health gate: answers a load balancer's health check with the truth about a UDP service.

Every few seconds it sends the application a datagram and judges the answer, or looks its socket up in the kernel's
tables. A check gets the last verdict at once.

The gate may get the processor rarely. So the clock decides nothing before all that has arrived by then is read, and
the time for which the gate was away counts against nobody: see `Gate.run`.

  GET /health/<port>   200 `ok` or `degraded` (overloaded, yet alive), or 503 and one word: starting, timeout,
                       refused, mismatch, stuck (queue not read), stale (the gate itself was away for long, and no
                       right answer came since), draining (SIGTERM)
  GET /health          the same over all ports; /status: everything, as JSON

Environment: GATE_CONFIG (JSON: GateConfig of src/template/model.ts), GATE_SECRET_<port> (of a RADIUS probe),
GATE_MODE=always (kill switch: every check passes), ECS_CONTAINER_METADATA_URI_V4 (from ECS).
"""

import errno
import fcntl
import json
import os
import re
import selectors
import signal
import socket
import sys
import time
from time import monotonic

IDLE_SECONDS = 5  # A client whose request has not come by then is cut,
MAX_CLIENTS = 400  # and beyond so many the oldest.
MAX_REQUEST = 8192
MAX_PAYLOAD = 1400
MAX_OVERTIME = 300  # Datagrams read after a probe's time: as many as a socket's buffer holds.
METRICS_SECONDS = 60
UNITS = {"RxQueue": "Bytes", "ProbeMs": "Milliseconds"}
TOKEN = re.compile(r"\{([a-z]+)(?::([1-9][0-9]*)(x?))?\}|([0-9a-f]{2})|(.)")
NAME = re.compile(r"\{([a-z]+)\}")
# A type, a range (list) or a choice of words (tuple).
CONFIG = {"service": str, "stage": str, "checks": list, "mode": ("http", "tcp"), "intervalSeconds": [0.02, 300]}
CONFIG |= {"timeoutSeconds": [0.01, 60], "degradedSeconds": [0, 3600], "drainSeconds": [0, 120]}
CONFIG |= {"rise": [1, 100], "fall": [1, 100], "fallHard": [1, 100], "GATE_MODE": ("", "always")}
CHECK = {"name": str, "probe": dict, "transports": (["udp"], ["tcp"], ["udp", "tcp"])}
CHECK |= dict.fromkeys(("port", "containerPort", "gatePort"), [1, 65535])


class Invalid(Exception):
    """Names the key, the value and the cause."""


def require(source, where, rules):
    for key, rule in rules.items():
        value = source.get(key)
        number = isinstance(rule, list) and type(value) in (int, float) and rule[0] <= value <= rule[1]
        word = isinstance(rule, tuple) and value in rule
        if not number and not word and not (isinstance(rule, type) and isinstance(value, rule)):
            raise Invalid(f"{where}{key}: {value!r} is not of {rule}")


def log(event, **fields):
    """Writes a JSON line or drops it: a full pipe must stop nothing."""
    try:
        os.write(1, (json.dumps({"time": time.time(), "event": event, **fields}) + "\n").encode())
    except OSError:
        pass


def plain(thing):
    return {key: value for key, value in vars(thing).items() if type(value) in (str, int, float, bool)}


class Probe:
    """A datagram with fresh random bytes, and what its answer must look like."""

    def __init__(self, spec, where, secret):
        require(spec, where, {"send": str, "expect": str})
        self.spec, self.secret, self.checks = spec, secret, spec.get("checks", {})
        self.parts, self.nonces = [], {}
        for name, size, text, byte, other in TOKEN.findall(spec["send"]):
            if other or (name and (name in self.nonces) == bool(size)):
                raise Invalid(f"{where}send: {other or name!r}: lower-case hex, {{a:4}} and then {{a}}")
            if size:
                self.nonces[name] = int(size), text
            self.parts.append(name or bytes.fromhex(byte))
        payload, sent = self.render()
        if not 0 < len(payload) <= MAX_PAYLOAD:
            raise Invalid(f"{where}send: {len(payload)} bytes are not 1 to {MAX_PAYLOAD}")
        for pattern in (spec["expect"], *self.checks.values()):
            try:
                re.compile(NAME.sub(lambda name: sent[name[1]], pattern))
            except (re.error, KeyError) as error:
                raise Invalid(f"{where}expect: {pattern!r}: {error!r}")

    def render(self):
        """The payload, and the hex of what stands for each placeholder."""
        nonces = {name: os.urandom(size) for name, (size, _) in self.nonces.items()}
        as_text = {name for name, (_, text) in self.nonces.items() if text}
        nonces = {name: nonce.hex().encode() if name in as_text else nonce for name, nonce in nonces.items()}
        payload = b"".join(nonces[part] if isinstance(part, str) else part for part in self.parts)
        payload = payload.ljust(self.spec.get("padTo", 0), b"\0")
        return sign_radius(payload, self.secret) if self.secret else payload, {k: v.hex() for k, v in nonces.items()}

    def fault(self, answer, payload, nonces):
        """What is wrong: nothing, `mismatch`, or the name of a check."""

        def found(pattern):
            match = re.search(NAME.sub(lambda name: nonces[name[1]], pattern), answer.hex())
            re.purge()  # Every pattern is new.
            return match

        if not found(self.spec["expect"]):
            return "mismatch"
        if self.secret and not radius_signed(answer, payload, self.secret):
            return "authenticator"
        return next((name for name, pattern in self.checks.items() if not found(pattern)), "")


def sign_radius(packet, secret):
    """Fills in the Message-Authenticator (RFC 3579, 3.2)."""
    import hmac  # Here: only RADIUS shall pay for its memory.

    at = 20
    while packet[at] != 80:
        at += max(packet[at + 1], 2)
    blank = packet[: at + 2] + bytes(16) + packet[at + 18 :]
    return blank[: at + 2] + hmac.digest(secret, blank, "md5") + blank[at + 18 :]


def radius_signed(answer, request, secret):
    """Whether the Response Authenticator (RFC 2865, 3) was made of this request and our secret."""
    import hashlib

    signed = answer[:4] + request[4:20] + answer[20:] + secret
    return answer[4:20] == hashlib.md5(signed, usedforsecurity=False).digest()


def read_tables(ports):
    """The unconnected UDP sockets by port, and how many datagrams anybody has read."""
    rows = {port: [] for port in ports}
    for path in filter(os.path.exists, ("/proc/net/udp", "/proc/net/udp6")):
        with open(path, "rb") as table:
            next(table)
            for line in table:
                fields = line.split(None, 13)
                local, _, port = fields[1].partition(b":")
                port = int(port, 16)
                if port in rows and fields[3] == b"07":
                    words = bytes.fromhex(local.decode())  # Of four bytes each, in host order: little endian.
                    address = b"".join(words[i : i + 4][::-1] for i in range(0, len(words), 4))
                    address = address.removeprefix(bytes(10) + b"\xff\xff")
                    rows[port].append((address, int(fields[4][9:], 16), int(fields[12]), fields[9]))
    with open("/proc/net/snmp", "rb") as counters:
        names, values = [line.split() for line in counters if line.startswith(b"Udp:")]
    return rows, int(values[names.index(b"InDatagrams")])


class Sockets:
    """How the application's sockets fare; a round is the time between two probes."""

    def __init__(self, address):
        self.address = socket.inet_aton(address)
        self.rows = {}
        self.known = self.bound = self.shrunk = False
        self.queue = self.drops = self.received = self.read = self.still = self.read_at = 0

    def look(self, rows):
        self.known = rows is not None
        before, self.rows, self.queue = self.rows, {}, 0
        for address, queue, drops, inode in rows or ():
            if not any(address) or address == self.address:  # The NLB reaches no other.
                old_queue, old_drops, still, moved = before.get(inode, (0, drops, 0, True))
                self.drops += drops - old_drops
                self.queue += queue
                self.shrunk = self.shrunk or queue < old_queue
                self.rows[inode] = queue, drops, still, moved or queue < old_queue or not queue
        self.bound = bool(self.rows)

    def end_round(self, received, read_at, starved):
        if read_at == self.read_at:
            return  # Nothing new was read from the kernel.
        self.read_at, self.read, self.received = read_at, received - self.received, received  # Read by others than us.
        more = 0 if starved else 1  # Too few looks to tell a queue that stands from one that comes and goes.
        self.rows = {i: (q, d, 0 if moved else s + more, not q) for i, (q, d, s, moved) in self.rows.items()}
        self.still = max((row[2] for row in self.rows.values()), default=0)  # Rounds without any sign of a reader.


def own_address():
    """The task's address: what ECS says, else the first interface's."""
    uri = re.match(r"http://([^/:]+):?(\d*)(/.*)", os.environ.get("ECS_CONTAINER_METADATA_URI_V4", ""))
    if uri:
        try:
            with socket.create_connection((uri[1], int(uri[2] or 80)), 2) as connection:
                connection.sendall(f"GET {uri[3]} HTTP/1.0\r\n\r\n".encode())
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
            return json.loads(answer.partition(b"\r\n\r\n")[2])["Networks"][0]["IPv4Addresses"][0]
        except (OSError, ValueError, LookupError) as error:
            log("warning", cause=repr(error))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for _, name in socket.if_nameindex():
            try:
                reply = fcntl.ioctl(any_socket, 0x8915, name.encode().ljust(256, b"\0"))  # SIOCGIFADDR
            except OSError:
                continue
            address = socket.inet_ntoa(reply[20:24])
            if not address.startswith(("127.", "169.254.")):
                return address
    return "127.0.0.1"


class Check:
    """One port: how it fares, and the verdict."""

    def __init__(self, spec, where, config, address):
        require(spec, where, CHECK)
        probe, where = spec["probe"], where + "probe."
        require(probe, where, {"kind": ("socket", "datagram")})
        self.name, self.port, self.gate_port, self.config = spec["name"], spec["port"], spec["gatePort"], config
        self.app_port, self.transports, self.address = spec["containerPort"], spec["transports"], address
        secret = os.environ.get(f"GATE_SECRET_{self.port}", "").encode() if "radius" in probe else b""
        if "radius" in probe and not secret:
            raise Invalid(f"GATE_SECRET_{self.port}: missing shared secret")
        active = "udp" in self.transports and probe["kind"] == "datagram"
        self.probe = Probe(probe, where, secret) if active else None
        self.loopback = active and probe.get("target") == "loopback"
        # The probe does not come the load balancer's way: the table has to tell.
        self.by_table = "udp" in self.transports and (not active or self.loopback)
        self.sockets = Sockets(address)
        self.state = self.reason = "starting"
        self.detail, self.attempt, self.last, self.due, self.degraded_for, self.missed = "", None, None, 0.0, 0.0, 0.0
        self.late = False  # An answer came after its time.
        self.good = self.soft = self.hard = self.idle = self.drops = 0
        self.reset()

    def reset(self):
        zeros = dict.fromkeys(("Probes", "Failures", "StateChanges", "RxQueue"), 0)
        self.minute = zeros | {"ProbeMs": [], "Degraded": int(self.state == "degraded")}

    def old(self, now):
        limit = 3 * self.config["intervalSeconds"] + self.config["timeoutSeconds"]
        return not self.config["GATE_MODE"] and self.last is not None and now - self.last > limit

    def undecided(self, now):
        """Whether the verdict is old, but a probe that is under way will soon tell."""
        return self.old(now) and not self.attempt.done

    def verdict(self, now):
        """Whether the check passes, and the word for it."""
        if self.config["GATE_MODE"]:
            return True, "ok"
        if self.old(now) and not self.undecided(now):
            return False, "stale"
        return self.state in ("up", "degraded"), self.reason

    def conclude(self, outcome, detail, ms, now):
        """Draws the consequences of one probe."""
        was_old, before = self.old(now), self.last
        self.judge(outcome, detail, ms, now - before if before else 0)
        # After a long absence one failure proves no death, but nothing that is old proves life.
        if not self.idle or not was_old or self.state not in ("up", "degraded"):
            self.last = now

    def judge(self, outcome, detail, ms, since_last):
        config, minute, sockets, self.detail = self.config, self.minute, self.sockets, detail
        minute["Probes"] += 1
        minute["RxQueue"] = max(minute["RxQueue"], sockets.queue)
        if outcome == "ok":
            self.soft = self.hard = self.idle = 0
            self.good += 1
            minute["ProbeMs"] = [*minute["ProbeMs"], round(ms, 2)][-100:]
            if self.state == "starting" or self.good >= config["rise"]:
                self.enter("up", "ok")
            return
        minute["Failures"] += 1
        self.good = 0
        self.soft += 1
        self.hard = self.hard + 1 if outcome == "refused" else 0
        # A busy application reads its queue but has no time for our probe: overload, not death.
        busy = self.late or sockets.shrunk or (sockets.bound and not sockets.queue and sockets.read > 0)
        self.idle = 0 if outcome == "timeout" and busy else self.idle + 1
        if self.state == "starting":
            self.detail = detail or outcome
        elif self.state == "down":
            self.reason = outcome
        elif outcome == "stuck" or self.hard >= config["fallHard"] or self.idle >= config["fall"]:
            self.enter("down", outcome)
        elif self.state == "degraded":  # For as long as the gate was there to see it.
            self.degraded_for += min(since_last, config["intervalSeconds"] + config["timeoutSeconds"])
            if self.degraded_for > config["degradedSeconds"]:
                self.enter("down", outcome)
        elif self.state == "up" and self.soft >= config["fall"]:
            self.degraded_for = 0.0
            self.enter("degraded", "degraded")

    def enter(self, state, reason):
        if state != self.state:
            before, self.state, self.reason = self.state, state, reason
            self.minute["StateChanges"] += 1
            self.minute["Degraded"] |= state == "degraded"
            log("state", before=before, **self.status())

    def status(self):
        sockets = plain(self.sockets)
        return plain(self) | {"verdict": self.verdict(monotonic())[1], "minute": self.minute, "sockets": sockets}

    def write_metrics(self):
        """One line of CloudWatch's embedded metric format."""
        minute, config = self.minute, self.config
        minute["Drops"], self.drops = self.sockets.drops - self.drops, self.sockets.drops
        minute["Healthy"] = int(self.verdict(monotonic())[0])
        minute["AlwaysOn"] = int(config["GATE_MODE"] != "")
        names = [{"Name": name, "Unit": UNITS.get(name, "Count")} for name in minute if minute[name] != []]
        metrics = {"Namespace": "UdpService/HealthGate", "Dimensions": [["Service", "Stage", "Port"]], "Metrics": names}
        aws = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metrics]}
        log("metrics", _aws=aws, Service=config["service"], Stage=config["stage"], Port=self.name, **minute)
        self.reset()


class Attempt:
    """One probe: a datagram, a connection or, as halves of one, both."""

    def __init__(self, check, gate, now):
        self.check, self.gate, self.waiting = check, gate, {}
        self.pause, self.missed = gate.config["timeoutSeconds"] / 6, gate.missed
        self.outcome, self.detail, self.ms, self.wrong, self.done = "ok", "", 0.0, False, False
        self.heard, self.overtime, self.excused = False, 0, False
        gate.look(check, now)  # Before our own datagram waits in the queue.
        self.started = monotonic()
        if check.attempt:
            check.attempt.end()
        if check.probe:
            self.begin("udp", socket.SOCK_DGRAM, self.send, "127.0.0.1" if check.loopback else check.address)
        if "tcp" in check.transports:
            self.begin("tcp", socket.SOCK_STREAM, self.connect, check.address)
        now = monotonic()  # The application's time begins when it was asked.
        self.deadline, self.look_at = now + 6 * self.pause, now + self.pause

    def begin(self, half, kind, start, address):
        sock = self.waiting[half] = socket.socket(socket.AF_INET, kind)
        sock.setblocking(False)
        try:
            start(sock, (address, self.check.app_port))
        except OSError as error:
            self.fail(half, error.errno)

    def send(self, sock, target):
        spec = self.check.probe.spec
        if "sourcePort" in spec:
            sock.bind(("", spec["sourcePort"]))
        self.payload, self.nonces = self.check.probe.render()
        if spec.get("anyPort"):
            sock.sendto(self.payload, target)
        else:
            sock.connect(target)  # For ECONNREFUSED.
            sock.send(self.payload)
        self.gate.ours += 1
        self.gate.selector.register(sock, selectors.EVENT_READ, lambda: self.receive(sock, target[0]))

    def receive(self, sock, address):
        try:
            answer, sender = sock.recvfrom(65535)
        except BlockingIOError:
            return  # A datagram that the kernel dropped after all.
        except OSError as error:
            return self.fail("udp", error.errno)
        self.heard = True
        self.gate.ours += 1
        fault = self.check.probe.fault(answer, self.payload, self.nonces) if sender[0] == address else "mismatch"
        if fault == "mismatch":
            self.wrong = True  # The right one may follow.
        else:
            self.settle("udp", "mismatch" if fault else "ok", fault)

    def connect(self, sock, target):
        code = sock.connect_ex(target)
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "")
        self.gate.selector.register(
            sock, selectors.EVENT_WRITE, lambda: self.fail("tcp", sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
        )

    def fail(self, half, code):
        word = {0: "ok", errno.ECONNREFUSED: "refused"}.get(code, "timeout")
        self.settle(half, word, errno.errorcode.get(code, ""))

    def settle(self, half, outcome, detail):
        self.end(half)
        self.check.late |= self.done and half + outcome == "udpok"
        self.ms = max(self.ms, (monotonic() - self.started) * 1000)
        if outcome != "ok" and self.outcome == "ok":
            self.outcome, self.detail = outcome, f"{half} {detail}".strip()

    def end(self, *halves):
        for half in halves or list(self.waiting):
            self.gate.close(self.waiting.pop(half))

    def in_time(self, now):
        """Whether the application's time is not over, or something of it may still lie in the buffer."""
        heard, self.heard = self.heard, False
        if now < self.deadline:
            return True
        if heard and self.overtime < MAX_OVERTIME:
            self.overtime += 1
            return True
        missed = self.gate.missed - self.missed
        if self.excused or missed <= self.pause:
            return False
        # Whatever kept the gate from running may have kept the application, too: once, it gets the time back.
        self.excused, self.deadline = True, now + min(missed, 6 * self.pause)
        return True

    def advance(self, now):
        """Waits, or concludes."""
        if self.done:
            return
        if self.waiting and self.in_time(now):
            if now >= self.look_at:  # Several looks show whether anybody reads the queue.
                self.look_at = now + self.pause
                self.gate.look(self.check, now)
            return
        self.done = True
        if self.waiting and self.outcome == "ok":  # Left open: a late answer is a sign of life.
            self.outcome, self.detail = "mismatch" if self.wrong else "timeout", " ".join(self.waiting)
        check, sockets, fall = self.check, self.check.sockets, self.gate.config["fall"]
        self.gate.look(check, now)
        sockets.end_round(self.gate.received, self.gate.read_at, self.gate.missed - check.missed > 3 * self.pause)
        if check.by_table and not sockets.known:
            self.outcome, self.detail = "timeout", "/proc/net/udp cannot be read"
        elif "udp" in check.transports and sockets.known and self.outcome in ("ok", "timeout"):
            if not sockets.bound and (check.by_table or self.outcome == "timeout"):
                self.outcome, self.detail = "refused", f"not bound to {check.address}"
            # Others in the task may read theirs; if nobody does, half the time will do.
            elif sockets.still >= 2 * fall or (not check.probe and sockets.still >= fall and sockets.read <= 0):
                self.outcome, self.detail = "stuck", "its queue is not read"
        check.conclude(self.outcome, self.detail, self.ms, monotonic())
        sockets.shrunk, check.late, check.missed = False, False, self.gate.missed


class Gate:
    """The loop: probes when they are due, verdicts when they are asked for."""

    def __init__(self):
        try:
            config = json.loads(os.environ["GATE_CONFIG"]) | {"GATE_MODE": os.environ.get("GATE_MODE", "")}
            self.config = config
        except (KeyError, ValueError, TypeError) as error:
            raise Invalid(f"GATE_CONFIG: not a JSON object: {error!r}")
        require(config, "", CONFIG)
        if config["timeoutSeconds"] > config["intervalSeconds"] or not config["checks"]:
            raise Invalid("timeoutSeconds: exceeds intervalSeconds, or checks: empty")
        address = own_address()
        self.checks = [Check(spec, f"checks[{i}].", config, address) for i, spec in enumerate(config["checks"])]
        self.selector = selectors.DefaultSelector()
        self.clients, self.asked, self.listeners = {}, {}, {}  # Who has connected, and who has sent a request.
        self.rows, self.received, self.read_at, self.cost, self.ours = None, 0, -1e9, 0.0, 0
        self.missed = 0.0  # Seconds for which something was due and the gate did not run.
        self.drain_until, self.metrics_at = None, monotonic() + METRICS_SECONDS

    def look(self, check, now):
        """Reads the tables for a twentieth of the time at most."""
        if now - self.read_at >= max(0.01, 20 * self.cost):
            self.read_at, started = now, monotonic()
            try:
                self.rows, received = read_tables([check.app_port for check in self.checks])
                self.received = received - self.ours  # What we caused is no sign of life.
            except OSError:
                self.rows = None
            self.cost = monotonic() - started
        check.sockets.look(self.rows and self.rows[check.app_port])

    def listen(self, port):
        dual = socket.has_dualstack_ipv6()
        family = socket.AF_INET6 if dual else socket.AF_INET
        try:
            sock = socket.create_server(("", port), family=family, backlog=512, dualstack_ipv6=dual)
        except OSError as error:
            raise Invalid(f"gatePort: {port}: {error}")
        sock.setblocking(False)
        self.listeners[port] = sock
        self.selector.register(sock, selectors.EVENT_READ, lambda: self.accept(sock))

    def follow_verdicts(self, now):
        """In `tcp` mode a check passes because its port is open."""
        for check in self.checks if self.config["mode"] == "tcp" else ():
            port, passes = check.gate_port, self.drain_until is None and check.verdict(now)[0]
            if passes and port not in self.listeners:
                self.listen(port)
            elif not passes and port in self.listeners:
                self.close(self.listeners.pop(port))

    def accept(self, listener):
        if len(self.asked) >= MAX_CLIENTS:
            return  # Those first.
        try:
            sock, _ = listener.accept()
        except OSError:
            return  # That client is gone.
        if self.config["mode"] == "tcp":
            return sock.close()
        if len(self.clients) + len(self.asked) >= MAX_CLIENTS:
            oldest = next(iter(self.clients))
            self.serve(oldest)  # Its request may have come by now.
            if oldest in self.clients:
                self.close(oldest)
        sock.setblocking(False)
        self.clients[sock] = monotonic(), bytearray()
        self.selector.register(sock, selectors.EVENT_READ, lambda: self.serve(sock))

    def close(self, sock):
        self.clients.pop(sock, None)
        self.asked.pop(sock, None)
        if sock.fileno() >= 0 and sock in self.selector.get_map():
            self.selector.unregister(sock)
        sock.close()

    def serve(self, sock):
        if sock not in self.clients:
            return  # Served in this round.
        request = self.clients[sock][1]
        try:
            chunk = sock.recv(MAX_REQUEST)
            request += chunk
            # To close with bytes unread would reset the connection under our answer.
            complete = b"\r\n\r\n" in request or b"\n\n" in request
            if complete:
                self.selector.unregister(sock)
                del self.clients[sock]
                self.asked[sock] = (request.split(None, 2) + [b"", b""])[1].decode("latin-1")
                return
            if chunk and len(request) < MAX_REQUEST:
                return
        except OSError:
            pass  # The client is gone.
        self.close(sock)

    def answer(self, now):
        """Answers the requests, but for those whose verdict a probe under way will soon renew."""
        for sock, path in list(self.asked.items()):
            checks = [check for check in self.checks if path in ("/health", f"/health/{check.port}")]
            if self.drain_until is None and any(check.undecided(now) for check in checks):
                continue
            try:
                sock.send(self.respond(path, checks, now))
            except OSError:
                pass  # The client is gone.
            self.close(sock)

    def respond(self, path, checks, now):
        verdicts = sorted(check.verdict(now) for check in checks)  # The failing first, then degraded, then ok.
        code, text = (200 if verdicts[0][0] else 503, verdicts[0][1]) if checks else (404, "unknown path")
        if path == "/status":
            code, text = 200, json.dumps(self.status())
        elif checks and self.drain_until is not None:
            code, text = 503, "draining"
        head = f"HTTP/1.1 {code} {'OK' if code == 200 else 'Unavailable'}\r\n"
        return f"{head}Content-Length: {len(text) + 1}\r\nConnection: close\r\n\r\n{text}\n".encode()

    def status(self):
        keys = ("service", "stage", "mode", "GATE_MODE")
        checks = [check.status() for check in self.checks]
        own = {"draining": self.drain_until is not None, "missedSeconds": round(self.missed, 3), "checks": checks}
        return {key: self.config[key] for key in keys} | own

    def drain(self):
        if self.drain_until is None:
            self.drain_until = monotonic() + self.config["drainSeconds"]
            log("draining", seconds=self.config["drainSeconds"])

    def tick(self, now):
        """Does what is due; returns when something will be due next."""
        times = [self.metrics_at, self.drain_until or self.metrics_at]
        for check in self.checks:
            if now >= check.due and (not check.attempt or check.attempt.done):
                pace = self.config["intervalSeconds"]  # Faster until the first success.
                if check.state == "starting":
                    check.due = now + min(pace, 1)
                else:  # In step, but after an absence no two probes in a row.
                    check.due = check.due + pace if now - check.due < pace / 2 else now + pace
                check.attempt = Attempt(check, self, now)
            attempt = check.attempt
            attempt.advance(now)
            times.append(check.due if attempt.done else min(attempt.deadline, attempt.look_at))
        self.follow_verdicts(now)
        for sock, (since, _) in list(self.clients.items()):  # The oldest is the first.
            if now - since < IDLE_SECONDS:
                times.append(since + IDLE_SECONDS)
                break
            self.close(sock)
        if now >= self.metrics_at:
            self.metrics_at = now + METRICS_SECONDS
            for check in self.checks:
                check.write_metrics()
        return min(times)

    def run(self):
        for port in {check.gate_port for check in self.checks}:
            self.listen(port)
        self.follow_verdicts(monotonic())
        log("start", **self.status())
        if self.config["GATE_MODE"]:
            log("warning", cause="GATE_MODE=always")
        wake, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.drain())
        self.selector.register(wake, selectors.EVENT_READ, lambda: wake.recv(64))
        now = due = monotonic()
        while self.drain_until is None or now < self.drain_until:
            # The gate can be stopped between any two lines, and in `select`, which then may return nothing though
            # something is there. So the time is taken first, then everything that had arrived by then is read, and
            # only then is judged what was due at that time. What has become due since waits for the next round,
            # and so do the checks: each is answered when nothing is due.
            now = monotonic()
            self.missed += max(now - due, 0)
            for key, _ in self.selector.select(max(due - now, 0)):
                if key.fileobj.fileno() >= 0:  # Not closed meanwhile.
                    key.data()
            due = self.tick(now)
            if (judged := monotonic()) < due:
                self.answer(judged)
        self.answer(now)


if __name__ == "__main__":
    os.set_blocking(1, os.isatty(1))
    try:
        Gate().run()
    except Invalid as problem:
        sys.exit(f"health gate: {problem}; correct the service's options")
