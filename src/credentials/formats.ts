import { isHarmlessSecret, looksChosen } from './harmless';
import { meaningOf } from './names';
import { isNamedCredential } from './policy';
import type { Located } from './url';

/** A word of a file of a program with the credential behind it; the last group is the credential. */
interface WordAndValue {
  readonly kind: string;
  readonly pattern: RegExp;
  /** What tells a credential from another word of the language of people. @default - every value that is not harmless */
  readonly chosen?: boolean;
}

const IN_FILES: readonly WordAndValue[] = [
  { kind: 'key of BIND', pattern: /(?<![\w-])secret\s{1,3}"([A-Za-z0-9+/]{16,512}={0,2})"/g },
  {
    kind: 'password of netrc',
    pattern: /\b(?:machine\s{1,9}\S{1,253}|default)\s{1,9}login\s{1,9}\S{1,256}\s{1,9}password\s{1,9}(\S{1,512})/g,
  },
  {
    kind: 'password in SQL',
    pattern:
      /\b(?:identified\s{1,9}(?:with\s{1,9}\S{1,60}\s{1,9})?(?:by|as)|(?:encrypted\s{1,9})?password|set\s{1,9}password\s{1,9}for\s{1,9}\S{1,100}|secret|passphrase)\s{1,9}(?:is\s{1,9}|=\s{0,9})?(?:password\s{0,3}\()?(?:'([^'\n]{1,256})'|\\"([^"\\\n]{1,256})\\"|"([^"\n]{1,256})")/gi,
  },
  { kind: 'password in SQL', pattern: /\bidentified\s{1,9}by\s{1,9}(?!values\b)([^\s"';\\]{3,256})/gi },
  {
    kind: 'password of SNMP',
    pattern:
      /\bcreateUser\s{1,9}(?:-e\s\S{1,70}\s{1,9})?\S{1,64}\s{1,9}(?:MD5|SHA[\w-]{0,5})\s{1,9}\\?"?([^\s"\\]{1,128})/gi,
  },
  {
    kind: 'community of SNMP',
    pattern: /^[ \t]{0,20}(?:r[ow]community6?|trapcommunity|snmp-server\s{1,9}community)\s{1,9}([^\s#]{1,128})/gim,
  },
  { kind: 'community of SNMP', pattern: /^[ \t]{0,20}com2sec6?\s{1,9}\S{1,64}\s{1,9}\S{1,64}\s{1,9}(\S{1,128})/gim },
  {
    kind: 'password of Redis',
    pattern:
      /^[ \t]{0,20}(?:requirepass|masterauth|sentinel\s{1,9}auth-pass\s{1,9}\S{1,64})\s{1,9}(\S{1,512})[ \t]{0,20}$/gim,
  },
  {
    kind: 'password of Redis',
    pattern: /^[ \t]{0,20}user\s{1,9}\S{1,64}\s{1,9}on\s{1,9}(?:\S{1,64}\s{1,9}){0,6}>(\S{1,256})/gim,
  },
  {
    kind: 'password of a device',
    pattern:
      /\b(?:enable|username\s{1,9}\S{1,64}(?:\s{1,9}privilege\s{1,9}\d{1,2})?)\s{1,9}(?:secret|password)\s{1,9}(?:\d\s{1,9})?(\S{4,256})/gi,
  },
  {
    kind: 'key of a device',
    pattern:
      /^[ \t]{0,20}(?:key-string|pre-shared-key|(?:radius|tacacs)-server\s.{0,120}?\bkey)\s{1,9}(?:\d\s{1,9})?(\S{4,256})/gim,
  },
  {
    kind: 'password in a line',
    pattern:
      /^[ \t]{0,20}(?:password|passwd|passphrase|secret|psk|auth-password|bindpw|rootpw)[ \t]{1,9}["']?([^\s"']{6,256})["']?;?[ \t]{0,9}$/gim,
    chosen: true,
  },
  {
    kind: 'password beside a user',
    pattern: /\b(?:user|username|login)\s{1,9}\S{1,128}\s{1,9}(?:password|pass|passwd)\s{1,9}["']?([^\s"';]{6,256})/gi,
    chosen: true,
  },
  {
    kind: 'password of chap-secrets',
    pattern:
      /^["']?[\w.@*-]{1,64}["']?[ \t]{1,9}["']?[\w.*-]{1,64}["']?[ \t]{1,9}["']?([^\s"']{6,128})["']?[ \t]{1,9}(?:\*|\d{1,3}(?:\.\d{1,3}){3})[ \t]{0,9}$/gm,
    chosen: true,
  },
  {
    kind: 'password of Oracle',
    pattern:
      /(?<![\w/:.@-])[\w$#]{1,30}\/([^\s@/"']{1,128})@(?:\/\/[\w.-]{1,253}|[\w.-]{1,253}:\d{2,5}[/:][\w.$-]{1,60})/g,
  },
  {
    kind: 'key of IPsec',
    pattern: /(?:^|[\s:])(?:PSK|EAP|XAUTH|NTLM)\s{1,9}"([^"\n]{4,256})"/g,
  },
  {
    kind: 'password of a device',
    pattern:
      /^[ \t]{0,20}(?:neighbor|peer|ip|ipv6|set|server|authentication|interface|area|vrrp|standby|aaa)\b.{0,80}?\b(?:password|key|md5|secret|auth)[ \t]{1,9}(\S{6,256})[ \t]{0,9}$/gim,
    chosen: true,
  },
  {
    kind: 'key of NTP',
    pattern: /^[ \t]{0,9}\d{1,5}[ \t]{1,9}(?:M|MD5|SHA1|AES128(?:CMAC)?)[ \t]{1,9}(\S{8,128})/gm,
    chosen: true,
  },
  // `define('DB_PASSWORD', '…')`
  {
    kind: 'password in a program',
    pattern: /["'][\w.-]{0,40}(?:password|passwd|secret|token|api_?key)["']\s{0,9},\s{0,9}["']([^"'\n]{6,512})["']/gi,
    chosen: true,
  },
];

/** The credentials that stand behind a word in files of programs. */
export function* wordCredentials(text: string): Iterable<Located> {
  for (const { kind, pattern, chosen } of IN_FILES) {
    for (const { 0: whole, 1: first, 2: second, 3: third, index } of text.matchAll(pattern)) {
      const value = first ?? second ?? third ?? '';
      if (chosen ? !looksChosen(value) : isHarmlessSecret(value)) continue;
      yield { kind, index: index + whole.lastIndexOf(value), length: value.length };
    }
  }
}

/** Where the value of a pair begins: `"value": "`, `value="`, `ParameterValue=`. */
const VALUE = /(?:value|val|content|text|default)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?([^"'<>\n{}\\]{1,4096})/gi;
const NAME_AROUND =
  /(?:name|key|field|property|setting|id)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?([A-Za-z_][\w.:/ -]{0,80}?)\\?["']?(?=[\s,;}/>\\]|$)/gi;
const AROUND = 240;

/** The credentials in pairs of a name and a value: `{ "name": "TOKEN", "value": "…" }`, `<add key="…" value="…"/>`. */
export function* pairedCredentials(text: string): Iterable<Located> {
  for (const { 0: whole, 1: value = '', index } of text.matchAll(VALUE)) {
    const end = index + whole.length;
    const before =
      text
        .slice(Math.max(0, index - AROUND), index)
        .split(/[{}<>]|\n\s{0,40}- /)
        .at(-1) ?? '';
    const behind = text.slice(end, end + AROUND).split(/[{}<>]|\n\s{0,40}- /)[0] ?? '';
    // the nearest name before it; behind it the first, where there is none before
    const name = [...before.matchAll(NAME_AROUND)].at(-1)?.[1] ?? [...behind.matchAll(NAME_AROUND)][0]?.[1];
    if (name === undefined || meaningOf(name) === 'none') continue;
    const own = value.trim().replace(/[,;]$/, '');
    if (!isNamedCredential(name, own)) continue;
    yield { kind: `value of the pair "${name}"`, index: end - value.length + value.indexOf(own), length: own.length };
  }
}

/** `<password>…</password>`, `<property name="password">…</property>`. */
const ELEMENT =
  /<([A-Za-z][\w:.-]{0,80})((?:\s[^<>]{0,300})?)>\s{0,40}(?:<!\[CDATA\[)?([^<>]{1,4096}?)\s{0,40}(?:\]\]>)?\s{0,9}<\//g;

/** The credentials in elements of XML. */
export function* elementCredentials(text: string): Iterable<Located> {
  if (!text.includes('</')) return;
  for (const { 0: whole, 1: tag = '', 2: attributes = '', 3: value = '', index } of text.matchAll(ELEMENT)) {
    const name = /\b(?:name|key|id)\s{0,3}=\s{0,3}\\?["']([\w.:-]{1,80})/i.exec(attributes)?.[1];
    const isPassword = [tag, name].some(
      (one) => one !== undefined && isNamedCredential(one.replace(/^.*:/, ''), value),
    );
    if (isPassword)
      yield { kind: `element "${name ?? tag}"`, index: index + whole.indexOf(value), length: value.length };
  }
}

/** Every credential of a form of a file. */
export function* formattedCredentials(text: string): Iterable<Located> {
  yield* wordCredentials(text);
  yield* pairedCredentials(text);
  yield* elementCredentials(text);
}
