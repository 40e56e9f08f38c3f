import { describe, expect, it } from 'vitest'
import { isAddress } from './address.ts'
import { readQuery } from './query.ts'
import { cloneAddress, isMarkedRepository, parseRepository } from './repository.ts'

describe('addresses of repositories', () => {
  it.each([
    ['organisation and name', 'https://github.com/org/repo', 'https://github.com/org/repo', '', ''],
    ['the rest is the folder', 'https://github.com/org/repo/a/b', 'https://github.com/org/repo', 'a/b', ''],
    ['two slashes end the repository', 'https://host/a/b/c//d', 'https://host/a/b/c', 'd', ''],
    ['.git ends the repository', 'https://host/a/b/c.git/d', 'https://host/a/b/c.git', 'd', ''],
    [
      '_git names the repository behind it',
      'https://dev.azure.com/o/p/_git/r/x/y',
      'https://dev.azure.com/o/p/_git/r',
      'x/y',
      '',
    ],
    ['the scheme may be written large', 'hTTps://github.com/org/repo', 'https://github.com/org/repo', '', ''],
    ['github without scheme', 'github.com/org/repo/dir?ref=v1', 'https://github.com/org/repo', 'dir', 'v1'],
    ['github with a colon', 'github.com:org/repo', 'https://github.com/org/repo', '', ''],
    ['github by ssh', 'ssh://git@github.com/org/repo', 'git@github.com:org/repo', '', ''],
    ['the form of scp', 'git@host:infra/base.git?ref=v0.1.0', 'git@host:infra/base.git', '', 'v0.1.0'],
    ['git:: is taken off', 'git::https://gitlab.com/org/repo', 'https://gitlab.com/org/repo', '', ''],
    ['a port', 'ssh://git.example.com:7999/org/repo', 'ssh://git.example.com:7999/org/repo', '', ''],
    ['a local repository is all of the path', 'file:///srv/a/b/c', 'file:///srv/a/b/c', '', ''],
    ['a local repository with a folder', 'file:///srv/a.git/b', 'file:///srv/a.git', 'b', ''],
    ['version stands for ref', 'https://h/o/r?version=v2', 'https://h/o/r', '', 'v2'],
  ])('%s', (_rule, entry, ...expected) => {
    const repository = parseRepository(entry)
    expect([cloneAddress(repository), repository.folder, repository.ref]).toEqual(expected)
  })

  it.each([
    ['/tmp', 'uri looks like abs path: /tmp'],
    ['../../tmp', 'failed to parse scheme'],
    ['src/github.com/org/repo/path', 'failed to parse scheme'],
    ['htxxxtp://github.com/', 'failed to parse scheme'],
    ['ssh://git.example.com', 'failed to parse repo path segment'],
    ['https://github.com/org', 'failed to parse repo path segment'],
    ['https://github.com/org/repo.git//path/../../exits', 'url path exits repo: org/repo.git//path/../../exits'],
  ])('%s is none', (entry, message) => {
    expect(() => parseRepository(entry)).toThrow(message)
  })

  it('warns of git::', () => {
    const lines: string[] = []
    parseRepository('git::https://gitlab.com/org/repo', (line) => lines.push(line))
    expect(lines.join()).toMatch(/^Warning: Forcing the git protocol/)
  })
})

describe('options of an address', () => {
  it.each([
    ['', { ref: '', timeoutMs: 27_000, submodules: true }],
    ['version=a&ref=b', { ref: 'b', timeoutMs: 27_000, submodules: true }],
    ['ref=a%2Fb', { ref: 'a/b', timeoutMs: 27_000, submodules: true }],
    ['submodules=false', { ref: '', timeoutMs: 27_000, submodules: false }],
    ['submodules=maybe', { ref: '', timeoutMs: 27_000, submodules: true }],
    ['timeout=61', { ref: '', timeoutMs: 61_000, submodules: true }],
    ['timeout=1m1s', { ref: '', timeoutMs: 61_000, submodules: true }],
    ['timeout=0s', { ref: '', timeoutMs: 27_000, submodules: true }],
    ['timeout=jiffy', { ref: '', timeoutMs: 27_000, submodules: true }],
    ['ref=a;b', { ref: '', timeoutMs: 27_000, submodules: true }],
  ])('%s', (query, expected) => {
    expect(readQuery(query)).toEqual(expected)
  })
})

describe('what an entry is by its form', () => {
  it.each([
    ['https://host/a.yaml', true],
    ['HTTP://host/a.yaml', true],
    ['https:/host/a.yaml', true],
    ['https://host/%zz', false],
    ['ssh://git@host/a', false],
    ['pod.yaml', false],
  ])('%s may be a file on the web: %s', (entry, expected) => {
    expect(isAddress(entry)).toBe(expected)
  })

  it.each([
    ['https://github.com/org/repo//dir?ref=v1', true],
    ['https://host/org/repo.git', true],
    ['https://host/org/repo?ref=v1', true],
    ['https://raw.githubusercontent.com/org/repo/v1/all.yaml', false],
    ['https://host/file.github.io/a.yaml', false],
  ])('%s is certainly a repository: %s', (entry, expected) => {
    expect(isMarkedRepository(entry)).toBe(expected)
  })
})
