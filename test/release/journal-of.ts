import type { TransportRequest } from '#client'
import { textAt } from '#kube'

/** `operation/step` that a request writes into a lease; undefined for any other request. */
export function readJournalOf({ path, body }: Pick<TransportRequest, 'path' | 'body'>): string | undefined {
  if (!path.includes('/leases') || body === undefined) return undefined
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body)
  return stepOf(text)
}

/** The same of a lease's text. */
export function stepOf(lease: string): string | undefined {
  try {
    const journal = textAt(JSON.parse(lease), 'metadata', 'annotations', 'berth.dev/journal')
    const { operation, step } = JSON.parse(journal) as { readonly operation: string; readonly step: string }
    return `${operation}/${step}`
  } catch {
    return undefined
  }
}
