"""ECS: tasks that are run once, tasks that have stopped, and the health of targets.

moto starts no container and so has no task that ends. A task that is run here and is a Python program is really run, on
this machine, with what it prints in its log group; tasks that ECS stopped, and the health of targets, are what a test says.
"""

import subprocess
import threading
import time

from moto.cloudformation.models import cloudformation_backends
from moto.core.responses import ActionResult
from moto.ecs import models as ecs
from moto.ecs.responses import EC2ContainerServiceResponse as Ecs
from moto.elbv2.responses import ELBV2Response
from moto.logs.models import logs_backends

from control import control

LIMIT = 120  # Seconds after which a program is taken for lost.
running = {}  # Tasks that are run here, by ARN.

run_task_of_moto = ecs.EC2ContainerServiceBackend.run_task
list_tasks_of_moto, describe_tasks_of_moto = Ecs.list_tasks, Ecs.describe_tasks
describe_target_health_of_moto = ELBV2Response.describe_target_health


def run_task(backend, cluster, task_definition, count, overrides, *rest, **named):
    tasks = run_task_of_moto(backend, cluster, task_definition, count, overrides, *rest, **named)
    definition = backend.describe_task_definition(task_definition)
    for task in tasks:
        threading.Thread(target=run_containers, args=(backend, task, definition, overrides or {}), daemon=True).start()
        running[task.task_arn] = {"taskArn": task.task_arn, "lastStatus": "RUNNING", "containers": []}
    return tasks


def run_containers(backend, task, definition, overrides):
    given = {one["name"]: one.get("environment", []) for one in overrides.get("containerOverrides", [])}
    ended = []
    for container in definition.container_definitions:
        variables = [*container.get("environment", []), *given.get(container["name"], [])]
        environment = {"PATH": "/usr/bin:/bin:/usr/local/bin", **{one["name"]: one["value"] for one in variables}}
        command = [*container.get("entryPoint", []), *container.get("command", [])]
        try:
            result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False)
            code, printed = result.returncode, result.stdout + result.stderr
        except (OSError, subprocess.SubprocessError) as error:
            code, printed = 1, repr(error)
        write_log(backend, container, task, printed)
        ended.append({"name": container["name"], "exitCode": code})
    running[task.task_arn] = {
        "taskArn": task.task_arn,
        "lastStatus": "STOPPED",
        "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "containers": ended,
    }


def write_log(backend, container, task, printed):
    options = container["logConfiguration"]["options"]
    stream = f"{options['awslogs-stream-prefix']}/{container['name']}/{task.task_arn.split('/')[-1]}"
    logs = logs_backends[backend.account_id][backend.region_name]
    logs.create_log_stream(options["awslogs-group"], stream)
    lines = [{"timestamp": int(time.time() * 1000), "message": line} for line in printed.splitlines()]
    if lines:
        logs.put_log_events(options["awslogs-group"], stream, lines)


def stopped_tasks(backend):
    """What tests say of all stacks of the account and region, by the stack's name."""
    stacks = cloudformation_backends[backend.account_id][backend.region_name].stacks.values()
    return {stack.name: control(backend, "tasks", stack.name) or [] for stack in stacks}


def list_tasks(response):
    service = response._get_param("serviceName")
    if service is None or response._get_param("desiredStatus") != "STOPPED":
        return list_tasks_of_moto(response)
    known = stopped_tasks(response.ecs_backend)
    return ActionResult(
        {"taskArns": [task["taskArn"] for stack, tasks in known.items() if service.startswith(f"{stack}-") for task in tasks]}
    )


def describe_tasks(response):
    wanted = response._get_param("tasks", [])
    known = {task["taskArn"]: task for tasks in stopped_tasks(response.ecs_backend).values() for task in tasks} | running
    if not any(arn in known for arn in wanted):
        return describe_tasks_of_moto(response)
    return ActionResult({"tasks": [known[arn] for arn in wanted if arn in known], "failures": []})


def describe_target_health(response):
    """A stack's own word for all of its target groups."""
    backend, arn = response.elbv2_backend, response._get_param("TargetGroupArn")
    for stack in cloudformation_backends[backend.account_id][backend.region_name].stacks.values():
        said = control(backend, "targets", stack.name)
        if said and any(getattr(resource, "physical_resource_id", None) == arn for resource in stack.stack_resources):
            return ActionResult({"TargetHealthDescriptions": said})
    return describe_target_health_of_moto(response)


# On Fargate nothing is placed, and a container need not say how much memory it takes.
ecs.EC2ContainerServiceBackend._calculate_task_resource_requirements = lambda _backend, _definition: {}
ecs.EC2ContainerServiceBackend.run_task = run_task
Ecs.list_tasks, Ecs.describe_tasks = list_tasks, describe_tasks
ELBV2Response.describe_target_health = describe_target_health
