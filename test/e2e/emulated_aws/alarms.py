"""CloudWatch: alarms."""

from moto.cloudwatch import models as cloudwatch
from moto.core.common_models import CloudFormationModel

from binding import handle_create, handle_update


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
