/** How other languages than English call a password, a secret and a key: without accents, in lower case. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words for a password: Catalan to Vietnamese. */
const PASSWORDS = words(`contrasenya kennwort passwort losungswort adgangskode kodeord losenord passord salasana
  tunnussana parool parole slaptazodis heslo haslo geslo lozinka zaporka sifra lozinku jelszo parola fjalekalimi
  wachtwoord paswoord motdepasse contrasena contrasenia contrasinal clave senha palavrapasse palavrachave
  pasahitza cyfrinair pasfhocal lykilord parolja sifre katasandi katalaluan matakunci matkhau mdp passe mima anshou
  пароль парола лозинка гасло κωδικος סיסמה 密码 密碼 口令 パスワード 暗証番号 비밀번호 암호 รหัสผ่าน`);

/** Words for a secret or a shared key. */
const SECRETS = words(`geheimnis geheim segreto secreto segredo hemlighet hemmelighed salaisuus tajemstvi sekret
  geheimschluessel geheimschlussel schluessel schlussel clavesecreto chavesecreta chaveapi claveapi cleapi clesecrete
  cleprivee jeton wachtsleutel sleutel`);

/** Words of a language that stand apart in a name and are one: `MOT_DE_PASSE`. */
const JOINED: readonly (readonly string[])[] = [
  ['mot', 'de', 'passe'],
  ['palavra', 'passe'],
  ['palavra', 'chave'],
  ['kata', 'sandi'],
  ['kata', 'laluan'],
  ['mat', 'khau'],
  ['clave', 'secreta'],
  ['chave', 'secreta'],
  ['cle', 'secrete'],
  ['cle', 'api'],
  ['cle', 'privee'],
  ['clave', 'api'],
  ['chave', 'api'],
];

/** A text in lower case without accents: `Contraseña`, `hasło`. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L').replaceAll('ß', 'ss');
}

const MEANINGS: ReadonlyMap<string, 'password' | 'secret'> = new Map([
  ...PASSWORDS.map((word) => [withoutAccents(word), 'password'] as const),
  ...SECRETS.map((word) => [withoutAccents(word), 'secret'] as const),
]);
/** Texts of which one stands in each name that speaks another language. */
export const FOREIGN_WORDS: readonly string[] = [...MEANINGS.keys(), ...JOINED.map(([first = '']) => first)];

const LONG = [...MEANINGS.keys()].filter((word) => word.length >= 6);
/** A short word is known behind these alone: `DBSENHA`, and no `impasse`. */
const BEFORE_SHORT = /^(?:db|root|admin|user|sql|ftp|smtp|mail|ldap|sip|redis|mqtt|vpn|wifi|wlan)(?=.{4,5}$)/;

/** The words of a name with those of other languages put into English. */
export function inEnglish(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const joined = JOINED.find((parts) => parts.every((part, offset) => words[index + offset] === part));
    if (joined) {
      result.push(MEANINGS.get(joined.join('')) ?? 'secret');
      index += joined.length - 1;
      continue;
    }
    const word = words[index] ?? '';
    const bare = word.replace(/\d{1,3}$/, '');
    // `DBPASSWORT`: its end is enough
    const end = LONG.find((long) => bare.endsWith(long)) ?? bare.replace(BEFORE_SHORT, '');
    const meaning = MEANINGS.get(bare) ?? MEANINGS.get(end);
    if (meaning === undefined) result.push(word);
    else result.push(meaning);
  }
  return result;
}
