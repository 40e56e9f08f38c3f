import { StatusError, type StatusReason } from '#kube'

/** True when the server refused for one of these reasons. */
export function isRefusal(error: unknown, ...reasons: readonly StatusReason[]): boolean {
  return error instanceof StatusError && reasons.includes(error.code)
}

/** What the promise gives; undefined when the server refuses for one of these reasons. Other errors are thrown. */
export async function unless<T>(reasons: readonly StatusReason[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isRefusal(error, ...reasons)) return undefined
    throw error
  }
}
