"""Puts the manifest on standard input into a repository of the emulated AWS: account, region, repository, tag."""

import sys

import boto3

account, region, repository, tag = sys.argv[1:]
role = f"arn:aws:iam::{account}:role/docker"
credentials = boto3.client("sts", region_name=region).assume_role(RoleArn=role, RoleSessionName="docker")["Credentials"]
boto3.client(
    "ecr",
    region_name=region,
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
).put_image(repositoryName=repository, imageTag=tag, imageManifest=sys.stdin.read())
