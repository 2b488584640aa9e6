/**
 * Puts a template through the CDK: its own validation, and cdk-nag's AwsSolutions. What they say is in
 * `validation-report.json` of the output folder.
 *
 * Usage: tsx cdk.ts <outdir> <template>...
 */
import { basename } from 'node:path';
import { App, DefaultStackSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const [outdir, ...templates] = process.argv.slice(2);
if (outdir === undefined || templates.length === 0) throw new Error('usage: cdk.ts <outdir> <template>...');
const app = new App({ outdir, analyticsReporting: false, postCliContext: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
for (const templateFile of templates) {
  // The template of an app has the bootstrap rule already.
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const stack = new Stack(app, basename(templateFile).replace(/\W/g, '-'), { synthesizer });
  new CfnInclude(stack, 'Template', { templateFile });
}
app.synth();
