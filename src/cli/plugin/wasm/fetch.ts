import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { helmEnvironment, sendRequest } from '#repo'
import type { Session } from '../../frame/session.ts'
import { answerFile, requestFile, type WasmFetch, type WasmFetched } from './request.ts'

/** Sends the HTTP request that a folder describes, and leaves the answer there. Gives the exit code of the process. */
export async function runFetch(folder: string, session: Session): Promise<number> {
  const wanted = JSON.parse(readFileSync(join(folder, requestFile), 'utf8')) as WasmFetch
  const answer = await fetchFor(wanted, session).catch((error: unknown) => ({
    ...{ status: 0, headers: {}, body: '' },
    error: error instanceof Error ? error.message : String(error),
  }))
  writeFileSync(join(folder, answerFile), JSON.stringify(answer))
  return 0
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

async function fetchFor({ body, ...wanted }: WasmFetch, session: Session): Promise<WasmFetched> {
  const method = METHODS.find((known) => known === wanted.method)
  if (method === undefined) throw new Error(`unsupported method ${wanted.method}`)
  const { proxy } = helmEnvironment(session.environment, session.home, session.platform)
  const headers = Object.fromEntries(Object.entries(wanted.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const answer = await sendRequest({
    ...wanted,
    method,
    headers,
    proxy,
    signal: session.signal,
    ...(body !== undefined && { body: Buffer.from(body, 'base64') }),
  })
  return { status: answer.status, headers: answer.headers, body: Buffer.from(answer.body).toString('base64') }
}
