import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Aws, awsCli, awsErrorCode } from '../../clients/aws/cli';
import { assumeRole } from '../../clients/aws/roles';
import type { Stage } from '../../model/model';
import { assetsBucket, filePublishingRoleArn } from '../../service/partition';
import { shortText, UserError } from '../../util/user-error';

/** Small texts in the bucket of the CDK bootstrap stack, which only roles that deploy may write. */
export interface RecordStore {
  /** Where they lie, for messages. */
  readonly place: string;
  /** `undefined` where there is none. */
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
  /** Keys that begin so. */
  list(prefix: string): Promise<readonly string[]>;
}

/** How the AWS CLI is reached. */
export type Connect = (region: string | undefined, env: NodeJS.ProcessEnv) => Aws;

const SESSION = 'udp-service';

/**
 * Opens the store of a stage with the role of the bootstrap stack that publishes files: who deploys may assume it already.
 *
 * @throws UserError where the stage names no account or region, or the role cannot be assumed
 */
export async function openStore(stage: Stage, env: NodeJS.ProcessEnv, connect: Connect = awsCli): Promise<RecordStore> {
  const { name, account, region, bootstrapQualifier } = stage;
  if (account === undefined || region === undefined) {
    throw new UserError({
      subject: `stage ${name}`,
      cause: `has no ${account === undefined ? 'account' : 'region'}, so no workflow has deployed it and nothing is recorded`,
      remedy: 'Add it to the stage',
    });
  }
  const place = { account, region, bootstrapQualifier };
  const role = filePublishingRoleArn(place);
  let credentials: NodeJS.ProcessEnv;
  try {
    credentials = await assumeRole(connect(region, env), role, SESSION);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({
      subject: `stage ${name}`,
      cause: `the records of its deployments cannot be reached, because the role ${role} cannot be assumed (${shortText(error)})`,
      remedy: 'Use credentials of the deploy role of the stage: it may assume the roles of the bootstrap stack.',
    });
  }
  return bucketStore(connect(region, { ...env, ...credentials }), assetsBucket(place), account);
}

/** Answers of S3 for an object that is not there. */
const ABSENT = ['NoSuchKey', '404'];

function bucketStore(aws: Aws, bucket: string, account: string): RecordStore {
  // a bucket of this name in another account is not ours
  const at = ['--bucket', bucket, '--expected-bucket-owner', account];
  return {
    place: `s3://${bucket}`,
    get: (key) =>
      withFile(async (file) => {
        try {
          await aws('s3api', 'get-object', ...at, '--key', key, file);
          return readFileSync(file, 'utf8');
        } catch (error) {
          if (ABSENT.includes(awsErrorCode(error) ?? '')) return undefined;
          throw error;
        }
      }),
    put: (key, text) =>
      withFile(async (file) => {
        writeFileSync(file, text);
        await aws('s3api', 'put-object', ...at, '--key', key, '--body', file, '--content-type', 'application/json');
      }),
    list: async (prefix) => {
      // the AWS CLI follows the pages by itself
      const { Contents = [] } = await aws<{ Contents?: readonly { Key: string }[] }>(
        's3api',
        'list-objects-v2',
        ...at,
        '--prefix',
        prefix,
      );
      return Contents.map(({ Key }) => Key);
    },
  };
}

async function withFile<T>(work: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-record-'));
  try {
    return await work(join(folder, 'record.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
