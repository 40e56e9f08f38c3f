import { expect, test } from 'vitest'
import { prepareCommand } from './prepare.ts'

const environment = { DIR: '/plugin', EMPTY: '' }

test.each([
  ['a command with words', [{ command: '$DIR/run one' }], '/plugin/run one'],
  ['braces, and what is not set', [{ command: '${DIR}/run', args: ['a$NONE', '$EMPTY'] }], '/plugin/run a '],
  ['another system is passed over', [{ os: 'plan9', command: 'no' }, { command: 'yes' }], 'yes'],
  ['the own system before any', [{ command: 'any' }, { os: process.platform, command: 'own' }], 'own'],
  [
    'another processor is passed over',
    [{ os: process.platform, arch: 'z80', command: 'no' }, { command: 'yes' }],
    'yes',
  ],
])('%s', (_, commands, wanted) => {
  const { program, args } = prepareCommand(commands, { environment, expandsArgs: true })
  expect([program, ...args].join(' ')).toBe(wanted)
})

test('arguments of a shell line are left to the shell', () => {
  const { args } = prepareCommand([{ command: 'sh', args: ['-c', 'echo $DIR'] }], { environment, expandsArgs: false })
  expect(args).toEqual(['-c', 'echo $DIR'])
})

test('no command for this system', () => {
  expect(() => prepareCommand([{ os: 'plan9', command: 'x' }], { environment, expandsArgs: true })).toThrow(
    /applicable/,
  )
})
