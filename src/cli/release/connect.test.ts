import { expect, test } from 'vitest'
import { type Client, ClientError } from '#client'
import { StatusError } from '#kube'
import { checkReachable } from './connect.ts'

const refusal = new StatusError({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  code: 401,
  reason: 'Unauthorized',
  message: 'Unauthorized',
})
const closed = new ClientError('unreachable', 'h:1 – connection refused', { hint: 'is it running?' })

test.for([
  [
    'credentials that are not accepted',
    refusal,
    'kubernetes cluster unreachable: the server has asked for the client to provide credentials',
    /renew it, or choose another --kube-context/,
  ],
  [
    'a port where nobody listens',
    closed,
    'kubernetes cluster unreachable: Get "https://h:1/version": dial tcp h:1: connect: connection refused',
    /is it running/,
  ],
] as const)('%s', async ([, thrown, message, hint]) => {
  const client = { raw: () => Promise.reject(thrown) } as unknown as Client
  const link = { client, namespace: 'default', server: 'https://h:1', context: '' }
  await expect(checkReachable(link, 'helm4')).rejects.toMatchObject({
    code: 'unreachable',
    message,
    hint: expect.stringMatching(hint) as string,
  })
})
