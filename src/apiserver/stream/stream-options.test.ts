import { expect, test } from 'vitest'
import { StatusError } from '#kube'
import { readProxyName } from './backend.ts'
import { logQuery } from './log-options.ts'
import { readPorts } from './port-channels.ts'

test.each([
  ['web', { scheme: 'http', name: 'web', port: '' }],
  ['web:80', { scheme: 'http', name: 'web', port: '80' }],
  ['web:http', { scheme: 'http', name: 'web', port: 'http' }],
  ['https:web:443', { scheme: 'https', name: 'web', port: '443' }],
  ['https:web:', { scheme: 'https', name: 'web', port: '' }],
  ['ftp:web:1', undefined],
  ['a:b:c:d', undefined],
  ['', undefined],
  [':80', undefined],
  ['..', undefined],
])('the proxied name %j', (id, expected) => {
  expect(readProxyName(id)).toEqual(expected)
})

test.each([
  ['follow=true&tailLines=3&container=c', 'follow=true&tailLines=3'],
  ['follow=false&previous=1&timestamps', 'previous=true&timestamps=true'],
  ['tailLines=-1', 422],
  ['limitBytes=0', 422],
  ['sinceSeconds=0', 422],
  ['sinceSeconds=1&sinceTime=2020-01-01T00:00:00Z', 422],
  ['stream=Nope', 422],
  ['stream=Stdout&tailLines=1', 422],
  ['tailLines=x', 400],
])('log options %j', (search, expected) => {
  expect(outcome(() => logQuery(new URLSearchParams(search), 'p').toString())).toBe(expected)
})

test.each([
  ['ports=80', '80'],
  ['ports=80,443&ports=1', '80,443,1'],
  ['', 400],
  ['ports=', 400],
  ['ports=0', 400],
  ['ports=65536', 400],
  ['ports=-1', 400],
  ['ports=a', 400],
])('ports %j', (search, expected) => {
  expect(outcome(() => readPorts(new URLSearchParams(search)).join(','))).toBe(expected)
})

function outcome(run: () => string): string | number {
  try {
    return run()
  } catch (error) {
    return error instanceof StatusError ? error.status.code : String(error)
  }
}
