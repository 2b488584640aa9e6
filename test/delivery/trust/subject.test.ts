import { mismatch, openTo } from '../../../src/delivery/trust/subject';
import type { Trust } from '../../../src/model/model';
import { resolveService } from '../../../src/service/resolve';

const NAME = { repository: 'octo-org/dns' };
const NUMBERS = { ...NAME, ownerId: 123456, repositoryId: 789012 };

function trust(options: object, region = 'eu-west-1'): Trust {
  const stages = [{ name: 'dev', account: '111111111111', region }];
  const { trust: found } = resolveService({ name: 'dns', trust: options, stages }).service.stages[0];
  if (!found) throw new Error('the stage trusts nobody');
  return found;
}

const template = (prefix?: string) => ({ use_default: true, sub_claim_prefix: prefix });
const BY_NAME = 'repo:octo-org/dns';
const BY_NUMBER = 'repo:octo-org@123456/dns@789012';

test.each<[string, Trust, string | undefined]>([
  ['either form, where the numbers are known', trust(NUMBERS), BY_NAME],
  ['either form, where the numbers are known', trust(NUMBERS), BY_NUMBER],
  ['either form, where they are not', trust(NAME), BY_NAME],
  ['either form, where they are not', trust(NAME), BY_NUMBER],
  ['numbers, where AWS reads no further claim', trust(NUMBERS, 'us-gov-west-1'), BY_NUMBER],
  ['what the host does not tell', trust(NUMBERS), undefined],
])('tokens of %s are let in', (_title, roles, prefix) => {
  expect(mismatch(template(prefix), roles)).toBeUndefined();
});

test('a subject of its own is found, with the way back', () => {
  expect(mismatch({ use_default: false, include_claim_keys: ['repo', 'ref'] }, trust(NUMBERS))).toMatch(
    /\(repo, ref\).*gh api --method PUT repos\/octo-org\/dns\/actions\/oidc\/customization\/sub -F use_default=true$/,
  );
});

test('other numbers are found', () => {
  expect(mismatch(template('repo:octo-org@1/dns@2'), trust(NUMBERS))).toMatch(
    /roles trust repo:octo-org@123456\/dns@789012/,
  );
});

test('names without numbers are found where the numbers alone are trusted', () => {
  expect(mismatch(template(BY_NAME), trust(NUMBERS, 'cn-north-1'))).toMatch(/-F use_immutable_subject=true$/);
});

test('what is open where AWS reads no claim but the subject is said, and nothing elsewhere', () => {
  expect(openTo(trust(NUMBERS))).toBeUndefined();
  expect(openTo(trust(NAME))).toBeUndefined();
  expect(openTo(trust(NUMBERS, 'us-gov-west-1'))).toMatch(
    /every workflow of octo-org\/dns that runs in environment:dev or ref:refs\/heads\/main gets the role, not only those that deploy\. /,
  );
});
