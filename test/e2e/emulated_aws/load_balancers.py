"""Elastic Load Balancing: Network Load Balancers.

moto drops `Type`, so that every load balancer of a template is an Application Load Balancer and refuses UDP.
"""

from moto.ec2.models import ec2_backends
from moto.elbv2 import models as elbv2
from moto.utilities.utils import get_partition

from binding import attributes, handle_create, handle_update


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
    balancer.interfaces = [interface_of(balancer, *pair) for pair in zip(balancer.zones, balancer.subnets)]
    return balancer


def interface_of(balancer, zone, subnet):
    """The network interface in a zone: by its description the addresses of a load balancer are found."""
    addresses = {key: value for address in zone.load_balancer_addresses for key, value in address.items()}
    interface = subnet.ec2_backend.create_network_interface(
        subnet,
        addresses.get("PrivateIPv4Address"),
        group_ids=balancer.security_groups,
        description=f"ELB {balancer.arn.split('loadbalancer/')[-1]}",
    )
    interface.public_ip = addresses.get("IpAddress")
    return interface


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
    for interface in balancer.interfaces:
        ec2_backends[account][region].delete_network_interface(interface.id)
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
