import type { Client, ListOptions, ListPage, ResourceType } from '#client'
import { type KubeObject, StatusError } from '#kube'

/** Objects asked for at once: their bodies are gone again before all are there. */
const PAGE = 64

/** A list request. */
export interface Listing {
  readonly client: Client
  readonly type: ResourceType
  readonly options: ListOptions
}

/**
 * What `read` makes of every object of a list, page after page; the next page is on its way while one is read. A list that
 * expires in the middle is read again, as a whole. Throws what the client throws.
 */
export async function collect<T>(listing: Listing, read: (object: KubeObject) => Promise<T>): Promise<readonly T[]> {
  try {
    return await collectPages(listing, read)
  } catch (error) {
    if (!(error instanceof StatusError && error.status.reason === 'Expired')) throw error
    const { client, type, options } = listing
    return Promise.all((await client.list(type, options)).items.map(read))
  }
}

async function collectPages<T>(
  { client, type, options }: Listing,
  read: (object: KubeObject) => Promise<T>,
): Promise<T[]> {
  const found: T[] = []
  let next: Promise<ListPage> | undefined = client.list(type, { ...options, limit: PAGE })
  while (next !== undefined) {
    const page: ListPage = await next
    next =
      page.continue === undefined ? undefined : client.list(type, { ...options, limit: PAGE, continue: page.continue })
    // a failure is met by the await of the next turn, which comes after the reading
    next?.catch(() => undefined)
    found.push(...(await Promise.all(page.items.map(read))))
  }
  return found
}
