"""What a test orders, by the parameters that `__main__` lists."""

import json

from moto.ssm.models import ssm_backends


def control(backend, verb, stack_name, once=False):
    """What a test ordered for a stack, or None."""
    parameters = ssm_backends[backend.account_id][backend.region_name]
    name = f"/emulated-aws/{verb}/{stack_name}"
    parameter = parameters.get_parameter(name)
    if parameter and once:
        parameters.delete_parameter(name)
    return json.loads(parameter.value) if parameter else None
