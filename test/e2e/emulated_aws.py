"""An emulated AWS on loopback for the end-to-end tests: moto's server with what it lacks for this kind of stack.

moto 5.2.1 answers nearly every call that `cdk bootstrap` and `cdk deploy` make. It cannot create a Network Load Balancer
or a useful ECS service by CloudFormation, it forgets outputs and exports when a stack is deployed by change set, and it
has no drift detection. Each section below fills one such gap by replacing a method of moto's models in this process;
nothing that is installed is changed.

Usage: python3 emulated_aws.py [--port PORT]
The port 0 (the default) takes a free one. The first line printed is the endpoint, `http://localhost:PORT`; clients must
use the name `localhost`, because moto derives the bucket of a template URL from the host name. The server ends when its
standard input is closed, so it never outlives the process that started it.

Tests steer it through the Systems Manager parameters of the stack's account and region:
  /emulated-aws/fail/STACK    JSON {"LogicalResourceId", "Reason"}: the next change set of STACK fails and is rolled back
  /emulated-aws/drift/STACK   JSON list of StackResourceDrift: what drift detection finds in STACK
"""

import argparse
import json
import logging
import os
import sys
import threading
from datetime import datetime, timezone

from moto.cloudformation import models as cloudformation
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudwatch import models as cloudwatch
from moto.core.common_models import CloudFormationModel
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupIngress
from moto.ecs import models as ecs
from moto.elbv2 import models as elbv2
from moto.iam import models as iam_models
from moto.server import DomainDispatcherApplication, create_backend_app
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition
from werkzeug.serving import make_server


# --- Binding a plain function to moto's CloudFormation interface ------------------------------------------------------


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


# --- Elastic Load Balancing: Network Load Balancers -------------------------------------------------------------------
# moto drops `Type`, so that every load balancer of a template is an Application Load Balancer and refuses UDP.


def create_load_balancer(name, properties, account, region):
    balancer = elbv2.elbv2_backends[account][region].create_load_balancer(
        name,
        properties.get("SecurityGroups"),
        properties.get("Subnets") or [],
        subnet_mappings=properties.get("SubnetMappings"),
        scheme=properties.get("Scheme", "internet-facing"),
        loadbalancer_type=properties.get("Type", "application"),
        ip_address_type=properties.get("IpAddressType", "ipv4"),
        tags=properties.get("Tags"),
    )
    balancer.attrs.update(attributes(properties.get("LoadBalancerAttributes")))
    balancer.zones = [zone_of(balancer, subnet, properties) for subnet in balancer.subnets]
    return balancer


def zone_of(balancer, subnet, properties):
    """The zone as DescribeLoadBalancers shows it; an Elastic IP of its mapping becomes associated."""
    zone = elbv2.AvailabilityZone(subnet)
    mapping = next((m for m in properties.get("SubnetMappings") or [] if m["SubnetId"] == subnet.id), {})
    zone.load_balancer_addresses = []
    if "AllocationId" in mapping:
        address = subnet.ec2_backend.address_by_allocation([mapping["AllocationId"]])[0]
        if address.association_id:
            raise ValueError(f"The allocation IDs are not available for use: {address.allocation_id} is already associated")
        address.association_id = f"eipassoc-{address.allocation_id.removeprefix('eipalloc-')}"
        zone.load_balancer_addresses = [{"AllocationId": address.allocation_id, "IpAddress": address.public_ip}]
    elif "PrivateIPv4Address" in mapping:
        zone.load_balancer_addresses = [{"PrivateIPv4Address": mapping["PrivateIPv4Address"]}]
    return zone


def delete_load_balancer(balancer, account, region):
    for zone in balancer.zones:
        for address in zone.load_balancer_addresses:
            if "AllocationId" in address:
                ec2_backends[account][region].address_by_allocation([address["AllocationId"]])[0].association_id = None
    elbv2.elbv2_backends[account][region].delete_load_balancer(balancer.arn)


def update_load_balancer(balancer, _name, properties, _account, _region):
    if properties.get("Scheme", "internet-facing") != balancer.scheme:
        # moto adds new listeners before it changes the load balancer, so they would hang on the one that goes.
        raise NotImplementedError("replacing a load balancer is not emulated: give the test stacks of their own")
    balancer.security_groups = properties.get("SecurityGroups")
    balancer.attrs.update(attributes(properties.get("LoadBalancerAttributes")))
    return balancer


def load_balancer_attribute(balancer, name):
    return {
        "CanonicalHostedZoneID": balancer.canonical_hosted_zone_id,
        "DNSName": balancer.dns_name,
        "LoadBalancerArn": balancer.arn,
        "LoadBalancerFullName": balancer.arn.split("loadbalancer/")[-1],
        "LoadBalancerName": balancer.name,
        "SecurityGroups": balancer.security_groups,
    }[name]


handle_create(elbv2.FakeLoadBalancer, create_load_balancer)
handle_update(elbv2.FakeLoadBalancer, update_load_balancer)
elbv2.FakeLoadBalancer.delete = delete_load_balancer
elbv2.FakeLoadBalancer.availability_zones = property(lambda balancer: balancer.zones)
elbv2.FakeLoadBalancer.get_cfn_attribute = load_balancer_attribute
elbv2.make_arn_for_load_balancer = lambda account_id, name, region_name, lb_id: (
    f"arn:{get_partition(region_name)}:elasticloadbalancing:{region_name}:{account_id}:loadbalancer/net/{name}/{lb_id}"
)

create_target_group_of_moto = elbv2.FakeTargetGroup.create_from_cloudformation_json.__func__


def create_target_group(cls, resource_name, cloudformation_json, account_id, region_name, **_):
    group = create_target_group_of_moto(cls, resource_name, cloudformation_json, account_id, region_name)
    group.attributes.update(attributes(cloudformation_json["Properties"].get("TargetGroupAttributes")))
    return group


def update_target_group(group, name, properties, account, region):
    if (properties.get("Protocol"), properties.get("Port")) != (group.protocol, group.port):
        return create_target_group(
            elbv2.FakeTargetGroup, name, {"Properties": properties}, account, region
        )
    elbv2.elbv2_backends[account][region].modify_target_group(
        group.arn,
        health_check_proto=properties.get("HealthCheckProtocol"),
        health_check_port=properties.get("HealthCheckPort"),
        health_check_path=properties.get("HealthCheckPath"),
        health_check_interval=properties.get("HealthCheckIntervalSeconds"),
        health_check_timeout=properties.get("HealthCheckTimeoutSeconds"),
        healthy_threshold_count=properties.get("HealthyThresholdCount"),
        unhealthy_threshold_count=properties.get("UnhealthyThresholdCount"),
    )
    group.attributes.update(attributes(properties.get("TargetGroupAttributes")))
    return group


def delete_target_group(group, account, region):
    elbv2.elbv2_backends[account][region].target_groups.pop(group.arn, None)


def target_group_attribute(group, name):
    return {
        "LoadBalancerArns": group.load_balancer_arns,
        "TargetGroupArn": group.arn,
        "TargetGroupFullName": group.arn.split(":")[-1],
        "TargetGroupName": group.name,
    }[name]


elbv2.FakeTargetGroup.create_from_cloudformation_json = classmethod(create_target_group)
handle_update(elbv2.FakeTargetGroup, update_target_group)
elbv2.FakeTargetGroup.delete = delete_target_group
elbv2.FakeTargetGroup.has_cfn_attr = classmethod(lambda cls, attr: True)
elbv2.FakeTargetGroup.get_cfn_attribute = target_group_attribute


def delete_listener(listener, account, region):
    balancer = elbv2.elbv2_backends[account][region].load_balancers.get(listener.load_balancer_arn)
    if balancer:
        balancer.listeners.pop(listener.arn, None)


elbv2.FakeListener.delete = delete_listener


# --- ECS: Fargate task definitions and services ------------------------------------------------------------------------
# moto keeps the containers, the volumes and the memory of a task definition, and the number of tasks of a service.


def update_cluster(cluster, _name, properties, account, region):
    if properties.get("ClusterName", cluster.name) != cluster.name:
        return ecs.ecs_backends[account][region].create_cluster(cluster_name=properties["ClusterName"])
    return cluster


handle_update(ecs.Cluster, update_cluster)


def create_task_definition(name, properties, account, region):
    return ecs.ecs_backends[account][region].register_task_definition(
        family=properties.get("Family", name),
        container_definitions=camel(properties.get("ContainerDefinitions", [])),
        volumes=camel(properties.get("Volumes", [])),
        network_mode=properties.get("NetworkMode"),
        cpu=properties.get("Cpu"),
        memory=properties.get("Memory"),
        task_role_arn=properties.get("TaskRoleArn"),
        execution_role_arn=properties.get("ExecutionRoleArn"),
        requires_compatibilities=properties.get("RequiresCompatibilities"),
        runtime_platform=camel(properties.get("RuntimePlatform")),
        tags=camel(properties.get("Tags")),
    )


def update_task_definition(previous, _name, properties, account, region):
    return create_task_definition(previous.family, properties, account, region)


handle_create(ecs.TaskDefinition, create_task_definition)
handle_update(ecs.TaskDefinition, update_task_definition)


def create_service(name, properties, account, region):
    service = ecs.ecs_backends[account][region].create_service(
        properties["Cluster"],
        name,
        int(properties.get("DesiredCount", 1)),
        task_definition_str=properties["TaskDefinition"],
        load_balancers=camel(properties.get("LoadBalancers")) or [],
        launch_type=properties.get("LaunchType"),
        network_configuration=camel(properties.get("NetworkConfiguration")),
        platform_version=properties.get("PlatformVersion"),
    )
    return settle_service(service, properties)


def update_service(service, _name, properties, account, region):
    ecs.ecs_backends[account][region].update_service(
        {
            "cluster": properties["Cluster"],
            "service": service.name,
            "task_definition": properties["TaskDefinition"],
            "desired_count": int(properties.get("DesiredCount", service.desired_count)),
        }
    )
    service.task_definition = properties["TaskDefinition"]
    service.load_balancers = camel(properties.get("LoadBalancers")) or []
    service.network_configuration = camel(properties.get("NetworkConfiguration"))
    return settle_service(service, properties)


def settle_service(service, properties):
    """Keep what DescribeServices shows, and let every rollout succeed at once: no task runs here."""
    service.capacity_provider_strategy = camel(properties.get("CapacityProviderStrategy")) or []
    service.deployment_configuration = camel(properties.get("DeploymentConfiguration"))
    service.health_check_grace_period_seconds = properties.get("HealthCheckGracePeriodSeconds")
    service.enable_execute_command = properties.get("EnableExecuteCommand", False)
    service.availability_zone_rebalancing = properties.get("AvailabilityZoneRebalancing")
    service.running_count, service.pending_count = service.desired_count, 0
    for deployment in service.deployments:
        deployment.update(
            desiredCount=service.desired_count,
            runningCount=service.desired_count,
            pendingCount=0,
            rolloutState="COMPLETED",
            rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
        )
    return service


def delete_service(service, account, region):
    ecs.ecs_backends[account][region].delete_service(service.cluster_name, service.name, force=True)


handle_create(ecs.Service, create_service)
handle_update(ecs.Service, update_service)
ecs.Service.delete = delete_service
ecs.Service.has_cfn_attr = classmethod(lambda cls, attr: attr in ("Name", "ServiceArn"))
ecs.Service.get_cfn_attribute = lambda service, name: {"Name": service.name, "ServiceArn": service.arn}[name]


# --- Security groups: egress rules, prefix lists -------------------------------------------------------------------------
# moto leaves every group open to the outside and knows CIDR blocks and source groups only.

ALLOW_ALL = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}


def rule_arguments(rule, group_property, prefix_list_property):
    ranges = [
        {key: value, "Description": rule.get("Description", "")}
        for key, value in (("CidrIp", rule.get("CidrIp")), ("CidrIpv6", rule.get("CidrIpv6")))
        if value
    ]
    group = rule.get(group_property)
    prefix_list = rule.get(prefix_list_property)
    return {
        "ip_protocol": str(rule["IpProtocol"]),
        "from_port": rule.get("FromPort"),
        "to_port": rule.get("ToPort"),
        "ip_ranges": ranges,
        "source_groups": [{"GroupId": group}] if group else [],
        "prefix_list_ids": [{"PrefixListId": prefix_list}] if prefix_list else [],
    }


def authorize_ingress(backend, group_id, rule):
    backend.authorize_security_group_ingress(
        group_name_or_id=group_id, **rule_arguments(rule, "SourceSecurityGroupId", "SourcePrefixListId")
    )


def authorize_egress(backend, group_id, rule):
    """A group's first own egress rule takes the place of the default that allows everything."""
    group = backend.get_security_group_by_name_or_id(group_id)
    if not getattr(group, "has_own_egress", False):
        group.egress_rules.clear()
        group.has_own_egress = True
    backend.authorize_security_group_egress(
        group_name_or_id=group_id, **rule_arguments(rule, "DestinationSecurityGroupId", "DestinationPrefixListId")
    )


def create_security_group(name, properties, account, region):
    backend = ec2_backends[account][region]
    group = backend.create_security_group(
        name=name,
        description=properties.get("GroupDescription"),
        vpc_id=properties.get("VpcId"),
        tags=attributes(properties.get("Tags")),
    )
    for rule in properties.get("SecurityGroupIngress", []):
        authorize_ingress(backend, group.id, rule)
    for rule in properties.get("SecurityGroupEgress", []):
        if {key: str(value) for key, value in rule.items() if key != "Description"} != ALLOW_ALL:
            authorize_egress(backend, group.id, rule)
    group.inline_rules = inline_rules(properties)
    return group


def inline_rules(properties):
    return [properties.get(key, []) for key in ("SecurityGroupIngress", "SecurityGroupEgress")]


def update_security_group(group, name, properties, account, region):
    """Inline rules change in place; anything else that may change here (tags) leaves the group as it is."""
    backend = ec2_backends[account][region]
    if group.inline_rules != inline_rules(properties):
        old_ingress, old_egress = group.inline_rules
        new_ingress, new_egress = inline_rules(properties)
        for rule in old_ingress:
            if rule not in new_ingress:
                backend.revoke_security_group_ingress(
                    group_name_or_id=group.id, **rule_arguments(rule, "SourceSecurityGroupId", "SourcePrefixListId")
                )
        for rule in new_ingress:
            if rule not in old_ingress:
                authorize_ingress(backend, group.id, rule)
        for rule in new_egress:
            if rule not in old_egress:
                authorize_egress(backend, group.id, rule)
        group.inline_rules = [new_ingress, new_egress]
    return group


handle_create(SecurityGroup, create_security_group)
handle_update(SecurityGroup, update_security_group)


def create_ingress(_name, properties, account, region):
    backend = ec2_backends[account][region]
    authorize_ingress(backend, properties["GroupId"], properties)
    return SecurityGroupIngress(backend.get_security_group_by_name_or_id(properties["GroupId"]), properties)


handle_create(SecurityGroupIngress, create_ingress)


class SecurityGroupEgress(CloudFormationModel):
    """AWS::EC2::SecurityGroupEgress, unknown to moto."""

    __module__ = SecurityGroup.__module__  # moto files every model under the service that its module names

    def __init__(self, properties):
        self.properties = properties
        self.physical_resource_id = f"sgr-{id(self):x}"

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::EC2::SecurityGroupEgress"

    def delete(self, account, region):
        ec2_backends[account][region].revoke_security_group_egress(
            group_name_or_id=self.properties["GroupId"],
            **rule_arguments(self.properties, "DestinationSecurityGroupId", "DestinationPrefixListId"),
        )


def create_egress(_name, properties, account, region):
    authorize_egress(ec2_backends[account][region], properties["GroupId"], properties)
    return SecurityGroupEgress(properties)


handle_create(SecurityGroupEgress, create_egress)


# --- IAM: the OIDC provider of a deploy role ------------------------------------------------------------------------------


class OidcProvider(CloudFormationModel):
    """AWS::IAM::OIDCProvider, unknown to moto's CloudFormation."""

    __module__ = iam_models.__name__

    def __init__(self, provider):
        self.provider = provider

    @property
    def physical_resource_id(self):
        return self.provider.arn

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::IAM::OIDCProvider"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr == "Arn"

    def get_cfn_attribute(self, _name):
        return self.provider.arn

    def delete(self, account, region):
        iam_models.iam_backends[account][get_partition(region)].delete_open_id_connect_provider(self.provider.arn)


def create_oidc_provider(_name, properties, account, region):
    return OidcProvider(
        iam_models.iam_backends[account][get_partition(region)].create_open_id_connect_provider(
            url=properties["Url"],
            thumbprint_list=properties.get("ThumbprintList", []),
            client_id_list=properties.get("ClientIdList", []),
            tags=properties.get("Tags", []),
        )
    )


handle_create(OidcProvider, create_oidc_provider)


# --- CloudWatch: alarms ---------------------------------------------------------------------------------------------------


class Alarm(CloudFormationModel):
    """AWS::CloudWatch::Alarm, unknown to moto's CloudFormation."""

    __module__ = cloudwatch.__name__

    def __init__(self, alarm):
        self.alarm = alarm

    @property
    def physical_resource_id(self):
        return self.alarm.name

    @staticmethod
    def cloudformation_name_type():
        return "AlarmName"

    @staticmethod
    def cloudformation_type():
        return "AWS::CloudWatch::Alarm"

    @classmethod
    def has_cfn_attr(cls, attr):
        return attr == "Arn"

    def get_cfn_attribute(self, _name):
        return self.alarm.alarm_arn

    def delete(self, account, region):
        cloudwatch.cloudwatch_backends[account][region].delete_alarms([self.alarm.name])


def put_alarm(name, properties, account, region):
    """Metric math is kept as one figure: nothing is measured here."""
    return Alarm(
        cloudwatch.cloudwatch_backends[account][region].put_metric_alarm(
            name=properties.get("AlarmName", name),
            namespace=properties.get("Namespace"),
            metric_name=properties.get("MetricName"),
            comparison_operator=properties["ComparisonOperator"],
            evaluation_periods=int(properties["EvaluationPeriods"]),
            datapoints_to_alarm=properties.get("DatapointsToAlarm"),
            period=int(properties.get("Period", 60)),
            threshold=float(properties["Threshold"]),
            statistic=properties.get("Statistic"),
            description=properties.get("AlarmDescription"),
            dimensions=properties.get("Dimensions", []),
            alarm_actions=properties.get("AlarmActions", []),
            ok_actions=properties.get("OKActions", []),
            treat_missing_data=properties.get("TreatMissingData"),
        )
    )


handle_create(Alarm, put_alarm)
handle_update(Alarm, lambda _alarm, name, properties, account, region: put_alarm(name, properties, account, region))
parsing.get_model_list.cache_clear()
parsing.get_model_map.cache_clear()


# --- CloudFormation: change sets -------------------------------------------------------------------------------------------
# moto looks change sets up by name alone, and forgets outputs, exports and imports of a stack that one creates.


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


CloudFormationResponse.delete_change_set = delete_change_set
CloudFormationResponse.describe_change_set = describe_change_set
CloudFormationResponse.execute_change_set = execute_change_set


def control(backend, verb, stack_name, once=False):
    """What a test ordered for a stack, or None."""
    parameters = ssm_backends[backend.account_id][backend.region_name]
    name = f"/emulated-aws/{verb}/{stack_name}"
    parameter = parameters.get_parameter(name)
    if parameter and once:
        parameters.delete_parameter(name)
    return json.loads(parameter.value) if parameter else None


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


# --- CloudFormation: termination protection -----------------------------------------------------------------------------------

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


# --- CloudFormation: outputs of other stacks ---------------------------------------------------------------------------------
# moto does not know Fn::GetStackOutput, the reference of one stack to another that the CDK writes instead of exports.

resolve_of_moto = parsing.clean_json


def resolve(value, resources):
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


# --- CloudFormation: parameters and deletion -------------------------------------------------------------------------------

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


# --- CloudFormation: drift ---------------------------------------------------------------------------------------------------
# moto has no drift detection; a stack is in sync unless a test says otherwise.


def stack_drifts(response, stack_name):
    backend = response.cloudformation_backend
    stack = backend.get_stack(stack_name)
    found = control(backend, "drift", stack.name) or []
    return stack, [{"StackId": stack.stack_id, "Timestamp": now(), **drift} for drift in found]


def now():
    return datetime.now(timezone.utc)


def detect_stack_drift(response):
    stack, _ = stack_drifts(response, response._get_param("StackName"))
    return ActionResult({"StackDriftDetectionId": stack.name})  # long-lived and unique enough for a loop of polls


def describe_stack_drift_detection_status(response):
    stack, drifts = stack_drifts(response, response._get_param("StackDriftDetectionId"))
    return ActionResult(
        {
            "StackId": stack.stack_id,
            "StackDriftDetectionId": stack.name,
            "StackDriftStatus": "DRIFTED" if drifts else "IN_SYNC",
            "DetectionStatus": "DETECTION_COMPLETE",
            "DriftedStackResourceCount": len(drifts),
            "Timestamp": now(),
        }
    )


def describe_stack_resource_drifts(response):
    return ActionResult({"StackResourceDrifts": stack_drifts(response, response._get_param("StackName"))[1]})


CloudFormationResponse.detect_stack_drift = detect_stack_drift
CloudFormationResponse.describe_stack_drift_detection_status = describe_stack_drift_detection_status
CloudFormationResponse.describe_stack_resource_drifts = describe_stack_resource_drifts


# --- The server ------------------------------------------------------------------------------------------------------------------


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
