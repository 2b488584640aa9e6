#!/usr/bin/env python3
"""Writes vendor/gitleaks/rules.json from a checkout of gitleaks: python3 tools/gitleaks.py CHECKOUT

The rules are those of config/gitleaks.toml at the checked-out commit, translated from the expressions of Go's RE2 to those
of JavaScript. What a rule needs beyond a text (a file's path, another rule's finding) leaves it out; the file says which.
"""
import json
import subprocess
import sys
import tomllib
from pathlib import Path

LEFT_OUT = {
    'generic-api-key': 'names that tell are judged by src/credentials/names.ts',
    'curl-auth-header': 'command lines are judged by src/credentials/command.ts',
    'curl-auth-user': 'command lines are judged by src/credentials/command.ts',
    'sourcegraph-access-token': 'it takes any 40 hexadecimal digits, so each commit of git',
    'sidekiq-sensitive-url': 'addresses with a password are judged by src/credentials/url.ts',
    'mapbox-api-token': 'the key is public by design',
    'sentry-organization-token-slug': 'a slug is no credential',
}
CLASSES = {'[:alnum:]': 'a-zA-Z0-9', '[:alpha:]': 'a-zA-Z', '[:digit:]': '0-9', '[:xdigit:]': 'a-fA-F0-9'}


def either_case(text, in_class):
    """The letters of a text in both cases; a range of letters, too."""
    if not text.isalpha():
        return text
    both = text.lower() + text.upper()
    return both if in_class else f'[{both}]'


def translate(pattern):
    """An expression of RE2 as one of JavaScript, with its flags."""
    flags = ''
    if pattern.startswith('(?i)') and '(?-i' not in pattern and '(?i' not in pattern[4:]:
        pattern, flags = pattern[4:], 'i'
    out, position, insensitive, stack, in_class = [], 0, False, [], False
    while position < len(pattern):
        rest = pattern[position:]
        if rest.startswith('\\'):
            width = 4 if rest.startswith('\\x') else 2
            out.append('$' if rest.startswith('\\z') else rest[:width])
            position += width
        elif in_class:
            named = next((name for name in CLASSES if rest.startswith(name)), None)
            if named:
                out.append(CLASSES[named])
                position += len(named)
                continue
            if rest[0] == ']':
                in_class = False
                out.append(']')
                position += 1
            elif len(rest) > 2 and rest[1] == '-' and rest[2] not in '\\]':
                low, high = rest[0], rest[2]
                span = f'{low}-{high}'
                if insensitive and low.isalpha() and high.isalpha():
                    span = f'{low.lower()}-{high.lower()}{low.upper()}-{high.upper()}'
                out.append(span)
                position += 3
            else:
                out.append(either_case(rest[0], True) if insensitive else rest[0])
                position += 1
        elif rest[0] == '[':
            in_class = True
            width = 2 if rest.startswith('[^') else 1
            out.append(rest[:width])
            position += width
            if position < len(pattern) and pattern[position] == ']':
                out.append('\\]')
                position += 1
        elif rest.startswith('(?i)'):
            insensitive = True
            position += 4
        elif rest.startswith('(?i:') or rest.startswith('(?-i:'):
            stack.append(insensitive)
            insensitive = rest.startswith('(?i:')
            out.append('(?:')
            position += 4 if insensitive else 5
        elif rest.startswith('(?s:.)'):
            out.append('[\\s\\S]')
            position += 6
        elif rest.startswith('(?P<'):
            stack.append(insensitive)
            out.append('(?:')  # nothing reads the name
            position += rest.index('>') + 1
        elif rest.startswith('(?:'):
            stack.append(insensitive)
            out.append('(?:')
            position += 3
        elif rest[0] == '(':
            stack.append(insensitive)
            out.append('(')
            position += 1
        elif rest[0] == ')':
            insensitive = stack.pop()
            out.append(')')
            position += 1
        else:
            out.append(either_case(rest[0], False) if insensitive else rest[0])
            position += 1
    return ''.join(out), flags


def main(checkout):
    git = ['git', '-C', str(checkout)]
    commit = subprocess.run([*git, 'rev-parse', 'HEAD'], check=True, capture_output=True, text=True).stdout.strip()
    show = lambda path: subprocess.run([*git, 'show', f'HEAD:{path}'], check=True, capture_output=True, text=True).stdout
    rules, left_out = [], dict(LEFT_OUT)
    for rule in tomllib.loads(show('config/gitleaks.toml'))['rules']:
        identifier = rule['id']
        if identifier in left_out:
            continue
        if 'regex' not in rule or 'path' in rule:
            left_out[identifier] = 'it judges the path of a file'
            continue
        pattern, flags = translate(rule['regex'])
        entry = {'id': identifier, 'pattern': pattern}
        if flags:
            entry['flags'] = flags
        if 'entropy' in rule:
            entry['entropy'] = rule['entropy']
        if 'secretGroup' in rule:
            entry['group'] = rule['secretGroup']
        entry['keywords'] = rule.get('keywords', [])
        rules.append(entry)
    folder = Path(__file__).parent.parent / 'vendor' / 'gitleaks'
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        'source': 'https://github.com/gitleaks/gitleaks/blob/' + commit + '/config/gitleaks.toml',
        'commit': commit,
        'license': 'MIT',
        'leftOut': left_out,
    }
    lines = ',\n'.join('    ' + json.dumps(rule, ensure_ascii=False) for rule in rules)
    text = json.dumps(head, indent=2, ensure_ascii=False)[:-2] + ',\n  "rules": [\n' + lines + '\n  ]\n}\n'
    (folder / 'rules.json').write_text(text, encoding='utf-8')
    (folder / 'LICENSE').write_text(show('LICENSE'), encoding='utf-8')
    print(f'{len(rules)} rules of commit {commit}, {len(left_out)} left out')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
