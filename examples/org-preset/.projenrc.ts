import { cdk, javascript } from 'projen';

// The preset of an organisation: a jsii package of its own, from which teams start by
//   npx projen new --from acme-udp
// It says by its peers which versions of the template it goes with; `npx projen upgrade` in a team's repository follows it.
const project = new cdk.JsiiProject({
  name: 'acme-udp',
  description: 'The UDP services of Acme',
  author: 'Acme',
  authorAddress: 'platform@example.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/acme/acme-udp.git',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  peerDeps: ['projen@>=0.103.23 <1.0.0', 'constructs@^10.5.1', 'projen-udp-service'],
  devDeps: ['projen', 'constructs@10.5.1'],
  license: 'Apache-2.0',
  sampleCode: false,
  biome: true,
  eslint: false,
});

project.synth();
