import { describe, expect, test } from 'vitest'
import { parsePlugin } from './read.ts'

const modern = 'apiVersion: v1\nname: a\nversion: 1.0.0\nruntime: subprocess\n'

describe('plugins of both formats', () => {
  test.each([
    ['the old format', 'name: a\nversion: 1.0.0\ncommand: x\n', { type: 'cli/v1', apiVersion: 'legacy', word: 'a' }],
    ['an old getter is no command', 'name: a\ndownloaders: [{command: x, protocols: [s3]}]\n', { word: undefined }],
    [
      'an old hook is a line for the shell',
      'name: a\nhooks: {install: echo x}\n',
      { runtime: { expandsHookArgs: false } },
    ],
    ['what is unknown is passed over', 'name: a\nuseTunnel: true\nfoo: bar\n', { name: 'a' }],
    ['scalars as they are written', 'name: 010\nusage: yes # no\n', { name: '010', summary: 'yes' }],
    ['the new format', `${modern}type: postrenderer/v1\n`, { type: 'postrenderer/v1', apiVersion: 'v1' }],
    ['the word of the usage calls it', `${modern}type: cli/v1\nconfig: {usage: "b [flags]"}\n`, { word: 'b' }],
    [
      'WebAssembly',
      `${modern.replace('subprocess', 'extism/v1')}type: cli/v1\nruntimeConfig: {timeout: 5}\n`,
      { runtime: { kind: 'extism/v1', entry: 'helm_plugin_main', timeoutMs: 5 } },
    ],
  ])('%s', (_, text, wanted) => {
    expect(parsePlugin(text, '/p', 'helm4')).toMatchObject(wanted)
  })

  test.each([
    ['a getter is a command too', 'name: a\ndownloaders: [{command: x, protocols: [s3]}]\n', { word: 'a' }],
    ['what is left when no platform fits', 'name: a\ncommand: x\nplatformCommand: [{os: plan9, command: y}]\n', {}],
    ['useTunnel is known', 'name: a\nuseTunnel: true\n', {}],
  ])('Helm 3: %s', (_, text, wanted) => {
    expect(parsePlugin(text, '/p', 'helm3')).toMatchObject(wanted)
  })
})

describe('plugins that are refused', () => {
  test.each([
    ['a name with a slash', 'name: a/b\n', /invalid plugin name/],
    ['a version that is none', 'name: a\nversion: one\n', /valid semver/],
    ['two commands', 'name: a\ncommand: x\nplatformCommand: [{command: y}]\n', /both platformCommand and command/],
    ['two kinds of hooks', 'name: a\nhooks: {x: y}\nplatformHooks: {x: []}\n', /both platformHooks and hooks/],
    ['a downloader without protocols', 'name: a\ndownloaders: [{command: x}]\n', /no protocols/],
    ['an unknown apiVersion', 'apiVersion: v9\nname: a\n', /invalid plugin apiVersion/],
    ['nothing', '# nothing\n', /API version: EOF/],
    ['a list in place of a name', 'name: [a]\n', /line 1: cannot unmarshal !!seq into string/],
    [
      'a field that is not known',
      `${modern}type: cli/v1\nfoo: 1\n`,
      /line 6: field foo not found in type plugin.MetadataV1/,
    ],
    [
      'a setting that is not known',
      `${modern}type: cli/v1\nconfig: {b: 1}\n`,
      /field b not found in type schema.ConfigCLIV1/,
    ],
    ['a getter without protocols', `${modern}type: getter/v1\n`, /getter has no protocols/],
    ['no type', modern, /`type` missing/],
    ['an unknown type', `${modern}type: x/v1\n`, /unknown plugin type/],
    ['a type that is a property of objects', `${modern}type: __proto__\n`, /unknown plugin type/],
    ['an unknown runtime', `${modern.replace('subprocess', 'wasm')}type: cli/v1\n`, /unsupported plugin runtime/],
  ])('%s', (_, text, wanted) => {
    expect(() => parsePlugin(text, '/p', 'helm4')).toThrow(wanted)
  })

  test.each([
    ['a field that is not known', 'name: a\nfoo: bar\n', /at "\/p\/plugin.yaml": .*json: unknown field "foo"/],
    ['the new format', modern, /json: unknown field "apiVersion"/],
    ['no name', 'version: 1.0.0\n', /^invalid plugin name at "\/p\/plugin.yaml"/],
  ])('Helm 3: %s', (_, text, wanted) => {
    expect(() => parsePlugin(text, '/p', 'helm3')).toThrow(wanted)
  })
})
