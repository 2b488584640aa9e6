"""Security groups: egress rules and prefix lists.

moto leaves every group open to the outside and knows CIDR blocks and source groups only.
"""

from moto.core.common_models import CloudFormationModel
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupIngress

from binding import attributes, handle_create, handle_update


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
