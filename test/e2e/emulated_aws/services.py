"""ECS: Fargate task definitions and services.

moto keeps the containers, the volumes and the memory of a task definition, and the number of tasks of a service.
"""

from moto.ecs import models as ecs

from binding import camel, handle_create, handle_update


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
