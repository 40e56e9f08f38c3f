import { expect, test } from 'vitest'
import { identityHeaders } from './identity-headers.ts'

const rows: readonly (readonly [name: string, lines: readonly (readonly [string, string])[], expected: object])[] = [
  [
    'others stay as they are',
    [
      ['accept', 'a'],
      ['impersonate-group', 'g'],
    ],
    { accept: 'a', 'impersonate-group': 'g' },
  ],
  [
    'groups of who is impersonated',
    [
      ['Impersonate-User', 'u'],
      ['Impersonate-Group', 'a'],
      ['Impersonate-Group', 'b, c'],
    ],
    { 'impersonate-user': 'u', 'impersonate-group': ['a', 'b, c'] },
  ],
  [
    'extra fields of a proxied user',
    [
      ['X-Remote-User', 'u'],
      ['X-Remote-Extra-Scopes', 'a'],
      ['X-Remote-Extra-Scopes', 'b'],
    ],
    { 'x-remote-user': 'u', 'x-remote-extra-scopes': ['a', 'b'] },
  ],
]

test.each(rows)('%s', (_, lines, expected) => {
  const headers: Record<string, string> = {}
  for (const [name, value] of lines) {
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  expect({ ...identityHeaders({ headers, rawHeaders: lines.flat() }) }).toEqual(expected)
})
