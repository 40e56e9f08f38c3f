import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peer } from '../../peers.ts'
import { listAt, type Rules, type World } from './world.ts'

/** The real kubectl against the cluster. */
export const cli: Rules = {
  'Kubectl client Kubectl api-versions should check if v1 is in available api versions': async ({ kubectl }) => {
    assert.match(await kubectl(['api-versions']), /^v1$/m)
  },
  'Kubectl client Kubectl cluster-info should check if Kubernetes control plane services is included in cluster-info':
    async ({ kubectl }) => {
      const output = await kubectl(['cluster-info'])
      for (const word of ['Kubernetes control plane', 'is running at']) assert.ok(output.includes(word), output)
    },
  'Kubectl client Kubectl version should check is all data is printed': async ({ kubectl }) => {
    const output = await kubectl(['version'])
    for (const word of ['Client Version: ', 'Server Version: ']) assert.ok(output.includes(word), output)
  },
  'Kubectl client Kubectl diff should check if kubectl diff finds a difference for Deployments': async ({
    kubectl,
    namespace,
  }) => {
    const manifest = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: httpd-deployment
spec:
  replicas: 1
  selector:
    matchLabels:
      app: httpd
  template:
    metadata:
      labels:
        app: httpd
    spec:
      containers:
      - name: httpd
        image: ${image}
`
    await kubectl(['create', '-f', '-', '-n', namespace], manifest('httpd:2.4.38'))
    await assert.rejects(kubectl(['diff', '-f', '-', '-n', namespace], manifest('busybox:1.29')), (error: Error) => {
      assert.match(error.message, /-\s+(- )?image: httpd:2\.4\.38/)
      assert.match(error.message, /\+\s+(- )?image: busybox:1\.29/)
      return true
    })
    await kubectl(['delete', '-f', '-', '-n', namespace], manifest('httpd:2.4.38'))
  },
  'Kubectl client Proxy server should support proxy with --port 0': async (world) => {
    const proxy = startProxy(world, ['--port=0', '--disable-filter=true'])
    try {
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(await firstLine(proxy))?.[1])
      assert.ok(listAt(await ask({ host: '127.0.0.1', port }), 'versions').length > 0)
    } finally {
      proxy.kill()
    }
  },
  'Kubectl client Proxy server should support --unix-socket=/path': async (world) => {
    const folder = mkdtempSync(join(tmpdir(), 'kubectl-proxy-unix'))
    const socketPath = join(folder, 'test')
    const proxy = startProxy(world, [`--unix-socket=${socketPath}`])
    try {
      assert.ok((await firstLine(proxy)).includes(socketPath))
      assert.ok(listAt(await ask({ socketPath }), 'versions').length > 0)
    } finally {
      proxy.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function startProxy({ kubeconfig }: World, flags: readonly string[]): ChildProcess {
  const path = peer('kubectl-1.34')
  if (path === undefined) assert.fail('kubectl 1.34 is not there')
  return spawn(path, ['proxy', ...flags], { env: { KUBECONFIG: kubeconfig }, stdio: ['ignore', 'pipe', 'inherit'] })
}

function firstLine({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve) => stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())))
}

function ask(options: { host: string; port: number } | { socketPath: string }): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, path: '/api/' }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    })
    sent.on('error', reject)
    sent.end()
  })
}
