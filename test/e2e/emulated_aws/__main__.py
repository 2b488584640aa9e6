"""An emulated AWS on loopback for the end-to-end tests: moto's server with what it lacks for this kind of stack.

moto 5.2.1 answers nearly every call that `cdk bootstrap` and `cdk deploy` make. It cannot create a Network Load Balancer
or a useful ECS service by CloudFormation, it forgets outputs and exports when a stack is deployed by change set, and it
has no drift detection. Each module beside this one fills such a gap by replacing methods of moto's models in this
process; nothing that is installed is changed.

Usage: python3 emulated_aws [--port PORT]
The port 0 (the default) takes a free one. The first line printed is the endpoint, `http://localhost:PORT`; clients must
use the name `localhost`, because moto derives the bucket of a template URL from the host name. The server ends when its
standard input is closed, so it never outlives the process that started it.

Tests steer it through the Systems Manager parameters of the stack's account and region:
  /emulated-aws/fail/STACK    JSON {"LogicalResourceId", "Reason"}: the next change set of STACK fails and is rolled back
  /emulated-aws/drift/STACK   JSON list of StackResourceDrift: what drift detection finds in STACK
  /emulated-aws/tasks/STACK   JSON list of tasks as DescribeTasks shows them: those of the service that have stopped
  /emulated-aws/targets/STACK JSON list of TargetHealthDescription: the health of the targets of the service
"""

import argparse
import logging
import os
import sys
import threading

from moto.cloudformation import parsing
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

# Each replaces what its docstring names.
import alarms  # noqa: F401
import change_sets  # noqa: F401
import drift  # noqa: F401
import identity  # noqa: F401
import load_balancers  # noqa: F401
import security_groups  # noqa: F401
import services  # noqa: F401
import stacks  # noqa: F401
import tasks  # noqa: F401
import trust_policies  # noqa: F401

# New kinds of resources came with them.
parsing.get_model_list.cache_clear()
parsing.get_model_map.cache_clear()


def serve(port):
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, DomainDispatcherApplication(create_backend_app), threaded=True)
    os.environ["MOTO_PORT"] = str(server.server_port)
    print(f"http://localhost:{server.server_port}", flush=True)
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    server.serve_forever()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="moto's server with a Network Load Balancer and ECS by CloudFormation")
    arguments.add_argument("--port", type=int, default=0, help="port on loopback; 0 (the default) takes a free one")
    serve(arguments.parse_args().port)
