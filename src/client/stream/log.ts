import { refusal } from '../rest/answer.ts'
import type { Client } from '../rest/client.ts'
import { coreType, pathOf, queryOf } from '../rest/resource.ts'
import { readText } from '../transport/transport.ts'
import type { ContainerPlace } from './command.ts'

/** Which lines of a log, in the words of core/v1 PodLogOptions. */
export interface LogOptions {
  /** Goes on until the container ends or the signal fires. */
  readonly isFollowed?: boolean
  /** Of the container's run before. */
  readonly isPrevious?: boolean
  readonly hasTimestamps?: boolean
  readonly sinceSeconds?: number
  /** RFC 3339. */
  readonly sinceTime?: string
  readonly tailLines?: number
  readonly limitBytes?: number
  readonly signal?: AbortSignal
}

const pods = coreType('pods', 'Pod')

/** The log of a container, piece by piece as it arrives (`pods/log`). Throws StatusError for a refusal, ClientError. */
export async function* readLog(
  client: Client,
  { namespace, pod, container }: ContainerPlace,
  { isFollowed, isPrevious, hasTimestamps, signal, ...rest }: LogOptions = {},
): AsyncGenerator<Uint8Array> {
  const query = queryOf({ container, follow: isFollowed, previous: isPrevious, timestamps: hasTimestamps, ...rest })
  const response = await client.transport.send({
    method: 'GET',
    path: pathOf(pods, { namespace, name: pod, subresource: 'log' }) + query,
    ...(signal !== undefined && { signal }),
  })
  if (response.status >= 400) throw refusal(response, await readText(response))
  for await (const chunk of response.body) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
