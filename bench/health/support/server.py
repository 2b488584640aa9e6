"""A small UDP server to be probed: it answers, lies, keeps silent or is slow, as it is told.

Usage: server.py <address> <port> [--tcp] [--rate PPS] [--workers N] [--start SECONDS] [--delay SECONDS]
SIGUSR1 makes it lie, SIGUSR2 makes it silent, SIGHUP makes it honest again. It prints its process IDs when ready.
"""

import argparse
import os
import signal
import socket
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("address")
parser.add_argument("port", type=int)
parser.add_argument("--tcp", action="store_true", help="accept connections on the same port, too")
parser.add_argument("--rate", type=float, default=0, help="datagrams a second that it can answer; 0: as many as come")
parser.add_argument("--workers", type=int, default=1, help="processes that share the port")
parser.add_argument("--start", type=float, default=0, help="seconds that it needs before it is bound")
parser.add_argument("--delay", type=float, default=0, help="seconds from a datagram to its answer")
options = parser.parse_args()

mode = "honest"


def set_mode(new):
    def handler(*_):
        global mode
        mode = new

    return handler


signal.signal(signal.SIGUSR1, set_mode("lying"))
signal.signal(signal.SIGUSR2, set_mode("silent"))
signal.signal(signal.SIGHUP, set_mode("honest"))

family = socket.AF_INET6 if ":" in options.address else socket.AF_INET


def bound():
    sock = socket.socket(family, socket.SOCK_DGRAM)
    if options.workers > 1:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    sock.bind((options.address, options.port))
    return sock


def serve(sock):
    due = time.monotonic()
    while True:
        data, sender = sock.recvfrom(65535)
        if options.rate:
            due = max(due + 1 / options.rate, time.monotonic() - 0.05)
            time.sleep(max(0, due - time.monotonic()))
        if options.delay:
            threading.Timer(options.delay, answer, (sock, data, sender)).start()
        else:
            answer(sock, data, sender)


def answer(sock, data, sender):
    if mode == "honest":
        sock.sendto(data, sender)
    elif mode == "lying":
        sock.sendto(b"no " + data, sender)


def accept(listener):
    while True:
        connection, _ = listener.accept()
        connection.close()


if options.tcp:
    threading.Thread(target=accept, args=(socket.create_server((options.address, options.port)),), daemon=True).start()

if options.start:
    print(os.getpid(), flush=True)
    time.sleep(options.start)
sockets = [bound() for _ in range(options.workers)]
pids = [os.getpid()]
for sock in sockets[1:]:
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(sock)
    pids.append(pid)


def stop(*_):
    for pid in pids[1:]:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


signal.signal(signal.SIGTERM, stop)
if not options.start:
    print(*pids, flush=True)
for sock in sockets[1:]:
    sock.close()
serve(sockets[0])
