"""The AWS command line without its start: it is loaded once, and each call is a fork of it.

A call takes half a second of a processor to start and hardly any to do its work, and the workflows of a repository make
hundreds. Usage: python3 server.py FOLDER. It puts the program `aws` into the folder and prints a line when that can be
called; the program hands its arguments, environment, directory and standard streams over and ends as the call does. The
server ends when its standard input is closed.
"""

import os
import signal
import socket
import sys
import threading

from awscli.clidriver import create_clidriver

# What udp-service and the CDK's bootstrap call; others are loaded by their call.
SERVICES = ("cloudformation", "ec2", "ecr", "ecs", "elbv2", "logs", "secretsmanager", "ssm", "sts")
MODELS = ("service-2", "endpoint-rule-set-1", "paginators-1")


def preload(driver):
    loader = driver.session.get_component("data_loader")
    for service in SERVICES:
        for model in MODELS:
            loader.load_service_model(service, model)
    for data in ("endpoints", "partitions", "sdk-default-configuration", "_retry"):
        loader.load_data(data)


def install(folder, address):
    client = os.path.join(os.path.dirname(os.path.abspath(__file__)), "client.py")
    program = os.path.join(folder, "aws")
    with open(client, encoding="utf-8") as source, open(program, "w", encoding="utf-8") as target:
        target.write(f"#!{sys.executable} -IS\n{source.read()}")
    os.chmod(program, 0o755)
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen(64)
    return server


def answer(driver, connection):
    """In a process of its own: becomes the call."""
    _, streams, _, _ = socket.recv_fds(connection, 1, 3)
    request = b""
    while part := connection.recv(65536):
        request += part
    directory, count, *texts = [os.fsdecode(text) for text in request.split(b"\0")]
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(directory)
    os.environ.clear()
    os.environ.update(text.split("=", 1) for text in texts[int(count) :])
    try:
        code = driver.main(texts[: int(count)])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(str(code or 0).encode())
    os._exit(0)


def serve(folder):
    driver = create_clidriver()
    preload(driver)
    server = install(folder, os.path.join(folder, "aws.socket"))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            server.close()
            try:
                answer(driver, connection)
            finally:
                os._exit(1)  # without a word: the client fails
        connection.close()


if __name__ == "__main__":
    # Forking with a second thread is no matter: it does nothing but wait for the end.
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    serve(sys.argv[1])
