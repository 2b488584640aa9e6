/**
 * Puts templates through the CDK, each in an app of its own: its validation, and cdk-nag's AwsSolutions. What they say
 * is in `validation-report.json` of each output folder; what the CDK throws is printed as JSON by template.
 *
 * Usage: tsx cdk.ts <folder> <template>...
 */
import { basename, join } from 'node:path';
import { App, DefaultStackSynthesizer, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const [folder, ...templates] = process.argv.slice(2);
if (folder === undefined || templates.length === 0) throw new Error('usage: cdk.ts <folder> <template>...');
const thrown: Record<string, string> = {};
for (const templateFile of templates) {
  const name = basename(templateFile, '.json');
  const app = new App({
    outdir: join(folder, `${name}.out`),
    analyticsReporting: false,
    postCliContext: { '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    // The template of an app has the bootstrap rule already.
    const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
    new CfnInclude(new Stack(app, name, { synthesizer }), 'Template', { templateFile });
    app.synth();
  } catch (error) {
    thrown[templateFile] = (error as Error).name;
  }
}
process.stdout.write(`\n${JSON.stringify(thrown)}\n`);
