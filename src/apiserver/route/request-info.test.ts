import { expect, test } from 'vitest'
import { readRequestInfo } from './request-info.ts'

/** method, path, then verb, group, version, namespace, resource, subresource, name, rest. Rows of upstream's requestinfo_test. */
const resources: readonly (readonly string[])[] = [
  ['GET', '/api/v1/namespaces', 'list', '', 'v1', '', 'namespaces', '', '', ''],
  ['GET', '/api/v1/namespaces/other', 'get', '', 'v1', 'other', 'namespaces', '', 'other', ''],
  ['GET', '/api/v1/namespaces/other/pods', 'list', '', 'v1', 'other', 'pods', '', '', ''],
  ['GET', '/api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', '', 'foo', ''],
  ['HEAD', '/api/v1/namespaces/other/pods/foo', 'get', '', 'v1', 'other', 'pods', '', 'foo', ''],
  ['GET', '/api/v1/pods', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['HEAD', '/api/v1/pods', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/namespaces/other/pods/foo/status', 'get', '', 'v1', 'other', 'pods', 'status', 'foo', ''],
  ['PUT', '/api/v1/namespaces/other/finalize', 'update', '', 'v1', 'other', 'namespaces', 'finalize', 'other', ''],
  ['PUT', '/api/v1/namespaces/other/status', 'update', '', 'v1', 'other', 'namespaces', 'status', 'other', ''],
  ['GET', '/api/v1/watch/pods', 'watch', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?watch=true', 'watch', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?watch=false', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?watch', 'watch', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/watch/namespaces/other/pods', 'watch', '', 'v1', 'other', 'pods', '', '', ''],
  ['GET', '/api/v1/namespaces/other/pods?watch=1', 'watch', '', 'v1', 'other', 'pods', '', '', ''],
  ['GET', '/api/v1/proxy/nodes/foo/status', 'proxy', '', 'v1', '', 'nodes', '', 'foo', ''],
  ['GET', '/api/v1/nodes/foo/proxy/a/b', 'get', '', 'v1', '', 'nodes', 'proxy', 'foo', '/a/b'],
  ['POST', '/api/v1/namespaces/other/pods', 'create', '', 'v1', 'other', 'pods', '', '', ''],
  ['PUT', '/api/v1/namespaces/other/pods/foo', 'update', '', 'v1', 'other', 'pods', '', 'foo', ''],
  [
    'PATCH',
    '/apis/apps/v1/namespaces/a/deployments/d/scale',
    'patch',
    'apps',
    'v1',
    'a',
    'deployments',
    'scale',
    'd',
    '',
  ],
  ['DELETE', '/api/v1/namespaces/other/pods/foo', 'delete', '', 'v1', 'other', 'pods', '', 'foo', ''],
  ['DELETE', '/api/v1/namespaces/other/pods', 'deletecollection', '', 'v1', 'other', 'pods', '', '', ''],
  ['DELETE', '/api/v1/namespaces/other', 'delete', '', 'v1', 'other', 'namespaces', '', 'other', ''],
  ['FROB', '/api/v1/pods', '', '', 'v1', '', 'pods', '', '', ''],
  ['__proto__', '/api/v1/pods', '', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dx', 'list', '', 'v1', '', 'pods', '', 'x', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3D%3Dx&watch=1', 'watch', '', 'v1', '', 'pods', '', 'x', ''],
  ['GET', '/api/v1/pods?fieldSelector=a%3Db,metadata.name%3Dx', 'list', '', 'v1', '', 'pods', '', 'x', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name!%3Dx', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da/b', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3D..', 'list', '', 'v1', '', 'pods', '', '', ''],
  ['GET', '/apis/example.com/v1/widgets/', 'list', 'example.com', 'v1', '', 'widgets', '', '', ''],
]

test.each(resources)('%s %s is a resource', (...row) => {
  const [method = '', url = '', verb, group, version, namespace, resource, subresource, name, rest] = row
  const [path = '', search = ''] = url.split('?')
  const info = readRequestInfo(method, path, new URLSearchParams(search))
  expect(info).toEqual({ isResource: true, verb, group, version, namespace, resource, subresource, name, rest })
})

test.each([
  '/',
  '/api',
  '/api/v1',
  '/apis',
  '/apis/apps',
  '/apis/apps/v1',
  '/healthz',
  '//',
  '',
  '/apiv1/x/y/z',
  '/swaggerapi/v1/pods',
])('%s names no resource', (path) => {
  expect(readRequestInfo('GET', path, new URLSearchParams())).toMatchObject({ isResource: false, verb: 'get' })
})
