"""Binding plain functions to moto's CloudFormation interface."""

from moto.ecs import models as ecs


def handle_create(model, function):
    """`function(name, properties, account, region)` creates the resource."""

    def create(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        return function(resource_name, cloudformation_json["Properties"], account_id, region_name)

    model.create_from_cloudformation_json = classmethod(create)


def handle_update(model, function):
    """`function(resource, name, properties, account, region)` changes the resource or returns its replacement."""

    def update(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        properties = cloudformation_json["Properties"]
        return function(original_resource, new_resource_name, properties, account_id, region_name)

    model.update_from_cloudformation_json = classmethod(update)


def camel(value):
    """ECS speaks `camelCase` in its API and `PascalCase` in CloudFormation."""
    return ecs.remap_nested_keys(value, ecs.pascal_to_camelcase) if value else value


def attributes(pairs):
    return {pair["Key"]: pair["Value"] for pair in pairs or []}
