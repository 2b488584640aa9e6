import { isHarmlessKey, isHarmlessPassword, isHarmlessSecret } from './harmless';
import { meaningOf } from './names';

/** Whether a value is a credential by the name that it has. */
export function isNamedCredential(name: string, value: string): boolean {
  switch (meaningOf(name)) {
    case 'password':
      return !isHarmlessPassword(value);
    case 'secret':
      return !isHarmlessSecret(value);
    case 'key':
      return !isHarmlessKey(value);
    default:
      return false;
  }
}
