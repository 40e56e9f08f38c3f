import { ReleaseError } from './error.ts'

/**
 * The same failure as Helm 3 tells what it did with several objects: `1 error occurred:`, then a line for each. Source:
 * github.com/hashicorp/go-multierror.
 */
export function counted(error: unknown): unknown {
  if (!(error instanceof ReleaseError) || error.code === 'interrupted' || error.code === 'locked') return error
  const { cause } = error
  const messages = cause instanceof AggregateError ? cause.errors.map(({ message }: Error) => message) : [error.message]
  const head = messages.length === 1 ? '1 error' : `${messages.length} errors`
  const text = `${head} occurred:\n${messages.map((message) => `\t* ${message}\n`).join('')}\n`
  const { hint, written } = error
  return new ReleaseError(error.code, text, { hint, cause, ...(written !== undefined && { written }) })
}
