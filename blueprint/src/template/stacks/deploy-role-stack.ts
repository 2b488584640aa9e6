import * as iam from 'aws-cdk-lib/aws-iam';
import {
  type App,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  CliCredentialsStackSynthesizer,
  Duration,
  Fn,
  RemovalPolicy,
} from 'aws-cdk-lib/core';
import { bootstrapRoleArn } from '../bootstrap-role';
import type { Roles, Stage, Trust, TrustedRole } from '../model';
import { BaseStack, type BaseStackProps } from './base-stack';

/** What the deploy role stack is made of. */
export interface DeployRoleStackProps extends BaseStackProps {
  readonly trust: Trust;
}

/**
 * The boundary that is made beside the execution policies is for the roles that workflows deploy: it denies the very roles
 * of the bootstrap stack that these are for, and nothing that is under it can change these.
 */
function rolesOf(serviceName: string, { name, roles }: Stage): Roles {
  const { permissionsBoundary, ...rest } = roles;
  return permissionsBoundary === `udp-service-${serviceName}-${name}-role-boundary` ? rest : roles;
}

/** Whom the tokens are meant for. */
const AUDIENCE = 'sts.amazonaws.com';

/**
 * What GitHub Actions may do in the stage: assume roles of the CDK bootstrap stack, and that from one repository alone.
 *
 * It is a stack of its own that a person deploys: a workflow that could change it could give itself more.
 */
export class DeployRoleStack extends BaseStack {
  constructor(app: App, props: DeployRoleStackProps) {
    const { serviceName, stage, trust } = props;
    super(app, props, {
      part: 'deploy-role',
      description: `Roles of GitHub Actions for ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
      // Not by roles that workflows can assume: who may deploy is changed with a person's own credentials alone.
      synthesizer: new CliCredentialsStackSynthesizer({ qualifier: stage.bootstrapQualifier }),
      roles: rolesOf(serviceName, stage),
    });
    this.addProvider(trust.issuer);
    for (const role of trust.roles) {
      this.addRole(role, trust.issuer, stage);
    }
  }

  /** An account has one provider an issuer, for all services, so the first of them creates it and it outlives them. */
  private addProvider(issuer: string): void {
    const create = new CfnParameter(this, 'CreateProvider', {
      description: `Whether this stack creates the OpenID Connect provider ${issuer}: false where the account has it`,
      allowedValues: ['true', 'false'],
      default: 'true',
    });
    const provider = new iam.OidcProviderNative(this, 'Provider', {
      url: `https://${issuer}`,
      clientIds: [AUDIENCE],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (provider.node.defaultChild as iam.CfnOIDCProvider).cfnOptions.condition = new CfnCondition(
      this,
      'CreatesProvider',
      {
        expression: Fn.conditionEquals(create, 'true'),
      },
    );
  }

  private addRole(role: TrustedRole, issuer: string, stage: Stage) {
    const { purpose, name, subjects, claims, bootstrapRoles, maxSessionSeconds } = role;
    const { account, partition } = this;
    const assumed = bootstrapRoles.map((kind) => bootstrapRoleArn(this, stage, kind));
    const id = `${purpose[0].toUpperCase()}${purpose.slice(1)}Role`;
    const description = `What GitHub Actions assumes to ${PURPOSES[purpose]}`;
    const { roleArn } = new iam.Role(this, id, {
      roleName: name,
      description,
      maxSessionDuration: maxSessionSeconds === undefined ? undefined : Duration.seconds(maxSessionSeconds),
      assumedBy: new iam.WebIdentityPrincipal(
        `arn:${partition}:iam::${account}:oidc-provider/${issuer}`,
        conditions(issuer, subjects, claims),
      ),
      inlinePolicies: {
        AssumeBootstrapRoles: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: assumed })],
        }),
      },
    });
    new CfnOutput(this, `${id}Arn`, { description, value: roleArn });
  }
}

const PURPOSES: Readonly<Record<TrustedRole['purpose'], string>> = {
  deploy: 'deploy and roll back',
  drift: 'look for drift',
  diff: 'compare a pull request with what is deployed',
};

/** What a token must say of itself: every claim has one of its values, and only where `*` stands in one is it a pattern. */
function conditions(issuer: string, subjects: readonly string[], claims: TrustedRole['claims']): iam.Conditions {
  const all: readonly (readonly [string, readonly string[]])[] = [
    ['aud', [AUDIENCE]],
    ...Object.entries(claims),
    ['sub', subjects],
  ];
  const isPattern = ([, values]: (typeof all)[number]) => values.some((value) => value.includes('*'));
  const named = (some: typeof all) =>
    Object.fromEntries(some.map(([claim, values]) => [`${issuer}:${claim}`, values.length === 1 ? values[0] : values]));
  const patterns = all.filter(isPattern);
  return {
    StringEquals: named(all.filter((one) => !isPattern(one))),
    ...(patterns.length > 0 && { StringLike: named(patterns) }),
  };
}
