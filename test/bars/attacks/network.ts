import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Attack } from './attack.ts'

type Server = Awaited<ReturnType<NonNullable<Attack['serve']>>>

function server(listener: RequestListener): () => Promise<Server> {
  return async () => {
    const http = createServer(listener)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      })
    return { host: `127.0.0.1:${(http.address() as AddressInfo).port}`, close }
  }
}

/** A body that never ends, as fast as it is taken. */
const endless =
  (start: string, piece: string): RequestListener =>
  (_request, response) => {
    const block = piece.repeat(Math.ceil(65_536 / piece.length))
    response.write(start)
    const pour = (): void => {
      while (!response.destroyed && response.write(block)) {}
      if (!response.destroyed) response.once('drain', pour)
    }
    response.on('error', () => {})
    pour()
  }

const whole =
  (body: string): RequestListener =>
  (_request, response) =>
    void response.end(body)

const names = [...'abcdefghi']
const aliases = names.map(
  (key, at) =>
    `${key}: &${key} [${Array(9)
      .fill(at === 0 ? 'x' : `*${names[at - 1]}`)
      .join(',')}]\n`,
)
const entry = 'apiVersion: v2\n    name: c\n    version: 1.0.0\n    urls: [c.tgz]\n'

/** Bodies that a repository may answer with instead of its index. */
const indexes: Readonly<Record<string, RequestListener>> = {
  'a body without end': endless('apiVersion: v1\nentries:\n  c:\n', '  - apiVersion: v2\n    name: c\n'),
  'an alias bomb': whole(`apiVersion: v1\nentries: {}\n${aliases.join('')}`),
  'a body nested 10^6 deep': whole(`apiVersion: v1\nentries: ${'['.repeat(1_000_000)}`),
  'something else': whole('<html>'),
  'a header without end': (request) => void request.socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(10_000_000)}`),
  'redirects without end': (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end(),
  'a length that lies': (request) => void request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'),
}

const digest = `sha256:${'0'.repeat(64)}`
const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest, size: 2 }
const layer = (size: number): object => ({
  mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  digest,
  size,
})
const manifest = (size: number): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config,
    layers: [layer(size)],
  })

/** What a registry may say: the manifest, then what it gives for blobs. */
const registries: Readonly<Record<string, readonly [manifest: RequestListener, blob: RequestListener]>> = {
  'a layer that is longer than it says': [whole(manifest(10)), endless('', 'x')],
  'a layer of 10^15 bytes': [whole(manifest(1e15)), endless('', 'x')],
  'a layer of a negative size': [whole(manifest(-1)), endless('', 'x')],
  'a layer of other content': [whole(manifest(5)), whole('other')],
  'a manifest without end': [endless('{', ' '), whole('')],
  'a manifest nested 10^6 deep': [whole('['.repeat(1_000_000)), whole('')],
  'a manifest that is none': [whole('{}'), whole('')],
}

/** Repositories and registries that lie, flood or never answer. */
export function networkAttacks(): Attack[] {
  const silent: RequestListener = () => {}
  const repository = Object.entries(indexes).map(
    ([name, listener]): Attack => ({
      name: `repository: ${name}`,
      files: {},
      args: ['repo', 'add', 'evil', 'http://{host}'],
      ends: 'refused',
      exitCode: name === 'a length that lies' ? 69 : 1,
      names: /127\.0\.0\.1/,
      serve: server(listener),
    }),
  )
  const registry = Object.entries(registries).map(
    ([name, [first, blob]]): Attack => ({
      name: `registry: ${name}`,
      files: {},
      args: ['pull', 'oci://{host}/c', '--version', '1.0.0', '--plain-http'],
      ends: 'refused',
      serve: server((request, response) => {
        if (request.url?.includes('/manifests/')) {
          response.setHeader('content-type', 'application/vnd.oci.image.manifest.v1+json')
          first(request, response)
        } else if (request.url?.includes('/blobs/')) blob(request, response)
        else response.end('{}')
      }),
    }),
  )
  const chart = (name: string, listener: RequestListener): Attack => ({
    name: `chart by address: ${name}`,
    files: {},
    args: ['pull', 'http://{host}/c-1.0.0.tgz'],
    ends: 'refused',
    serve: server(listener),
  })
  return [
    ...repository,
    ...registry,
    chart('a body without end', endless('', 'x')),
    {
      name: 'repository: one that never answers',
      files: {},
      args: ['repo', 'add', 'evil', 'http://{host}', '--timeout', '1s'],
      ends: 'refused',
      exitCode: 124,
      serve: server(silent),
    },
    {
      name: 'repository: a chart name that climbs',
      files: {},
      args: ['pull', 'c', '--repo', 'http://{host}'],
      ends: 'harmless',
      serve: server(
        (request, response) =>
          void response.end(
            request.url?.endsWith('index.yaml')
              ? `apiVersion: v1\nentries:\n  c:\n  - ${entry.replace('c.tgz', '../../../evil/..%2f..%2fevil.tgz')}`
              : 'not gzip',
          ),
      ),
    },
  ]
}
