import type { github } from 'projen';
import { ASSEMBLY } from '../cdk-tasks';
import { ACTIONS, uses } from './actions';

type JobStep = github.workflows.JobStep;

/** Node.js of the workflows; repositories run on Node 20 or newer at home. */
const NODE_VERSION = '24';

/** The assembly travels as one tar: an uploaded folder would lose file modes and dotfiles. */
const ASSEMBLY_TAR = `${ASSEMBLY}.tgz`;
const ASSEMBLY_ARTIFACT = 'assembly';

/** Checks the repository out without leaving a token behind. */
export function checkout(): JobStep {
  return { id: 'checkout', name: 'Check out', uses: uses(ACTIONS.checkout), with: { 'persist-credentials': false } };
}

/** Node.js without a cache, which another job could have filled, and the locked dependencies without their scripts. */
export function install(installCommand: string): JobStep[] {
  return [
    {
      id: 'setup_node',
      name: 'Set up Node.js',
      uses: uses(ACTIONS.setupNode),
      with: { 'node-version': NODE_VERSION, 'package-manager-cache': false },
    },
    { id: 'install', name: 'Install the locked dependencies', run: installCommand },
  ];
}

/** Keeps the assembly as one artifact. */
export function uploadAssembly(): JobStep[] {
  return [
    { id: 'pack_assembly', name: 'Pack the assembly', run: `tar --create --gzip --file ${ASSEMBLY_TAR} ${ASSEMBLY}` },
    {
      id: 'upload_assembly',
      name: 'Upload the assembly',
      uses: uses(ACTIONS.uploadArtifact),
      with: { name: ASSEMBLY_ARTIFACT, path: ASSEMBLY_TAR, 'if-no-files-found': 'error', 'retention-days': 30 },
    },
  ];
}

/** Brings the assembly that an earlier job of the run has kept. */
export function downloadAssembly(): JobStep[] {
  return [
    {
      id: 'download_assembly',
      name: 'Download the assembly',
      uses: uses(ACTIONS.downloadArtifact),
      with: { name: ASSEMBLY_ARTIFACT },
    },
    { id: 'unpack_assembly', name: 'Unpack the assembly', run: `tar --extract --gzip --file ${ASSEMBLY_TAR}` },
  ];
}

/** Short-lived credentials of a role by OpenID Connect; the only credentials a workflow ever has. */
export function assumeRole(role: { readonly arn: string; readonly account: string; readonly region: string }): JobStep {
  return {
    id: 'credentials',
    name: 'Assume the deploy role',
    uses: uses(ACTIONS.configureAwsCredentials),
    with: {
      'role-to-assume': role.arn,
      'role-session-name': 'gha-${{ github.run_id }}-${{ github.run_attempt }}',
      'aws-region': role.region,
      'allowed-account-ids': role.account,
    },
  };
}
