import type { Session } from '../frame/session.ts'

/** Runs `act`, and says so on stdout when a signal cancels it, as Helm does. */
export async function tellCancelled<T>(name: string, { signal, stdout }: Session, act: () => Promise<T>): Promise<T> {
  const tell = (): void => stdout.write(`Release ${name} has been cancelled.\n`)
  signal.addEventListener('abort', tell, { once: true })
  try {
    return await act()
  } finally {
    signal.removeEventListener('abort', tell)
  }
}
