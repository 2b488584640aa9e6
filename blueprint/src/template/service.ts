import type { Service, TemplateVersion } from './model';

export const template: TemplateVersion = {
  "name": "projen-udp-service",
  "version": "0.0.0"
};

export const service: Service = {
  "name": "udp-service",
  "stages": [
    {
      "name": "dev",
      "production": false,
      "bootstrapQualifier": "hnb659fds",
      "environment": "dev",
      "approval": false,
      "ports": [
        {
          "name": "1234",
          "port": 1234,
          "protocol": "UDP",
          "containerPort": 1234,
          "healthCheck": {
            "protocol": "HTTP",
            "port": 8080,
            "path": "/health/1234",
            "intervalSeconds": 10,
            "timeoutSeconds": 5,
            "healthyThresholdCount": 2,
            "unhealthyThresholdCount": 2
          }
        }
      ],
      "healthGate": {
        "containerName": "health-gate",
        "delivery": "asset",
        "baseImage": "public.ecr.aws/docker/library/python:3.13-alpine3.24@sha256:79e7a9b9ff1cbceff819f856fb374477792a5967759d94df266de7b7b4120e6f",
        "cpu": 32,
        "memoryLimitMiB": 64,
        "stopTimeoutSeconds": 35,
        "config": {
          "service": "udp-service",
          "stage": "dev",
          "mode": "http",
          "intervalSeconds": 5,
          "timeoutSeconds": 1,
          "rise": 2,
          "fall": 3,
          "fallHard": 2,
          "degradedSeconds": 60,
          "drainSeconds": 25,
          "checks": [
            {
              "name": "1234",
              "port": 1234,
              "containerPort": 1234,
              "transports": [
                "udp"
              ],
              "gatePort": 8080,
              "probe": {
                "kind": "socket"
              }
            }
          ]
        }
      },
      "image": {
        "source": "asset",
        "directory": "app"
      },
      "application": {
        "containerName": "app",
        "environment": {
          "SERVICE_PORTS": "1234/udp"
        },
        "secrets": {},
        "dropCapabilities": [
          "ALL"
        ],
        "taskRoleStatements": [],
        "readonlyRootFilesystem": true,
        "writablePaths": [],
        "stopTimeoutSeconds": 60
      },
      "loadBalancer": {
        "scheme": "internal",
        "crossZone": false,
        "deletionProtection": false,
        "deregistrationDelaySeconds": 120,
        "connectionTermination": true
      },
      "network": {
        "source": "created",
        "preset": "public",
        "cidr": "10.0.0.0/16",
        "zones": [
          {
            "name": "1",
            "slot": 0
          },
          {
            "name": "2",
            "slot": 1
          }
        ],
        "natGateways": "one"
      },
      "addresses": {
        "source": "none"
      },
      "clients": {
        "cidrs": [
          "10.0.0.0/16"
        ],
        "prefixLists": [],
        "securityGroups": []
      },
      "task": {
        "cpu": 256,
        "memoryLimitMiB": 512,
        "architecture": "ARM64",
        "desiredCount": 2,
        "exec": false
      },
      "rollout": {
        "minHealthyPercent": 100,
        "maxHealthyPercent": 200,
        "circuitBreaker": true,
        "healthCheckGracePeriodSeconds": 120
      },
      "logs": {
        "retentionDays": 30,
        "mode": "non-blocking",
        "maxBufferSizeMiB": 25
      },
      "tags": {},
      "egress": {
        "kind": "all"
      },
      "existing": {},
      "roles": {},
      "capacity": {
        "autoscaling": {
          "minTasks": 2,
          "maxTasks": 4,
          "cpuTargetPercent": 60,
          "packetsPerSecondPerTask": 5120,
          "scaleOutCooldownSeconds": 120,
          "scaleInCooldownSeconds": 300
        }
      },
      "operations": {
        "topic": {
          "emails": []
        },
        "alarms": {
          "without": [],
          "rollback": false,
          "cpuPercent": 90,
          "memoryPercent": 90,
          "droppedDatagramsPerMinute": 0,
          "consumedLcus": 10
        },
        "dashboard": true,
        "savedQueries": true,
        "deploymentEvents": "problems",
        "containerInsights": "disabled"
      },
      "behaviours": []
    }
  ]
};
