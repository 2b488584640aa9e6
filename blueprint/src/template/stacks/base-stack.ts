import { type App, DefaultStackSynthesizer, type IReusableStackSynthesizer, Stack } from 'aws-cdk-lib/core';
import type { Roles, Stage } from '../model';
import { applyRoleSettings } from '../role-settings';
import { availabilityZone, zoneNames } from '../zones';

/** What every stack of a stage is made of. */
export interface BaseStackProps {
  readonly serviceName: string;
  readonly stage: Stage;
}

/** What tells one stack of a stage from the others. */
interface StackPart {
  /** Last part of the stack's name. */
  readonly part: 'addresses' | 'deploy-role' | 'network' | 'service';
  readonly description: string;
  readonly terminationProtection: boolean;
  /** How it is deployed. @default - by the roles of the CDK bootstrap stack */
  readonly synthesizer?: IReusableStackSynthesizer;
  /** What its roles have. @default - what those of the stage have */
  readonly roles?: Roles;
}

/** A stack of a stage: its name, account and region, bootstrap qualifier and tags. */
export class BaseStack extends Stack {
  private readonly zoneNames: readonly string[];

  constructor(app: App, props: BaseStackProps, part: StackPart) {
    const { serviceName, stage } = props;
    super(app, `${stage.name}-${part.part}`, {
      stackName: `${serviceName}-${stage.name}-${part.part}`,
      description: part.description,
      terminationProtection: part.terminationProtection,
      // Tags of the stack: CloudFormation hands them to everything it can tag, which is more than templates can say.
      tags: { ...stage.tags },
      env: { account: stage.account, region: stage.region },
      synthesizer: part.synthesizer ?? new DefaultStackSynthesizer({ qualifier: stage.bootstrapQualifier }),
    });
    this.zoneNames = zoneNames(stage);
    applyRoleSettings(this, part.roles ?? stage.roles);
  }

  /** The stage's own zones: the original asks AWS for them, and then no repository synthesizes without credentials. */
  get availabilityZones(): string[] {
    return this.zoneNames.map((name) => availabilityZone(this, name));
  }
}
