"""`aws`, in front of the server beside it; see there."""

import os
import socket
import sys

connection = socket.socket(socket.AF_UNIX)
connection.connect(os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), "aws.socket"))
socket.send_fds(connection, [b"."], [0, 1, 2])
arguments = sys.argv[1:]
environment = [f"{name}={value}" for name, value in os.environ.items()]
texts = [os.getcwd(), str(len(arguments)), *arguments, *environment]
connection.sendall(b"\0".join(os.fsencode(text) for text in texts))
connection.shutdown(socket.SHUT_WR)
sys.exit(int(connection.recv(16) or b"1"))
