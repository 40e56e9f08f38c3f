import { RuntimeError } from '../runtime/error.ts'
import type { PullError } from './behaviour.ts'
import { fullImageName } from './images.ts'

/** What a registry answers, in the words of containerd. */
export function pullRefusal(image: string, error: PullError): RuntimeError {
  const full = fullImageName(image) ?? image
  const begin = `failed to pull and unpack image "${full}": failed to resolve reference "${full}"`
  if (error === 'not-found')
    return new RuntimeError('image-not-found', `rpc error: code = NotFound desc = ${begin}: ${full}: not found`)
  if (error === 'denied')
    return new RuntimeError(
      'image-not-found',
      `${begin}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
    )
  const host = full.slice(0, full.indexOf('/'))
  return new RuntimeError(
    'image-unavailable',
    `${begin}: failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host}: no such host`,
  )
}
