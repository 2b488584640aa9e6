"""CloudFormation: drift.

moto has no drift detection; a stack is in sync unless a test says otherwise.
"""

from datetime import datetime, timezone

from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from control import control


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
