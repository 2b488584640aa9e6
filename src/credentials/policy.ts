import {
  isHarmlessIssuedKey,
  isHarmlessKey,
  isHarmlessNamedSecret,
  isHarmlessPassword,
  isHarmlessPin,
  isHarmlessSecret,
  looksChosen,
} from './harmless';
import { meaningOf, namesUser, wordsOf } from './names';

/** Whether a value is a credential by the name that it has. */
export function isNamedCredential(name: string, value: string): boolean {
  switch (meaningOf(name)) {
    case 'password':
      return !isHarmlessPassword(value) && !isCount(name, value);
    case 'pin':
      return !isHarmlessPin(value);
    case 'secret':
      return !isHarmlessSecret(value);
    case 'named':
      return !isHarmlessNamedSecret(value);
    case 'issued':
      return !isHarmlessIssuedKey(value);
    case 'key':
      return !isHarmlessKey(value);
    default:
      return namesUser(name) && holdsPassword(value);
  }
}

/** `PASS` is a turn more often than a password. */
function isCount(name: string, value: string): boolean {
  return /^\s*\d{1,3}\s*$/.test(value) && wordsOf(name).at(-1) === 'pass';
}

/** `user:password`, also several of them; `user:group`, a host with its port and a role are none. */
function holdsPassword(value: string): boolean {
  return value
    .slice(0, 4096)
    .split(/[\s,;]+/)
    .some((pair) => looksChosen(/^[^\s:/@]{1,128}(?:@[\w.-]{1,128})?:([^\s:/]{1,256})$/.exec(pair)?.[1] ?? ''));
}
