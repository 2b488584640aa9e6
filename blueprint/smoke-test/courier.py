"""Asks a service from inside its network what its health gate asks it, once a deployment, and says what it heard.

Environment: SMOKE_TEST, JSON: {"seconds": time for everything, "timeout": seconds an answer may take, "targets":
[{"host", "port", "transport": "udp" or "tcp", and for udp "payload": hex, "length": of the payload with zeros behind
it, "checks": {word: pattern over the hex of the answer}, "anyPort", "sourcePort"}]}. Prints one JSON line,
{"smokeTest": [{"word", "attempts", "ms"} a target, in their order]}: `ok`, `timeout`, `refused`, the word of the first
check that the answer fails, or what the system says. The exit code is 0 where every word is `ok`.
"""

import errno
import json
import os
import re
import socket
import sys
import threading
import time

PAUSE = 1  # Seconds between two attempts.
MAX_OVERTIME = 300  # Datagrams read after an attempt's time: as many as a socket's buffer holds.
WORDS = {errno.ECONNREFUSED: "refused", errno.ETIMEDOUT: "timeout"}


def word_of(error):
    return "timeout" if isinstance(error, TimeoutError) else WORDS.get(error.errno, errno.errorcode.get(error.errno, "error"))


def ask(target, timeout):
    """The word for one attempt."""
    address = (target["host"], target["port"])
    if target["transport"] == "tcp":
        socket.create_connection(address, timeout).close()
        return "ok"
    deadline, heard = time.monotonic() + timeout, "timeout"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("", target.get("sourcePort", 0)))
        payload = bytes.fromhex(target["payload"]).ljust(target["length"], b"\0")
        if target.get("anyPort"):
            sock.sendto(payload, address)
        else:
            sock.connect(address)  # For ECONNREFUSED.
            sock.send(payload)
        overtime = 0
        while overtime <= MAX_OVERTIME:  # What has arrived is read, even where this program was kept from it in time.
            left = deadline - time.monotonic()
            overtime += left <= 0
            sock.settimeout(max(left, 0))
            try:
                answer, sender = sock.recvfrom(65535)
            except (TimeoutError, BlockingIOError):
                break
            if sender[0] == target["host"]:
                heard = next((word for word, pattern in target["checks"].items() if not re.search(pattern, answer.hex())), "ok")
                if heard != "mismatch":  # The right one may follow.
                    break
    return heard


def pursue(target, timeout, deadline, results, index):
    """Asks until the answer is right or the time is over."""
    attempts = 0
    while True:
        attempts, began = attempts + 1, time.monotonic()
        try:
            word = ask(target, timeout)
        except OSError as error:
            word = word_of(error)
        results[index] = {"word": word, "attempts": attempts, "ms": round((time.monotonic() - began) * 1000, 2)}
        if word == "ok" or time.monotonic() + PAUSE > deadline:
            return
        time.sleep(PAUSE)


def main():
    plan = json.loads(os.environ["SMOKE_TEST"])
    deadline, targets = time.monotonic() + plan["seconds"], plan["targets"]
    results = [None] * len(targets)
    threads = [
        threading.Thread(target=pursue, args=(target, plan["timeout"], deadline, results, index))
        for index, target in enumerate(targets)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"smokeTest": results}), flush=True)
    return 0 if all(result and result["word"] == "ok" for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
