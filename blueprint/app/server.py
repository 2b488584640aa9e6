"""A sample service: sends every datagram back to where it came from, and drains when it is told to stop.

Replace it by your own. What matters for a UDP service behind a load balancer:
- it listens on 0.0.0.0, so that the load balancer reaches it;
- it answers from the socket on which it was asked, so that clients accept the answer;
- on SIGTERM it goes on answering until the clients are gone: their packets still arrive for a while.

SERVICE_PORTS names what to listen on: "1234/udp,53/tcp".
"""

import asyncio
import os
import signal
import time

QUIET_SECONDS = 5.0
"""Silence after SIGTERM that means that the clients have gone."""

DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "50"))
"""Longest time between SIGTERM and exit; stay below the stop timeout of the container (60 s)."""


class Activity:
    """When the last datagram or connection arrived."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def touch(self) -> None:
        self.last = time.monotonic()

    def quiet(self) -> float:
        return time.monotonic() - self.last


class Echo(asyncio.DatagramProtocol):
    def __init__(self, activity: Activity) -> None:
        self.activity = activity

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple) -> None:
        self.activity.touch()
        self.transport.sendto(data, addr)


async def echo_stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, activity: Activity) -> None:
    try:
        while data := await reader.read(65536):
            activity.touch()
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main() -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)

    activity = Activity()
    for entry in os.environ.get("SERVICE_PORTS", "1234/udp").split(","):
        port, transport = entry.split("/")
        if transport == "udp":
            await loop.create_datagram_endpoint(lambda: Echo(activity), local_addr=("0.0.0.0", int(port)))
        else:
            await asyncio.start_server(lambda r, w: echo_stream(r, w, activity), "0.0.0.0", int(port))
        print(f"listening on {port}/{transport}")

    await stopping.wait()
    print("draining")
    deadline = time.monotonic() + DRAIN_SECONDS
    activity.touch()
    while time.monotonic() < deadline and activity.quiet() < QUIET_SECONDS:
        await asyncio.sleep(0.2)
    print("stopped")


asyncio.run(main())
