"""AWS SDK calls for the end-to-end tests, many in one process.

Reads a JSON list of {"service", "operation", "region", "arguments"} from standard input and prints the list of answers;
a refused call answers {"Error": {"Code", "Message"}}. Endpoint and credentials come from the environment.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError


def call(service, operation, region, arguments):
    try:
        answer = getattr(boto3.client(service, region_name=region), operation)(**arguments)
    except ClientError as error:
        return {"Error": error.response["Error"]}
    answer.pop("ResponseMetadata", None)
    return answer


json.dump([call(**request) for request in json.load(sys.stdin)], sys.stdout, default=str)
