"""CloudFormation: change sets.

moto looks change sets up by name alone, and forgets outputs, exports and imports of a stack that one creates.
"""

import logging

from moto.cloudformation import models as cloudformation
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from control import control


class ChangeSetNotFound(CloudFormationError):
    code = "ChangeSetNotFound"  # the CDK CLI waits for exactly this code


def find_change_set(response, required=True):
    backend = response.cloudformation_backend
    name, stack = response._get_param("ChangeSetName"), response._get_param("StackName")
    for key, change_set in backend.change_sets.items():
        of_stack = stack in (None, change_set.stack_name, change_set.stack_id)
        if key == name or (change_set.change_set_name == name and of_stack):
            return backend, key, change_set
    if required:
        raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")
    return backend, None, None


def delete_change_set(response):
    backend, key, _ = find_change_set(response, required=False)
    backend.change_sets.pop(key, None)
    return EmptyResult()


def describe_change_set(response):
    return ActionResult(find_change_set(response)[2])


def execute_change_set(response):
    backend, key, change_set = find_change_set(response)
    stack = change_set.stack
    stack.cross_stack_resources = stack.resource_map.cross_stack_resources = backend.exports
    failure = control(backend, "fail", stack.name, once=True)
    if failure:
        fail_change_set(change_set, failure["LogicalResourceId"], failure["Reason"])
        return EmptyResult()
    try:
        backend.execute_change_set(key)
    except Exception as error:  # whatever a resource refuses: CloudFormation reports it as an event of the stack
        logging.exception("change set of %s", stack.name)
        fail_change_set(change_set, stack.name, f"{type(error).__name__}: {error}")
        return EmptyResult()
    stack.template_dict, stack.parameters = change_set.template_dict, change_set.parameters
    stack.output_map = stack._create_output_map()
    for name in [name for name, export in backend.exports.items() if export._exporting_stack_id == stack.stack_id]:
        del backend.exports[name]
    backend.exports.update({export.name: export for export in stack.exports})
    return EmptyResult()


def fail_change_set(change_set, logical_id, reason):
    stack, verb = change_set.stack, change_set.change_set_type
    rolled_back = "ROLLBACK_COMPLETE" if verb == "CREATE" else "UPDATE_ROLLBACK_COMPLETE"
    resource = change_set.template_dict["Resources"].get(logical_id, {"Type": "AWS::CloudFormation::Stack"})
    stack._add_stack_event(f"{verb}_IN_PROGRESS", resource_status_reason="User Initiated")
    stack.events.append(
        cloudformation.Event(
            stack_id=stack.stack_id,
            stack_name=stack.name,
            logical_resource_id=logical_id,
            physical_resource_id=logical_id,
            resource_type=resource["Type"],
            resource_status=f"{verb}_FAILED",
            resource_status_reason=reason,
            resource_properties=None,
        )
    )
    stack._add_stack_event(rolled_back, resource_status_reason=f"The following resource(s) failed: [{logical_id}].")
    stack.status = rolled_back
    change_set.execution_status = "EXECUTE_FAILED"


def has_parameters(stack, parameters):
    """A change set without changes is known by its template and parameters; those left to their defaults are none."""
    return all(str(stack.stack_parameters.get(name)) == str(value) for name, value in parameters.items())


cloudformation.Stack.has_parameters = has_parameters
CloudFormationResponse.delete_change_set = delete_change_set
CloudFormationResponse.describe_change_set = describe_change_set
CloudFormationResponse.execute_change_set = execute_change_set


# moto compares the templates' text, and adds empty properties to the resources of the old one that have none. A task
# definition's change makes a new revision under a new ARN, so the services that refer to it must follow.

diff_of_moto = parsing.ResourceMap.build_resource_diff


def build_resource_diff(resources, other_template, parameters=None):
    template = other_template["Resources"]
    for resource in template.values():
        resource.setdefault("Properties", {})
    diff = diff_of_moto(resources, other_template, parameters)
    task_definitions = [name for name in diff["Modify"] if template[name]["Type"] == "AWS::ECS::TaskDefinition"]
    services = [name for name, resource in template.items() if resource["Type"] == "AWS::ECS::Service"]
    affected = [
        name
        for name in services
        if name not in diff["Add"]
        and (name in diff["Modify"] or set(parsing.get_references_from_template(template[name])) & set(task_definitions))
    ]
    diff["Modify"] = [name for name in diff["Modify"] if name not in affected] + affected
    return diff


parsing.ResourceMap.build_resource_diff = build_resource_diff
