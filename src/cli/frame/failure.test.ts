import { expect, test } from 'vitest'
import { StatusError } from '#kube'
import { inKnownWords, presentable } from './failure.ts'

const idle = new AbortController().signal
const refusal = new StatusError({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  code: 401,
  reason: 'Unauthorized',
  message: 'Unauthorized',
})

test.for([
  ['what the cluster refuses is no fault of berth', refusal, 'refused', 'Unauthorized'],
  [
    'a fault is one',
    new TypeError('x is not a function'),
    'internal',
    'berth itself is at fault: TypeError: x is not a function',
  ],
  [
    'a failure of the system is told in known words',
    Object.assign(new Error('ELOOP: too many symbolic links encountered, stat'), {
      code: 'ELOOP',
      syscall: 'stat',
      path: 'a',
    }),
    'input',
    'stat a: too many levels of symbolic links',
  ],
] as const)('%s', ([, thrown, code, message]) => {
  expect(presentable(thrown, idle)).toMatchObject({ code, message })
})

test.for([
  ['a – EISDIR: illegal operation on a directory, read', 'a – is a directory'],
  ["a – ENOENT: no such file or directory, mkdir '/proc/x'", 'a – no such file or directory'],
  ["a – EISDIR: illegal operation on a directory, rename 'b' -> 'c'", 'a – is a directory'],
  ['a – EODD: what nobody knows, read', 'a – EODD: what nobody knows, read'],
  ['ERROR: a word, more', 'ERROR: a word, more'],
] as const)('%s', ([message, words]) => {
  expect(inKnownWords(message)).toBe(words)
})
