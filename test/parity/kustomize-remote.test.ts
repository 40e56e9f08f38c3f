import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Printed, runProgram } from './lint-session.ts'

const POD = `apiVersion: v1
kind: Pod
metadata:
  labels:
    app: myapp
  name: myapp-pod
spec:
  containers:
  - image: nginx:1.7.9
    name: nginx
`
const POD_2 = POD.replace('nginx:1.7.9', 'nginx:2')
const IDENTITY = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'protocol.file.allow=always']

let root = ''

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', [...IDENTITY, ...words], {
    cwd: join(root, folder),
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim()
}

function commit(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'add', '.')
  git(folder, 'commit', '--quiet', '-m', 'import')
}

function write(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}

function buildRepositories(): void {
  write('simple.git/pod.yaml', POD)
  write('simple.git/kustomization.yaml', 'resources:\n- pod.yaml\n')
  commit('simple.git')
  git('simple.git', 'tag', '-a', 'v1', '-m', 'v1')
  git('simple.git', 'checkout', '--quiet', '-b', 'change-image')
  write('simple.git/kustomization.yaml', 'resources:\n- pod.yaml\nimages:\n- name: nginx\n  newTag: "2"\n')
  git('simple.git', 'commit', '--quiet', '-am', 'image')
  git('simple.git', 'checkout', '--quiet', 'main')
  cpSync(join(root, 'simple.git'), join(root, 'nosuffix'), { recursive: true })
  write('multi.git/base/pod.yaml', POD)
  write('multi.git/base/kustomization.yaml', 'resources:\n- pod.yaml\n')
  write('multi.git/dev/kustomization.yaml', 'resources:\n- ../base\nnamePrefix: dev-\n')
  write('multi.git/out/kustomization.yaml', 'resources:\n- ../..\n')
  symlinkSync('/etc', join(root, 'multi.git/etc'))
  commit('multi.git')
  write('outer.git/README', 'a submodule\n')
  commit('outer.git')
  git('outer.git', 'submodule', '--quiet', 'add', '../simple.git', 'sub')
  git('outer.git', 'commit', '--quiet', '-m', 'sub')
}

async function build(entry: string, more = ''): Promise<Printed> {
  const folder = mkdtempSync(join(root, 'top-'))
  writeFileSync(join(folder, 'kustomization.yaml'), `resources:\n- ${entry.replace('$ROOT', root)}\n${more}`)
  const environment = {
    PATH: process.env['PATH'] ?? '',
    XDG_CACHE_HOME: join(root, 'cache'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'protocol.file.allow',
    GIT_CONFIG_VALUE_0: 'always',
  }
  return runProgram(['kustomize', 'build', folder], { persona: 'helm', cwd: root, environment })
}

describe('bases in git repositories', () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'berth-remote-'))
    buildRepositories()
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it.each([
    ['a whole repository', 'file://$ROOT/simple.git', POD],
    ['without suffix', 'file://$ROOT/nosuffix', POD],
    ['a folder behind .git', 'file://$ROOT/multi.git/dev', POD.replace('myapp-pod', 'dev-myapp-pod')],
    ['a folder behind two slashes', 'file://$ROOT/multi.git//dev', POD.replace('myapp-pod', 'dev-myapp-pod')],
    ['a branch', 'file://$ROOT/simple.git?ref=change-image', POD_2],
    ['a branch as version', 'file://$ROOT/simple.git?version=change-image', POD_2],
    ['an annotated tag', 'file://$ROOT/simple.git?ref=v1', POD],
    ['a time-out', 'file://$ROOT/simple.git?timeout=500', POD],
    ['a submodule', 'file://$ROOT/outer.git/sub', POD],
  ])('%s', async (_rule, entry, expected) => {
    expect(await build(entry)).toEqual({ exit: 0, stdout: expected, stderr: '' })
  })

  it.each([
    [
      'a submodule that is left out',
      'file://$ROOT/outer.git/sub?submodules=0',
      "unable to find one of 'kustomization.yaml'",
    ],
    ['no repository', 'file:///not/a/real/repo', "fatal: '/not/a/real/repo' does not appear to be a git repository"],
    ['no such branch', 'file://$ROOT/simple.git?ref=nope', "couldn't find remote ref nope"],
    ['a base outside of its repository', 'file://$ROOT/multi.git/out', 'must be within the repo'],
    ['a link out of the repository', 'file://$ROOT/multi.git/etc', 'refers to directory outside of repo'],
  ])('%s is refused', async (_rule, entry, message) => {
    const { exit, stderr } = await build(entry)
    expect([exit, stderr.includes(message), stderr]).toEqual([1, true, stderr])
  })

  it('keeps one folder for a commit and needs no network for it afterwards', async () => {
    const id = git('simple.git', 'rev-parse', 'change-image')
    expect((await build(`file://$ROOT/simple.git?ref=${id}`)).stdout).toBe(POD_2)
    renameSync(join(root, 'simple.git'), join(root, 'gone'))
    try {
      expect(await build(`file://$ROOT/simple.git?ref=${id}`)).toEqual({ exit: 0, stdout: POD_2, stderr: '' })
      const { exit, stdout, stderr } = await build('file://$ROOT/simple.git?ref=change-image')
      expect([exit, stdout]).toEqual([0, POD_2])
      expect(stderr).toContain(`its last known commit ${id} is used`)
    } finally {
      renameSync(join(root, 'gone'), join(root, 'simple.git'))
    }
    const folders = readdirSync(join(root, 'cache/berth/git'), { recursive: true, encoding: 'utf8' })
    expect(folders.filter((name) => name.endsWith(`/${id}`))).toHaveLength(1)
  })

  it('says where a resource comes from', async () => {
    const { stdout } = await build('file://$ROOT/multi.git/dev?ref=main', 'buildMetadata: [originAnnotations]\n')
    expect(stdout).toContain(`path: base/pod.yaml\n      repo: file://${root}/multi.git\n      ref: main\n`)
  })
})
