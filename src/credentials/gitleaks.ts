import { entropy } from './harmless';

/** A rule of gitleaks (MIT), as tools/gitleaks.py translated it. */
interface Rule {
  readonly id: string;
  readonly pattern: string;
  readonly flags?: string;
  /** Least Shannon entropy of the credential in bits a character. */
  readonly entropy?: number;
  /** Group of the pattern that is the credential; the first that matched where none is named. */
  readonly group?: number;
  /** Texts of which one has to occur, in lower case. */
  readonly keywords: readonly string[];
}

export interface GitleaksMatch {
  readonly id: string;
  readonly index: number;
  readonly length: number;
  /** The credential, without the name that stood before it. */
  readonly credential: string;
  /** Whether the rule needs the issuer's name beside a value that could be anything. */
  readonly byName: boolean;
}

let loaded: readonly Rule[] | undefined;
const compiled = new Map<Rule, RegExp>();

/** The first match of each rule of gitleaks in a text. */
export function* gitleaksMatches(text: string): Iterable<GitleaksMatch> {
  // most commands look for none, and every start would wait for the rules
  loaded ??= (require('../../vendor/gitleaks/rules.json') as { readonly rules: readonly Rule[] }).rules;
  const lower = text.toLowerCase();
  for (const rule of loaded) {
    if (rule.keywords.length > 0 && !rule.keywords.some((keyword) => lower.includes(keyword))) continue;
    const match = expression(rule).exec(text);
    if (!match) continue;
    const credential = match[rule.group ?? 0] ?? match.slice(1).find((group) => group !== undefined) ?? match[0];
    const value =
      rule.group === undefined ? (match.slice(1).find((group) => group !== undefined) ?? match[0]) : credential;
    if (rule.entropy !== undefined && entropy(value) <= rule.entropy) continue;
    const index = match.index + match[0].lastIndexOf(value);
    yield {
      id: rule.id,
      index,
      length: value.length,
      credential: value,
      byName: rule.pattern.startsWith('[\\w.-]{0,50}?'),
    };
  }
}

function expression(rule: Rule): RegExp {
  const known = compiled.get(rule);
  if (known) return known;
  const made = new RegExp(rule.pattern, rule.flags);
  compiled.set(rule, made);
  return made;
}
