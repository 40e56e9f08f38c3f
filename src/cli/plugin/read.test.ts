import { describe, expect, test } from 'vitest'
import { parsePlugin } from './read.ts'

const modern = 'apiVersion: v1\nname: a\nversion: 1.0.0\nruntime: subprocess\n'

describe('plugins of both formats', () => {
  test.each([
    ['the old format', 'name: a\nversion: 1.0.0\ncommand: x\n', { type: 'cli/v1', apiVersion: 'legacy' }],
    ['an old getter', 'name: a\ndownloaders: [{command: x, protocols: [s3]}]\n', { type: 'getter/v1' }],
    ['an old hook is a line for the shell', 'name: a\nhooks: {install: echo x}\n', { expandsHookArgs: false }],
    ['the new format', `${modern}type: postrenderer/v1\n`, { type: 'postrenderer/v1', apiVersion: 'v1' }],
  ])('%s', (_, text, wanted) => {
    expect(parsePlugin(text, '/p', 'helm4')).toMatchObject(wanted)
  })
})

describe('plugins that are refused', () => {
  test.each([
    ['a name with a slash', 'name: a/b\n', /invalid plugin name/],
    ['a version that is none', 'name: a\nversion: one\n', /valid semver/],
    ['two commands', 'name: a\ncommand: x\nplatformCommand: [{command: y}]\n', /both platformCommand and command/],
    ['a downloader without protocols', 'name: a\ndownloaders: [{command: x}]\n', /no protocols/],
    ['an unknown apiVersion', 'apiVersion: v9\nname: a\n', /invalid plugin apiVersion/],
    ['no type', modern, /`type` missing/],
    ['an unknown type', `${modern}type: x/v1\n`, /unknown plugin type/],
    ['an unknown runtime', `${modern.replace('subprocess', 'wasm')}type: cli/v1\n`, /unsupported plugin runtime/],
  ])('%s', (_, text, wanted) => {
    expect(() => parsePlugin(text, '/p', 'helm4')).toThrow(wanted)
  })
})
