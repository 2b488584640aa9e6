"""CloudFormation: termination protection, outputs of other stacks, dynamic references, parameters and deletion."""

import logging
import re

from moto.cloudformation import models as cloudformation
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from moto.ssm.models import ssm_backends


# --- Termination protection

delete_stack_of_moto = CloudFormationResponse.delete_stack


def update_termination_protection(response):
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    stack.enable_termination_protection = response._get_bool_param("EnableTerminationProtection")
    return ActionResult({"StackId": stack.stack_id})


def delete_stack(response):
    stack = response.cloudformation_backend.get_stack(response._get_param("StackName"))
    if stack.enable_termination_protection:
        raise ValidationError(message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    return delete_stack_of_moto(response)


CloudFormationResponse.update_termination_protection = update_termination_protection
CloudFormationResponse.delete_stack = delete_stack


# --- Outputs of other stacks, dynamic references
# moto does not know Fn::GetStackOutput, the reference of one stack to another that the CDK writes instead of exports, and
# replaces {{resolve:ssm:…}} in a few places only.

resolve_of_moto = parsing.clean_json
DYNAMIC = re.compile(r"\{\{resolve:ssm:([^:}]+)\}\}")


def parameter_value(name, resources):
    return ssm_backends[resources._account_id][resources._region_name].get_parameter(name).value


def resolve(value, resources):
    if isinstance(value, str):
        return DYNAMIC.sub(lambda match: parameter_value(match[1], resources), value)
    reference = value.get("Fn::GetStackOutput") if isinstance(value, dict) else None
    if reference is None:
        return resolve_of_moto(value, resources)
    reference = resolve_of_moto(reference, resources)
    backend = cloudformation.cloudformation_backends[resources._account_id][
        reference.get("Region", resources._region_name)
    ]
    output = backend.get_stack(reference["StackName"]).output_map.get(reference["OutputName"])
    if output is None:
        raise ValueError(f"Stack {reference['StackName']} has no output {reference['OutputName']}")
    return output.value


parsing.clean_json = resolve


# --- Parameters and deletion

update_parameters_of_moto = cloudformation.CloudFormationBackend._resolve_update_parameters
ssm_parameter_of_moto = parsing.ResourceMap.parse_ssm_parameter
delete_resources_of_moto = parsing.ResourceMap.delete


def resolve_update_parameters(backend, instance, incoming_params):
    """A parameter that is left to its default has no previous value."""
    return update_parameters_of_moto(
        backend,
        instance,
        [p for p in incoming_params if not p.get("UsePreviousValue") or p["ParameterKey"] in instance.parameters],
    )


def parse_ssm_parameter(resources, value, value_type):
    """An update passes what the first deployment already resolved."""
    parameter = ssm_backends[resources._account_id][resources._region_name].get_parameter(value)
    return ssm_parameter_of_moto(resources, value, value_type) if parameter else value


def delete_resources(resources):
    try:
        delete_resources_of_moto(resources)
    except Exception as error:  # moto refuses to delete a VPC whose parts it keeps; the stack is gone all the same
        logging.warning("left over: %s", error)


cloudformation.CloudFormationBackend._resolve_update_parameters = resolve_update_parameters
parsing.ResourceMap.parse_ssm_parameter = parse_ssm_parameter
parsing.ResourceMap.delete = delete_resources
