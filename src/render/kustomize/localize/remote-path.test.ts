import { expect, test } from 'vitest'
import { defaultDestination } from './destination.ts'
import { localizedFilePath, localizedRootPath } from './remote-path.ts'

test.each([
  [
    'an address of a raw file',
    'https://raw.githubusercontent.com/org/repo/ref/a/file.yaml',
    'raw.githubusercontent.com/org/repo/ref/a/file.yaml',
  ],
  ['http', 'http://host/path', 'host/path'],
  ['user, port and query are left out', 'http://userinfo@host:1234/path/file?query', 'host/path/file'],
  ['no path', 'https://host', 'host'],
  ['empty segments', 'https://host//', 'host'],
  ['escapes stay', 'https://host/file%2Eyaml', 'host/file%2Eyaml'],
  ['what may not stand in a path is escaped', 'https://host/a b', 'host/a%20b'],
  ['dots are taken out', 'https://host/path/blah/../to/foo/bar/../../file/./', 'host/path/to/file'],
  ['dots do not lead above the host', 'https://host/foo/bar/baz/../../../../file', 'host/file'],
  ['an address in brackets', 'https://[2001:4860:4860::8888]/file.yaml', '2001:4860:4860::8888/file.yaml'],
  ['a star', 'https://host/*', 'host/*'],
  ['hidden files', 'https://host/.../.file', 'host/.../.file'],
  ['a host of dots is no folder', 'https://../x', 'x'],
])('file: %s', (_, address, path) => expect(localizedFilePath(address)).toBe(`localized-files/${path}`))

test.each([
  ['ssh', 'ssh://git@github.com/org/repo//?ref=value', 'github.com/org/repo/value'],
  ['scp form', 'git@github.com:org/repo//?ref=value', 'github.com/org/repo/value'],
  ['https', 'https://gitlab.com/org/repo//?ref=value', 'gitlab.com/org/repo/value'],
  ['file', 'file:///var/run/repo//?ref=value', 'file-schemed/var/run/repo/value'],
  [
    'an address in brackets',
    'https://[2001:4860:4860::8888]/org/repo//?ref=value',
    '2001:4860:4860::8888/org/repo/value',
  ],
  ['port', 'https://localhost.com:8080/org/repo//?ref=value', 'localhost.com/org/repo/value'],
  ['no organisation', 'https://github.com/repo//?ref=value', 'github.com/repo/value'],
  ['.git is left out', 'https://github.com/org/repo.git//a?ref=v1', 'github.com/org/repo/v1'],
  ['a ref with a slash', 'https://github.com/org/repo?ref=group/version', 'github.com/org/repo/group/version'],
  ['dots do not lead above the host', 'https://github.com/../../repo//?ref=v', 'github.com/repo/v'],
])('root: %s', (_, address, path) => expect(localizedRootPath(address, '')).toBe(`localized-files/${path}`))

test.each([
  ['a folder', '/a/b', undefined, 'localized-b'],
  ['the root of the file system', '/', undefined, 'localized'],
  ['the root of a repository', '/clone', 'value', 'localized-repo-value'],
  ['a ref with a slash', '/clone', 'group/version', 'localized-repo-group-version'],
  ['a folder of a repository', '/clone/x', 'v1', 'localized-x-v1'],
])('destination: %s', (_, root, ref, expected) => {
  const spec = { raw: '', host: 'https://github.com/', path: 'org/repo', folder: '', timeoutMs: 1, submodules: true }
  const loader = { root, repositoryFolder: ref === undefined ? undefined : '/clone' }
  expect(defaultDestination(loader, ref === undefined ? undefined : { ...spec, ref })).toBe(expected)
})
