import type { OptionCases, TemplateCases } from '../support/cases';
import { application, endpoints, enough, parameter } from '../support/changes';
import { all, containers, type Draft, properties, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

const EXEC_STATEMENT = { Effect: 'Allow', Action: ['ssmmessages:*'], Resource: '*' };

const exec = all(set('Service', { EnableExecuteCommand: true }), application({ ReadonlyRootFilesystem: false }));

const mayExec = set('TaskRole', {
  Policies: [{ PolicyName: 'exec', PolicyDocument: { Statement: [EXEC_STATEMENT] } }],
});

/** A policy of its own with one statement, attached to the role of the task. */
const attached =
  (statement: Draft) =>
  (t: Draft): void => {
    t.Resources.Permissions = {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'TaskRole' }], PolicyDocument: { Statement: statement } },
    };
  };

export const options: OptionCases = {
  valid: {
    'a writable root': { ...stage.task({ exec: true }), ...stage.application({ readonlyRootFilesystem: false }) },
  },
  invalid: { both: [stage.task({ exec: true }), 'error task.exec'] },
};

export const template: TemplateCases = {
  valid: {
    off: unchanged,
    'a writable root': all(exec, mayExec),
    'a read-only sidecar': all(exec, mayExec, (t) => {
      containers(t)[1].ReadonlyRootFilesystem = true;
    }),
    'a policy of its own': all(exec, attached([{ Effect: 'Allow', Action: 'ssmmessages:Create*', Resource: '*' }])),
    'a managed policy that cannot be seen': all(
      exec,
      set('TaskRole', { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/tasks'] }),
    ),
    'an open statement': all(exec, parameter('Action'), attached({ Effect: 'Allow', Action: { Ref: 'Action' } })),
    'a role that another stack may add to': all(exec, (t) => {
      t.Outputs = { Role: { Value: { Ref: 'TaskRole' }, Export: { Name: 'role' } } };
    }),
  },
  invalid: {
    'a read-only root': [all(mayExec, set('Service', { EnableExecuteCommand: 'true' })), 'error Service'],
    'no task role': [all(exec, set('Task', { TaskRoleArn: undefined })), 'error Service'],
    'a role that may not': [exec, 'error Service'],
    'a role that may do something else': [
      all(exec, attached({ Effect: 'Allow', Action: ['s3:*', 'ssm:*'], Resource: '*' })),
      'error Service',
    ],
    'a role that may pull and log': [
      all(
        exec,
        set('TaskRole', {
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
        }),
      ),
      'error Service',
    ],
    'the policy of another role': [
      all(exec, attached(EXEC_STATEMENT), (t) => {
        t.Resources.Other = structuredClone(t.Resources.TaskRole);
        properties(t, 'Permissions').Roles = [{ Ref: 'Other' }];
      }),
      'error Service',
    ],
    'no endpoint': [all(enough, exec, mayExec), 'error Service'],
    'an endpoint that admits no task': [
      all(enough, endpoints('ssmmessages'), exec, mayExec, set('EndpointGroup', { SecurityGroupIngress: [] })),
      'error Endpointssmmessages',
    ],
  },
};
